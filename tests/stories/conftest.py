"""A shop in which there is one of everything, and who may ask for it."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import httpx
import pytest_asyncio

from merx.commerce.api_key.workflows import create_api_key
from merx.commerce.factories import SmallShop, open_shop, placed_order, ready_cart
from merx.commerce.pricing import NewListPrice, NewPrice, NewPriceList
from merx.commerce.pricing import NewRule as PriceRule
from merx.commerce.pricing.workflows import create_price_lists
from merx.commerce.promotion import NewBudget, NewCampaign, NewMethod, NewPromotion, NewRule
from merx.commerce.promotion.workflows import create_promotion
from merx.commerce.user.workflows import create_user
from merx.framework.app import App
from tests.stories.filling import fill
from tests.stories.nonsense import NOWHERE, operations

PASSWORD = "correct horse battery staple"


COUNTERS = ("http_rate",)


class World(NamedTuple):
    """`shop`, the `document` of its API, the `ids` of what is in it (see `nonsense.Operation`), and a client that may do everything."""

    app: App
    shop: SmallShop
    document: dict[str, Any]
    ids: Mapping[str, str]
    client: httpx.AsyncClient

    async def rows(self) -> dict[str, Any]:
        """Every row of every table, as one number a table. How often somebody asked is counted whatever comes of it."""
        tables = await self.app.scope().rows("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        return {
            name: await self.app.scope().value(f'SELECT count(*)::text || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM "{name}" AS t')
            for (name,) in tables
            if name not in COUNTERS
        }


@pytest_asyncio.fixture
async def world(app: App, client: httpx.AsyncClient) -> World:
    """A shop with a cart, an order, a user and keys; `client` has the user's token and the publishable key."""
    scope = app.scope()
    shop = await open_shop(scope, pieces={"teapot": 1000, "mug": 1000})
    spare = await create_api_key(scope, "Spare", "publishable", "factory")
    cart_id, order_id = await ready_cart(scope, shop, {"teapot": 2}), await placed_order(scope, shop, {"mug": 2})
    await _promote(app, shop)
    await _list(app, shop)
    customer = await customer_headers(client, shop, "grace@example.com")
    address = {"first_name": "Grace", "city": "Berlin", "country_code": "de"}
    addresses = (await client.post("/store/customers/me/addresses", json=address, headers=customer)).json()["customer"]["addresses"]
    cookie = await _session(client, customer)
    client.cookies.clear()
    # A customer's session beside a user's token: this client may call every route.
    client.headers.update({**await admin_headers(app, client), "cookie": cookie, "x-publishable-api-key": shop.publishable_key})
    document = (await client.get("/docs/openapi.json")).json()
    ids = await fill(app, client, shop) | {
        "/admin/api-keys/{}": spare.id,
        "/store/carts/{}": cart_id,
        "/store/orders/{}": order_id,
        "/store/customers/me/addresses/{}": addresses[0]["id"],
        "/admin/fulfillment-sets/{}": await scope.value("SELECT id FROM fulfillment_set LIMIT 1"),
        "/admin/fulfillment-sets/{}/service-zones/{}": await scope.value("SELECT id FROM service_zone LIMIT 1"),
        "/store/carts/{}/line-items/{}": await scope.value("SELECT id FROM cart_line_item LIMIT 1"),
        "/admin/payment-collections/{}": await scope.value("SELECT id FROM payment_collection LIMIT 1"),
        "/store/payment-collections/{}": await scope.value("SELECT id FROM payment_collection LIMIT 1"),
        "/admin/promotions/{}/{}": "rules",
        "/admin/promotions/rule-attribute-options/{}": "rules",
        "/admin/promotions/rule-value-options/{}": "rules",
        "/admin/promotions/rule-value-options/{}/{}": "region",
        "/auth/{}": "user",
        "/auth/{}/{}": "emailpass",
    }
    ids |= {f"{name}_id": value for name, value in (("region", shop.region_id), ("sales_channel", shop.sales_channel_id), ("location", shop.location_id))}
    ids |= {
        "variant_id": shop.variants["teapot"],
        "option_id": shop.shipping_option_id,
        "cart_id": cart_id,
        "provider_id": "manual_manual",
        "order_id": order_id,
        "type": "product",
        "entity_types": "product",
        "locales": "de-DE",
    }
    return World(app, shop, document, await _found(client, document, ids), client)


async def _promote(app: App, shop: SmallShop) -> None:
    """A gift in a campaign: it has rules of all kinds."""
    rule = NewRule(attribute="items.product.id", operator="in", values=list(shop.products.values()))
    method = NewMethod(
        type="percentage",
        target_type="items",
        allocation="each",
        value=Decimal(100),
        max_quantity=1,
        apply_to_quantity=1,
        buy_rules_min_quantity=2,
        target_rules=[rule],
        buy_rules=[rule],
    )
    campaign = NewCampaign(name="Spring", campaign_identifier="spring", budget=NewBudget(type="usage", limit=Decimal(10)))
    region = NewRule(attribute="region.id", operator="eq", values=[shop.region_id])
    await create_promotion(app.scope(), NewPromotion(code="GIFT", type="buyget", status="active", application_method=method, rules=[region], campaign=campaign))


async def _list(app: App, shop: SmallShop) -> None:
    """A price list that counts for nobody yet."""
    price = NewPrice(amount=Decimal(90), currency_code="eur", rules=(PriceRule(attribute="region_id", value=shop.region_id),))
    prices = [NewListPrice(variant_id=shop.variants["teapot"], price=price)]
    await create_price_lists(app.scope(), [NewPriceList(title="Sale", description="All must go", rules={"region_id": [shop.region_id]}, prices=prices)])


async def customer_headers(client: httpx.AsyncClient, shop: SmallShop, email: str) -> dict[str, str]:
    """Who registers as `email` over HTTP: a customer's token, and the publishable key."""
    headers = {"x-publishable-api-key": shop.publishable_key}
    login = {"email": email, "password": PASSWORD}
    for path, body in (("/auth/customer/emailpass/register", login), ("/store/customers", {"email": email}), ("/auth/customer/emailpass", login)):
        answer = await client.post(path, json=body, headers=headers)
        assert answer.status_code == 200, answer.text
        if "token" in answer.json():
            headers["authorization"] = f"Bearer {answer.json()['token']}"
    return headers


async def admin_headers(app: App, client: httpx.AsyncClient) -> dict[str, str]:
    """Who logs in as a user: their token."""
    await create_user(app.scope(), "owner@example.com", password=PASSWORD)
    answer = await client.post("/auth/user/emailpass", json={"email": "owner@example.com", "password": PASSWORD})
    return {"authorization": f"Bearer {answer.json()['token']}"}


async def _session(client: httpx.AsyncClient, headers: dict[str, str]) -> str:
    return (await client.post("/auth/session", headers=headers)).headers["set-cookie"].partition(";")[0]


async def _found(client: httpx.AsyncClient, document: dict[str, Any], known: dict[str, str]) -> dict[str, str]:
    """`known`, and the first of every list."""
    ids = dict(known)
    for operation in sorted(operations(document, ids), key=lambda each: each.path):
        pattern = re.sub(r"\{\w+\}", "{}", operation.path) + "/{}"
        if operation.is_list and pattern not in ids and NOWHERE not in operation.url():
            answer = await client.get(operation.url())
            lists = [each for each in answer.json().values() if isinstance(each, list)] if answer.status_code == 200 else []
            if lists and lists[0]:
                ids[pattern] = next(iter(value for key, value in lists[0][0].items() if key in ("id", "code", "iso_2")), NOWHERE)
    return ids
