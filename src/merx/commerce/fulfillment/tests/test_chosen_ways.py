"""How a cart is sent: one way for goods of each profile, offered and priced."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from merx.commerce.factories import ADDRESS, SmallShop, open_shop
from merx.commerce.fulfillment import NewOptionPrice, NewOptionRule, NewOptionType, NewShippingOption
from merx.commerce.fulfillment.workflows import create_shipping_option, create_shipping_profile
from merx.commerce.product.links import product_shipping_profile
from merx.framework.scope import Scope


@pytest.fixture
async def shop(scope: Scope) -> SmallShop:
    return await open_shop(scope, {"teapot": 3, "anvil": 3}, shipping=Decimal("7.5"))


@pytest.fixture
async def ways(scope: Scope, shop: SmallShop) -> dict[str, str]:
    """Options by name: a pigeon for what goes by post, a forwarder for heavy things, a way back, one priced in dollars."""
    (standard,) = await scope.query.graph("shipping_option", fields=["service_zone_id"])
    heavy = (await create_shipping_profile(scope, "Heavy", "heavy")).id
    await product_shipping_profile.add(scope, [(shop.products["teapot"], shop.shipping_profile_id), (shop.products["anvil"], heavy)])
    made = {"Standard": shop.shipping_option_id}
    for name, currency, back, profile in (
        ("Pigeon", "eur", "false", shop.shipping_profile_id),
        ("Forwarder", "eur", "false", heavy),
        ("Back", "eur", "true", shop.shipping_profile_id),
        ("Overseas", "usd", "false", shop.shipping_profile_id),
    ):
        new = NewShippingOption(
            name=name,
            service_zone_id=standard["service_zone_id"],
            shipping_profile_id=profile,
            provider_id="manual_manual",
            type=NewOptionType(label=name, code=name.lower()),
            prices=[NewOptionPrice(currency_code=currency, amount=Decimal(3))],
            rules=[NewOptionRule(attribute="is_return", operator="eq", value=back)],
        )
        made[name] = (await create_shipping_option(scope, new)).id
    return made


@pytest.fixture
async def store(shop: SmallShop, client: httpx.AsyncClient) -> httpx.AsyncClient:
    client.headers["x-publishable-api-key"] = shop.publishable_key
    return client


@pytest.fixture
async def cart(store: httpx.AsyncClient, shop: SmallShop, ways: dict[str, str]) -> str:  # noqa: ARG001 - goods have their profiles before
    """A teapot, which goes by post, and an anvil, which does not."""
    items = [{"variant_id": variant, "quantity": 1} for variant in shop.variants.values()]
    answer = await store.post("/store/carts", json={"region_id": shop.region_id, "shipping_address": ADDRESS, "items": items})
    return f"/store/carts/{answer.json()['cart']['id']}"


async def sent_by(store: httpx.AsyncClient, cart: str) -> list[tuple[str, float]]:
    found = (await store.get(cart, params={"fields": "shipping_methods.name,shipping_methods.amount"})).json()["cart"]
    return [(method["name"], method["amount"]) for method in found["shipping_methods"]]


async def choose(store: httpx.AsyncClient, cart: str, option_id: str) -> tuple[int, Any]:
    answer = await store.post(f"{cart}/shipping-methods", json={"option_id": option_id})
    return answer.status_code, answer.json().get("message")


async def test_of_each_profile_the_last_choice_counts(store: httpx.AsyncClient, cart: str, ways: dict[str, str]) -> None:
    # when
    for name in ("Standard", "Forwarder", "Pigeon"):
        assert await choose(store, cart, ways[name]) == (200, None)
    # then
    assert await sent_by(store, cart) == [("Forwarder", 3), ("Pigeon", 3)]


async def test_what_is_not_offered_or_has_no_price_is_not_chosen_and_the_choice_stays(
    store: httpx.AsyncClient, admin: httpx.AsyncClient, cart: str, shop: SmallShop, ways: dict[str, str]
) -> None:
    # given
    await choose(store, cart, ways["Standard"])
    # when
    back, nothing, unpriced = [await choose(store, cart, option) for option in (ways["Back"], "so_x", ways["Overseas"])]
    await admin.post(f"/admin/stock-locations/{shop.location_id}/sales-channels", json={"remove": [shop.sales_channel_id]})
    elsewhere = await choose(store, cart, ways["Pigeon"])
    # then
    invalid = "Shipping Options are invalid for cart"
    assert [(status, message.startswith(invalid)) for status, message in (back, nothing, elsewhere)] == [(400, True)] * 3
    assert unpriced == (400, f"Shipping options with IDs {ways['Overseas']} do not have a price")
    assert await sent_by(store, cart) == [("Standard", 7.5)]
