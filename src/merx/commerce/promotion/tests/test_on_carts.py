"""Promotions on a real cart: what is written where, when it follows, and that a cart without any pays nothing for them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from merx.commerce.cart import CartService, LineItemAdjustment
from merx.commerce.cart.workflows import (
    ChosenOption,
    NewCart,
    NewItem,
    add_line_items,
    add_shipping_methods,
    change_promotions,
    complete_cart,
    create_cart,
    refresh_cart,
    refresh_promotions,
    update_cart,
    update_line_item,
)
from merx.commerce.customer import Customer, CustomerService
from merx.commerce.customer.workflows import change_group_members, create_group
from merx.commerce.factories import SmallShop, open_shop, ready_cart
from merx.commerce.payment.workflows import create_payment_collection, create_payment_session
from merx.commerce.promotion import NewBudget, NewCampaign, NewMethod, NewRule, PromotionService, UnknownCode
from merx.commerce.promotion.tests.offers import a_rule, offered
from merx.commerce.promotion.workflows import delete_promotion, update_promotion
from merx.framework.app import App
from merx.framework.data import utcnow
from merx.framework.scope import Scope

FREE_POST = NewMethod(type="percentage", target_type="shipping_methods", allocation="across", value=Decimal(100))


@pytest.fixture
async def shop(scope: Scope) -> SmallShop:
    return await open_shop(scope, {"teapot": 100, "mug": 100})


async def a_cart(scope: Scope, shop: SmallShop, codes: Sequence[str] = (), **pieces: int) -> str:
    items = [NewItem(variant_id=shop.variants[name], quantity=count) for name, count in (pieces or {"teapot": 1}).items()]
    new = NewCart(region_id=shop.region_id, sales_channel_id=shop.sales_channel_id, email="ada@example.com", items=items, promo_codes=codes)
    return (await create_cart(scope, new)).id


FIELDS = ("total", "discount_total", "shipping_total", "promotions.code", "items.variant_sku", "items.adjustments.*", "shipping_methods.adjustments.*")


async def shown(scope: Scope, cart_id: str) -> dict[str, Any]:
    (cart,) = await scope.query.graph("cart", fields=FIELDS, filters={"id": cart_id})
    return cart


def codes(cart: dict[str, Any]) -> set[str]:
    return {each["code"] for each in cart["promotions"]}


async def test_a_code_takes_its_amount_off_and_stands_on_the_cart(scope: Scope, shop: SmallShop) -> None:
    # given
    promotion = await offered(scope, "TEN")
    cart_id = await a_cart(scope, shop)
    # when
    await change_promotions(scope, cart_id, ["TEN"])
    # then
    cart = await shown(scope, cart_id)
    assert (codes(cart), cart["total"], cart["discount_total"]) == ({"TEN"}, Decimal("107.1"), Decimal("11.9"))
    ((adjustment,),) = [item["adjustments"] for item in cart["items"]]
    assert (adjustment["code"], adjustment["promotion_id"], adjustment["amount"], adjustment["is_tax_inclusive"]) == ("TEN", promotion.id, 10, False)


async def test_a_code_may_be_taken_back_or_replaced(scope: Scope, shop: SmallShop) -> None:
    # given
    await offered(scope, "TEN")
    await offered(scope, "FIVE", value=5)
    cart_id = await a_cart(scope, shop, ["TEN"])
    assert codes(await shown(scope, cart_id)) == {"TEN"}
    # when, then
    await update_cart(scope, cart_id, {"promo_codes": ["FIVE"]})
    assert codes(await shown(scope, cart_id)) == {"FIVE"}
    await change_promotions(scope, cart_id, ["TEN"])
    assert codes(await shown(scope, cart_id)) == {"FIVE", "TEN"}
    await change_promotions(scope, cart_id, ["FIVE", "NEVER GIVEN"], "remove")
    cart = await shown(scope, cart_id)
    assert (codes(cart), cart["total"]) == ({"TEN"}, Decimal("107.1"))


async def test_an_unknown_code_is_refused_and_changes_nothing(scope: Scope, shop: SmallShop) -> None:
    # given
    await offered(scope, "TEN")
    cart_id = await a_cart(scope, shop)
    # when
    with pytest.raises(UnknownCode, match="The promotion code NOPE is invalid"):
        await change_promotions(scope, cart_id, ["TEN", "NOPE"])
    # then
    assert codes(await shown(scope, cart_id)) == set()
    with pytest.raises(UnknownCode):
        await a_cart(scope, shop, ["NOPE"])


@pytest.mark.parametrize("status", ["draft", "inactive"])
async def test_a_promotion_that_is_not_active_does_nothing(scope: Scope, shop: SmallShop, status: Any) -> None:
    await offered(scope, "TEN", status=status)
    cart_id = await a_cart(scope, shop)
    await change_promotions(scope, cart_id, ["TEN"])
    assert codes(await shown(scope, cart_id)) == set()


async def test_what_takes_nothing_off_is_not_kept(scope: Scope, shop: SmallShop) -> None:
    # given a discount on shipping, and nothing to be shipped yet
    await offered(scope, "POST", method=FREE_POST)
    cart_id = await a_cart(scope, shop)
    await change_promotions(scope, cart_id, ["POST"])
    # when
    await add_shipping_methods(scope, cart_id, [ChosenOption(option_id=shop.shipping_option_id)])
    # then
    assert codes(await shown(scope, cart_id)) == set()
    # when it is given again
    await change_promotions(scope, cart_id, ["POST"])
    # then
    cart = await shown(scope, cart_id)
    assert (codes(cart), cart["shipping_total"]) == ({"POST"}, 0)
    assert [each["amount"] for each in cart["shipping_methods"][0]["adjustments"]] == [10]


async def test_what_comes_by_itself_comes_with_every_change(scope: Scope, shop: SmallShop) -> None:
    # given
    automatic = await offered(scope, "AUTO", is_automatic=True, method=NewMethod(type="percentage", target_type="order", value=Decimal(10)))
    cart_id = await a_cart(scope, shop)
    assert (await shown(scope, cart_id))["discount_total"] == Decimal("11.9")
    # when more is bought, its code is taken away, and it ends
    await add_line_items(scope, cart_id, [NewItem(variant_id=shop.variants["mug"], quantity=2)])
    assert (await shown(scope, cart_id))["discount_total"] == Decimal("35.7")
    await change_promotions(scope, cart_id, ["AUTO"], "remove")
    assert codes(await shown(scope, cart_id)) == {"AUTO"}
    await update_promotion(scope, automatic.id, {"status": "inactive"})
    await refresh_cart(scope, cart_id)
    # then
    cart = await shown(scope, cart_id)
    assert (codes(cart), cart["discount_total"]) == (set(), 0)


async def test_a_deleted_promotion_leaves_the_cart_at_the_next_change(scope: Scope, shop: SmallShop) -> None:
    promotion = await offered(scope, "TEN")
    cart_id = await a_cart(scope, shop, ["TEN"])
    await delete_promotion(scope, promotion.id)
    await refresh_cart(scope, cart_id)
    assert (await shown(scope, cart_id))["discount_total"] == 0
    with pytest.raises(UnknownCode):
        await change_promotions(scope, cart_id, ["TEN"])


async def test_a_fixed_amount_is_for_its_currency(scope: Scope, shop: SmallShop) -> None:
    await offered(scope, "TEN", currency_code="usd")
    cart_id = await a_cart(scope, shop, ["TEN"])
    assert codes(await shown(scope, cart_id)) == set()


@pytest.mark.parametrize(
    ("attribute", "value", "fits"),
    [
        ("items.product.id", "teapot", True),
        ("items.product.id", "mug", False),
        ("items.variant_sku", "teapot", True),
        ("items.product.shipping_profile.id", "profile", True),
        ("items.product.tags.id", "ptag_x", False),
        ("product.id", "teapot", True),
        ("items.variant.calculated_price.calculated_amount", "100", True),
        ("items.subtotal", "200", True),
        ("items.a.b.c.d.e.f.g.h.i", "x", False),
        ("items.nothing", "x", False),
        ("items.*; DROP TABLE cart", "x", False),
    ],
)
async def test_target_rules_look_at_the_lines_through_all_rooms(scope: Scope, shop: SmallShop, attribute: str, value: str, fits: bool) -> None:
    # given
    known = {**shop.products, "profile": shop.shipping_profile_id}
    value = value if attribute.endswith("sku") else known.get(value, value)
    method = NewMethod(type="fixed", target_type="items", allocation="each", value=Decimal(10), max_quantity=9, target_rules=[a_rule(attribute, value)])
    await offered(scope, "TEN", method=method)
    # when
    cart_id = await a_cart(scope, shop, ["TEN"], teapot=2)
    # then
    assert (await shown(scope, cart_id))["discount_total"] == (Decimal("23.8") if fits else 0)


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (("region.id", "in", "region"), True),
        (("region.id", "ne", "region"), False),
        (("sales_channel_id", "eq", "channel"), True),
        (("shipping_address.country_code", "in", "de"), True),
        (("currency_code", "eq", "eur"), True),
        (("customer.groups.id", "in", "friends"), False),
        (("item_total", "gte", "238"), True),
        (("item_total", "gt", "238"), False),
        (("items.quantity", "gte", "2"), True),
    ],
)
async def test_rules_look_at_the_cart(scope: Scope, shop: SmallShop, rule: tuple[str, Any, str], fits: bool) -> None:
    # given
    attribute, operator, value = rule
    value = {"region": shop.region_id, "channel": shop.sales_channel_id}.get(value, value)
    await offered(scope, "TEN", rules=[NewRule(attribute=attribute, operator=operator, values=[value])])
    # when
    cart_id = await a_cart(scope, shop, ["TEN"], teapot=2)
    # then
    assert codes(await shown(scope, cart_id)) == ({"TEN"} if fits else set())


async def test_a_group_of_customers_pays_less(scope: Scope, shop: SmallShop) -> None:
    # given
    group = await create_group(scope, "Friends")
    customer = await scope[CustomerService].customers.create(Customer(email="grace@example.com", has_account=True))
    await change_group_members(scope, group.id, add=[customer.id])
    await offered(scope, "FRIENDS", is_automatic=True, rules=[a_rule("customer.groups.id", group.id)])
    items = [NewItem(variant_id=shop.variants["teapot"], quantity=1)]
    theirs = NewCart(region_id=shop.region_id, sales_channel_id=shop.sales_channel_id, customer_id=customer.id, items=items)
    # then
    assert codes(await shown(scope, (await create_cart(scope, theirs)).id)) == {"FRIENDS"}
    assert codes(await shown(scope, await a_cart(scope, shop))) == set()


async def test_what_is_not_discountable_costs_what_it_costs(scope: Scope, shop: SmallShop) -> None:
    await scope.value("UPDATE product SET discountable = false WHERE id = $1", shop.products["mug"])
    await offered(scope, "TEN", method=NewMethod(type="percentage", target_type="order", value=Decimal(10)))
    cart_id = await a_cart(scope, shop, ["TEN"], teapot=1, mug=1)
    off = {item["variant_sku"]: [each["amount"] for each in item["adjustments"]] for item in (await shown(scope, cart_id))["items"]}
    assert off == {"teapot": [10], "mug": []}


async def test_a_campaign_begins_and_ends(scope: Scope, shop: SmallShop) -> None:
    # given
    promotion = await offered(scope, "TEN", campaign=NewCampaign(name="Spring", campaign_identifier="spring", starts_at=utcnow()))
    cart_id = await a_cart(scope, shop, ["TEN"])
    assert codes(await shown(scope, cart_id)) == {"TEN"}
    # when
    await scope[PromotionService].campaigns.update(promotion.campaign_id or "", ends_at=utcnow())
    await refresh_cart(scope, cart_id)
    # then
    assert codes(await shown(scope, cart_id)) == set()


async def test_a_budget_of_money_pays_no_more_than_it_has(scope: Scope, shop: SmallShop) -> None:
    # given 25 for discounts of 10 a piece on each of two lines: the second time it pays for one line only
    budget = NewBudget(type="spend", limit=Decimal(25), currency_code="eur")
    each = NewMethod(type="fixed", target_type="items", allocation="each", value=Decimal(10), max_quantity=1, currency_code="eur")
    await offered(scope, "TEN", method=each, campaign=NewCampaign(name="Spring", campaign_identifier="spring", budget=budget))
    ready = [await ready_cart(scope, shop, {"teapot": 1, "mug": 1}) for _ in range(2)]
    # when
    for cart_id in ready:
        await change_promotions(scope, cart_id, ["TEN"])
        await pay_anew(scope, cart_id)
        await complete_cart(scope, cart_id)
    # then
    assert [(await shown(scope, cart_id))["discount_total"] for cart_id in ready] == [Decimal("23.8"), 0]
    assert [each.used for each in await scope[PromotionService].budgets.list()] == [20]


async def pay_anew(scope: Scope, cart_id: str) -> None:
    """A payment session for what the cart costs now: the one it had was closed with the old amount."""
    collection = await create_payment_collection(scope, cart_id)
    await create_payment_session(scope, collection.id, "pp_system_default", {})


async def test_the_payment_follows_the_discount(scope: Scope, shop: SmallShop) -> None:
    await offered(scope, "TEN")
    cart_id = await ready_cart(scope, shop, {"teapot": 1})
    await change_promotions(scope, cart_id, ["TEN"])
    fields = ["payment_collection.amount", "payment_collection.payment_sessions.id"]
    (cart,) = await scope.query.graph("cart", fields=fields, filters={"id": cart_id})
    assert cart["payment_collection"]["amount"] == Decimal(119)
    assert cart["payment_collection"]["payment_sessions"] == []


async def test_an_order_keeps_its_discounts_and_its_promotions(scope: Scope, shop: SmallShop) -> None:
    # given
    promotion = await offered(scope, "TEN")
    await offered(scope, "POST", method=FREE_POST)
    cart_id = await ready_cart(scope, shop, {"teapot": 1})
    await change_promotions(scope, cart_id, ["TEN", "POST"])
    await pay_anew(scope, cart_id)
    # when
    order_id = await complete_cart(scope, cart_id)
    # then
    fields = [*FIELDS, "summary", "promotion.code"]
    (order,) = await scope.query.graph("order", fields=fields, filters={"id": order_id})
    assert (codes(order), order["total"], order["summary"]["current_order_total"]) == ({"TEN", "POST"}, Decimal("107.1"), Decimal("107.1"))
    assert {each["code"] for each in order["promotion"]} == {"TEN", "POST"}
    ((adjustment,),) = [item["adjustments"] for item in order["items"]]
    assert (adjustment["code"], adjustment["promotion_id"], adjustment["amount"], adjustment["version"]) == ("TEN", promotion.id, 10, 1)
    assert [each["amount"] for each in order["shipping_methods"][0]["adjustments"]] == [10]


async def test_a_discount_that_no_promotion_made_stays(scope: Scope, shop: SmallShop) -> None:
    # given
    cart_id = await a_cart(scope, shop)
    (line,) = await scope[CartService].items.list(cart_id=cart_id)
    await scope[CartService].item_adjustments.create(LineItemAdjustment(item_id=line.id, amount=Decimal(95), description="A scratch"))
    await offered(scope, "TEN")
    # when
    await change_promotions(scope, cart_id, ["TEN"])
    # then
    (item,) = (await shown(scope, cart_id))["items"]
    assert {(each["code"], each["amount"]) for each in item["adjustments"]} == {(None, 95), ("TEN", 5)}


async def test_a_shop_may_tell_rules_more_than_carts_know(scope: Scope, shop: SmallShop, app: App) -> None:
    # given
    tried: list[list[str]] = []

    async def weather(_: Scope, *, cart: Any, promo_codes: list[str]) -> dict[str, Any]:
        tried.append(promo_codes)
        return {"weather": "rain" if cart.items else "sun"}

    app.hooks[refresh_promotions.name, "setPromotionContext"] = [refresh_promotions.hook("setPromotionContext")(weather)]
    await offered(scope, "RAIN", is_automatic=True, rules=[a_rule("weather", "rain")])
    await offered(scope, "TEN", rules=[a_rule("weather", "snow")])
    try:
        # when
        cart_id = await a_cart(scope, shop)
        await change_promotions(scope, cart_id, ["TEN"])
    finally:
        del app.hooks[refresh_promotions.name, "setPromotionContext"]
    # then
    assert codes(await shown(scope, cart_id)) == {"RAIN"}
    assert tried == [[], ["RAIN", "TEN"]]


@pytest.mark.parametrize("lines", [1, 30])
async def test_statements_grow_neither_with_the_lines_nor_with_the_promotions(scope: Scope, lines: int) -> None:
    # given
    names = [f"thing-{number}" for number in range(lines)]
    shop = await open_shop(scope, dict.fromkeys(names, 5))
    cart_id = await a_cart(scope, shop, **dict.fromkeys(names, 1))
    without = await _statements(scope, cart_id)
    rules = [a_rule("items.product.shipping_profile.id", shop.shipping_profile_id)]
    each = NewMethod(type="fixed", target_type="items", allocation="each", value=Decimal(1), max_quantity=1, target_rules=rules)
    for number in range(lines):
        await offered(scope, f"TEN {number}", is_automatic=True, method=each)
    # when
    first, second = await _statements(scope, cart_id), await _statements(scope, cart_id)
    # then: reading the cart, taxes, asking for promotions; facts for the rules, discounts, links; and nothing to write the second time
    assert (without, first, second) == (3, 6, 4)
    assert (await shown(scope, cart_id))["discount_total"] == Decimal("1.19") * lines * lines


async def _statements(scope: Scope, cart_id: str) -> int:
    before = scope.app.database.statements
    await refresh_cart(scope, cart_id)
    return scope.app.database.statements - before


async def test_a_quantity_brings_a_gift(scope: Scope, shop: SmallShop) -> None:
    # given
    rule = a_rule("items.product.id", shop.products["teapot"])
    gift = NewMethod(
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
    await offered(scope, "GIFT", method=gift, type="buyget", is_automatic=True)
    cart_id = await a_cart(scope, shop, teapot=2)
    assert codes(await shown(scope, cart_id)) == set()
    # when
    (line,) = await scope[CartService].items.list(cart_id=cart_id)
    await update_line_item(scope, cart_id, line.id, quantity=3)
    # then
    assert (await shown(scope, cart_id))["discount_total"] == Decimal(119)
