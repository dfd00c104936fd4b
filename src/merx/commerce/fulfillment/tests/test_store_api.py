"""The shipping options that a storefront is offered."""

from decimal import Decimal

import httpx
import pytest

from merx.commerce.cart.workflows import NewCart, NewItem, create_cart
from merx.commerce.factories import SmallShop, open_shop
from merx.commerce.fulfillment import FulfillmentService
from merx.commerce.inventory import InventoryService
from merx.commerce.pricing import NewPrice, NewPriceList, NewRule, Price, PricingService
from merx.commerce.pricing.workflows import create_price_lists, set_prices
from merx.framework.scope import Scope


@pytest.fixture
async def shop(scope: Scope) -> SmallShop:
    return await open_shop(scope, {"teapot": 3}, shipping=Decimal("7.5"))


async def a_cart(scope: Scope, shop: SmallShop, quantity: int = 2) -> str:
    items = [NewItem(variant_id=shop.variants["teapot"], quantity=quantity)]
    return (await create_cart(scope, NewCart(region_id=shop.region_id, sales_channel_id=shop.sales_channel_id, items=items))).id


async def options_of(client: httpx.AsyncClient, shop: SmallShop, cart_id: str, **more: str) -> httpx.Response:
    headers = {"x-publishable-api-key": shop.publishable_key}
    return await client.get("/store/shipping-options", params={"cart_id": cart_id, **more}, headers=headers)


async def test_a_cart_is_offered_what_reaches_it_with_its_price(client: httpx.AsyncClient, scope: Scope, shop: SmallShop) -> None:
    # given
    cart_id = await a_cart(scope, shop)
    # when
    answer = await options_of(client, shop, cart_id)
    # then
    assert answer.status_code == 200, answer.text
    (option,) = answer.json()["shipping_options"]
    assert (option["id"], option["name"], option["amount"], option["price_type"]) == (shop.shipping_option_id, "Standard", 7.5, "flat")
    assert (option["calculated_price"]["calculated_amount"], option["calculated_price"]["currency_code"]) == (7.5, "eur")
    assert (option["type"]["code"], option["provider"], option["shipping_profile_id"]) == (
        "standard",
        {"id": "manual_manual", "is_enabled": True},
        shop.shipping_profile_id,
    )
    assert (option["service_zone"]["fulfillment_set"]["location"]["id"], "reaches" in option["service_zone"]) == (shop.location_id, False)
    assert option["insufficient_inventory"] is False


async def test_a_price_for_somebody_else_is_not_among_the_prices(client: httpx.AsyncClient, scope: Scope, shop: SmallShop) -> None:
    # given a price for everybody, one from a total on, one for a group, one for what only this shop knows, and one on a list
    (option,) = await scope.query.graph("shipping_option", fields=["price_set.id"])
    price_set = option["price_set"]["id"]
    amounts = {"region_id": shop.region_id, "item_total": "100", "customer.groups.id": "cusgroup_x", "membership.level": "gold"}
    ruled = [
        NewPrice(amount=Decimal(number), currency_code="eur", rules=(NewRule(attribute=name, value=value),))
        for number, (name, value) in enumerate(amounts.items())
    ]
    await set_prices(scope, price_set, [NewPrice(amount=Decimal("7.5"), currency_code="eur"), *ruled])
    (sale,) = await create_price_lists(scope, [NewPriceList(title="Friends", description="Theirs", rules={"customer.groups.id": ["cusgroup_x"]})])
    await scope[PricingService].prices.create(Price(price_set_id=price_set, price_list_id=sale.id, currency_code="eur", amount=Decimal(5)))
    # when
    (shown,) = (await options_of(client, shop, await a_cart(scope, shop))).json()["shipping_options"]
    # then
    told = [(each["amount"], [rule["attribute"] for rule in each["price_rules"]]) for each in shown["prices"]]
    assert sorted(told) == [(0, ["region_id"]), (1, ["item_total"]), (7.5, [])]
    assert all("price_list_id" not in each for each in shown["prices"])


async def test_an_option_says_when_its_location_is_short(client: httpx.AsyncClient, scope: Scope, shop: SmallShop) -> None:
    # given a cart of two, and then somebody else's three
    cart_id = await a_cart(scope, shop)
    levels = scope[InventoryService].levels
    await levels.update_where({"inventory_item_id": shop.inventory_items["teapot"]}, reserved_quantity=Decimal(2))
    # when
    (option,) = (await options_of(client, shop, cart_id)).json()["shipping_options"]
    # then
    assert option["insufficient_inventory"] is True


async def test_an_option_without_a_price_is_not_offered_and_returns_are_another_matter(client: httpx.AsyncClient, scope: Scope, shop: SmallShop) -> None:
    # given
    cart_id = await a_cart(scope, shop)
    # when
    for_return = await options_of(client, shop, cart_id, is_return="true")
    await scope[FulfillmentService].shipping_options.update(shop.shipping_option_id, price_type="calculated")
    calculated = await options_of(client, shop, cart_id)
    await scope.value("DELETE FROM price_set")
    await scope[FulfillmentService].shipping_options.update(shop.shipping_option_id, price_type="flat")
    unpriced = await options_of(client, shop, cart_id)
    # then
    assert [[(each["price_type"], each["amount"]) for each in answer.json()["shipping_options"]] for answer in (for_return, calculated, unpriced)] == [
        [],
        [("calculated", None)],
        [],
    ]


async def test_without_a_cart_there_is_no_answer(client: httpx.AsyncClient, shop: SmallShop) -> None:
    # when
    missing = await client.get("/store/shipping-options", headers={"x-publishable-api-key": shop.publishable_key})
    unknown = await options_of(client, shop, "cart_x")
    # then
    assert (missing.status_code, missing.json()["message"]) == (400, "Invalid request: Field 'cart_id' is required")
    assert unknown.status_code == 404
