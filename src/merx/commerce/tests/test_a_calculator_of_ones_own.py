"""A calculator of a shop's own, from the admin's choice to the order's tax."""

from typing import Any

import httpx
import pytest

from merx.commerce.factories import ADDRESS, SmallShop, open_shop
from merx.commerce.tax.workflows import sync_providers
from merx.framework.config import Config
from merx.framework.scope import Scope


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=("merx.commerce", "merx.commerce.tax.tests.shop", "merx.commerce.tests.tax_office"))


@pytest.fixture
async def shop(scope: Scope, client: httpx.AsyncClient, admin: httpx.AsyncClient) -> SmallShop:
    """In Germany the tax office is asked, and the shop has no rates of its own."""
    shop = await open_shop(scope, {"teapot": 100})
    await sync_providers(scope)
    (region,) = (await admin.get("/admin/tax-regions")).json()["tax_regions"]
    await admin.delete(f"/admin/tax-rates/{region['tax_rates'][0]['id']}")
    answer = await admin.post(f"/admin/tax-regions/{region['id']}", json={"provider_id": "tp_office"})
    assert answer.json()["tax_region"]["provider_id"] == "tp_office"
    client.headers["x-publishable-api-key"] = shop.publishable_key
    return shop


async def taxed(client: httpx.AsyncClient, shop: SmallShop, pieces: int, email: str = "ada@example.com") -> Any:
    items = [{"variant_id": shop.variants["teapot"], "quantity": pieces}]
    body = {"region_id": shop.region_id, "email": email, "shipping_address": ADDRESS, "items": items}
    cart = (await client.post("/store/carts", json=body)).json()["cart"]
    answer = await client.post(f"/store/carts/{cart['id']}/shipping-methods", json={"option_id": shop.shipping_option_id})
    return answer.json()["cart"]


@pytest.mark.usefixtures("shop")
async def test_the_calculator_is_offered_to_the_admin(admin: httpx.AsyncClient) -> None:
    assert (await admin.get("/admin/tax-providers")).json()["tax_providers"] == [
        {"id": "tp_office", "is_enabled": True},
        {"id": "tp_system", "is_enabled": True},
    ]


@pytest.mark.parametrize(("pieces", "rate", "total"), [(1, 20, 120 + 10.5), (12, 10, 1320 + 10.5)])
async def test_a_cart_is_taxed_as_the_office_says(client: httpx.AsyncClient, shop: SmallShop, pieces: int, rate: int, total: float) -> None:
    # when
    cart = await taxed(client, shop, pieces)
    # then
    assert [(line["rate"], line["code"], line["provider_id"]) for line in cart["items"][0]["tax_lines"]] == [(rate, "goods", "tp_office")]
    assert [(line["rate"], line["code"]) for line in cart["shipping_methods"][0]["tax_lines"]] == [(5, "sending")]
    assert cart["total"] == total


async def test_what_the_shop_knows_the_office_is_told(client: httpx.AsyncClient, shop: SmallShop) -> None:
    cart = await taxed(client, shop, 1, "grace@embassy.example.com")
    assert (cart["tax_total"], cart["total"]) == (0, 110)


async def test_where_the_shop_does_not_tax_nobody_is_asked(client: httpx.AsyncClient, shop: SmallShop, admin: httpx.AsyncClient) -> None:
    # given
    (region,) = (await admin.get("/admin/tax-regions")).json()["tax_regions"]
    await admin.delete(f"/admin/tax-regions/{region['id']}")
    # then
    assert (await taxed(client, shop, 1))["tax_total"] == 0
