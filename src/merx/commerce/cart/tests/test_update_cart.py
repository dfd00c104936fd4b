"""A cart that changes hands, region or channel takes nothing along that does not hold there."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from merx.commerce.cart.errors import VariantWithoutPrice
from merx.commerce.cart.workflows import NewItem, add_line_items, calculate_taxes, update_cart
from merx.commerce.factories import open_shop, ready_cart
from merx.commerce.pricing import Price, PriceList, PricePreference, PriceRule
from merx.commerce.region import Country, Region
from merx.commerce.region.links import region_payment_providers
from merx.framework.data import create_all
from merx.framework.errors import InvalidData
from merx.framework.scope import Scope
from merx.framework.testing.events import CapturedEvents

FIELDS = ("region_id", "sales_channel_id", "total", "tax_total", "items.quantity", "shipping_address.*", "payment_collection.payment_sessions.id")


async def cart_of(scope: Scope, cart_id: str) -> dict[str, Any]:
    (cart,) = await scope.query.graph("cart", fields=FIELDS, filters={"id": cart_id})
    return cart


async def america(scope: Scope, **columns: Any) -> Region:
    """A region of two countries that nothing is sent to."""
    region = Region(name="America", currency_code="eur", **columns)
    countries = [Country(iso_2=code, iso_3=code, num_code="0", name=code, display_name=code, region_id=region.id) for code in ("us", "ca")]
    await create_all(scope, [region, *countries])
    await region_payment_providers.add(scope, [(region.id, "pp_system_default")])
    return region


async def test_a_region_that_computes_no_taxes_keeps_none_of_the_old_one(scope: Scope) -> None:
    # given
    shop = await open_shop(scope, {"teapot": 5})
    cart_id = await ready_cart(scope, shop, {"teapot": 1})
    region = await america(scope, automatic_taxes=False)
    # when
    await update_cart(scope, cart_id, {"region_id": region.id, "shipping_address": {"country_code": "us"}})
    # then
    cart = await cart_of(scope, cart_id)
    assert (cart["region_id"], cart["tax_total"], cart["total"]) == (region.id, 0, 100)
    assert cart["payment_collection"]["payment_sessions"] == []


async def test_taxes_that_were_asked_for_stay_while_the_cart_stays_in_its_region(scope: Scope) -> None:
    # given
    shop = await open_shop(scope, {"teapot": 5})
    await scope.rows("UPDATE region SET automatic_taxes = false")
    cart_id = await ready_cart(scope, shop, {"teapot": 1})
    await calculate_taxes(scope, cart_id)
    # when
    await update_cart(scope, cart_id, {"metadata": {"gift": True}})
    # then
    assert (await cart_of(scope, cart_id))["total"] == Decimal("130.9")


async def test_an_address_of_the_old_region_does_not_move_along(scope: Scope) -> None:
    # given
    shop = await open_shop(scope, {"teapot": 5})
    cart_id = await ready_cart(scope, shop, {"teapot": 1})
    region, before = await america(scope), await cart_of(scope, cart_id)
    # when its row is changed, but for the country
    with pytest.raises(InvalidData, match="Country with code de is not within region America"):
        await update_cart(scope, cart_id, {"region_id": region.id, "shipping_address": {"id": before["shipping_address"]["id"], "city": "Boston"}})
    # then
    assert await cart_of(scope, cart_id) == before


async def test_a_cart_is_always_in_one_of_the_keys_channels(scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    shop = await open_shop(scope, {"teapot": 5})
    cart_id = await ready_cart(scope, shop, {"teapot": 1})
    # when
    answer = await client.post(f"/store/carts/{cart_id}", json={"sales_channel_id": None}, headers={"x-publishable-api-key": shop.publishable_key})
    # then
    assert answer.status_code == 200
    assert (await cart_of(scope, cart_id))["sales_channel_id"] == shop.sales_channel_id


@pytest.mark.parametrize("how", ["create", "update"])
async def test_in_a_disabled_channel_nobody_buys(scope: Scope, client: httpx.AsyncClient, how: str) -> None:
    # given
    shop = await open_shop(scope, {"teapot": 5})
    cart_id = await ready_cart(scope, shop, {"teapot": 1})
    await scope.rows("UPDATE sales_channel SET is_disabled = true")
    # when
    path = "/store/carts" if how == "create" else f"/store/carts/{cart_id}"
    answer = await client.post(path, json={"sales_channel_id": shop.sales_channel_id}, headers={"x-publishable-api-key": shop.publishable_key})
    # then
    assert answer.status_code == 400
    assert answer.json() == {"type": "invalid_data", "message": "Unable to assign cart to disabled Sales Channel: Web shop"}
    assert await scope.value("SELECT count(*) FROM cart") == 1


async def test_a_price_of_a_lines_own_stays_whoever_buys_and_todays_price_says_whether_tax_is_in_it(scope: Scope) -> None:
    # given a teapot for 5, and a sale of mugs with tax in the prices of the region, where the usual one has none
    shop = await open_shop(scope, {"teapot": 5, "mug": 5})
    cart_id = await ready_cart(scope, shop, {"teapot": 1, "mug": 1})
    await scope.rows("UPDATE cart_line_item SET is_custom_price = true, unit_price = 5 WHERE variant_id = $1", shop.variants["teapot"])
    (mug,) = await scope.query.graph("product_variant", fields=["price_set.id"], filters={"id": shop.variants["mug"]})
    sale = PriceList(title="Sale", description="", status="active")
    price = Price(price_set_id=mug["price_set"]["id"], price_list_id=sale.id, currency_code="eur", amount=Decimal(60), rules_count=1)
    rule = PriceRule(price_id=price.id, attribute="region_id", operator="eq", value=shop.region_id)
    await create_all(scope, [sale, price, rule, PricePreference(attribute="region_id", value=shop.region_id, is_tax_inclusive=True)])
    # when
    await update_cart(scope, cart_id, {"email": "grace@example.com"})
    # then
    fields = ["items.variant_id", "items.unit_price", "items.compare_at_unit_price", "items.is_tax_inclusive"]
    (cart,) = await scope.query.graph("cart", fields=fields, filters={"id": cart_id})
    assert {each["variant_id"]: (each["unit_price"], each["compare_at_unit_price"], each["is_tax_inclusive"]) for each in cart["items"]} == {
        shop.variants["teapot"]: (5, None, False),
        shop.variants["mug"]: (60, 100, True),
    }


async def test_a_line_does_not_grow_to_a_quantity_without_a_price(scope: Scope) -> None:
    # given a price for up to five pieces
    shop = await open_shop(scope, {"teapot": 50})
    cart_id = await ready_cart(scope, shop, {"teapot": 5})
    await scope.rows("UPDATE price SET max_quantity = 5")
    # when
    with pytest.raises(VariantWithoutPrice):
        await add_line_items(scope, cart_id, [NewItem(variant_id=shop.variants["teapot"], quantity=1)])
    # then
    assert [item["quantity"] for item in (await cart_of(scope, cart_id))["items"]] == [5]


async def test_another_customer_is_told_and_the_same_one_is_not(scope: Scope, events: CapturedEvents) -> None:
    # given
    shop = await open_shop(scope, {"teapot": 5})
    cart_id = await ready_cart(scope, shop, {"teapot": 1})
    # when
    for email in ("grace@example.com", "grace@example.com"):
        await update_cart(scope, cart_id, {"email": email})
    # then
    assert await events.data_of("cart.customer_updated") == [{"id": cart_id}]
