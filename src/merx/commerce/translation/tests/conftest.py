"""A shop that speaks two languages, and sells a teapot."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

import httpx
import pytest

from merx.commerce.factories import SmallShop, open_shop
from merx.commerce.store import StoreLocale, StoreService
from merx.commerce.translation.workflows import sync_translatables
from merx.framework.app import App
from merx.framework.scope import Scope

Say: TypeAlias = Callable[..., Awaitable[str]]


@pytest.fixture
async def shop(app: App) -> SmallShop:
    """It speaks German and French; everything in it is in English."""
    scope = app.scope()
    opened = await open_shop(scope, {"teapot": 10})
    await sync_translatables(scope)
    store = await scope[StoreService].stores.first()
    await scope[StoreService].locales.create(StoreLocale(store_id=store.id if store else None, locale_code=code) for code in ("de-DE", "fr-FR"))
    return opened


@pytest.fixture
def publishable_key(shop: SmallShop) -> str:
    return shop.publishable_key


@pytest.fixture
def say(admin: httpx.AsyncClient, shop: SmallShop) -> Say:  # noqa: ARG001 - whoever says something says it in a shop
    """Translate a row into a language, German unless said: `await say("product", id, title="Teekanne")`. The translation's id."""

    async def translate(reference: str, reference_id: str, locale: str = "de-DE", **words: str) -> str:
        new = {"reference": reference, "reference_id": reference_id, "locale_code": locale, "translations": words}
        answer = await admin.post("/admin/translations/batch", json={"create": [new]})
        assert answer.status_code == 200, answer.text
        return answer.json()["created"][0]["id"]

    return translate


@pytest.fixture
async def ids(scope: Scope, shop: SmallShop) -> Mapping[str, Any]:
    """What stands around the teapot, by entity."""
    (product,) = await scope.query.graph("product", fields=["id", "variants.id", "options.id", "options.values.id"])
    option = product["options"][0]
    return {
        "product": product["id"],
        "product_variant": product["variants"][0]["id"],
        "product_option": option["id"],
        "product_option_value": await scope.value("SELECT id FROM product_option_value"),
        "region": shop.region_id,
        "shipping_option": shop.shipping_option_id,
        "shipping_option_type": await scope.value("SELECT id FROM shipping_option_type"),
        "tax_rate": await scope.value("SELECT id FROM tax_rate"),
    }
