"""What is paid is what the cart costs when it is completed, whoever changes it meanwhile."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from merx.commerce.cart import CartService, CreditLine
from merx.commerce.cart.errors import CartCompleted, NotReadyToComplete
from merx.commerce.cart.workflows import NewItem, add_line_items, complete_cart, update_cart, update_line_item
from merx.commerce.factories import SmallShop, open_shop, ready_cart
from merx.commerce.payment import ProviderNotInRegion
from merx.commerce.payment.workflows import create_payment_collection, create_payment_session
from merx.commerce.region.links import region_payment_providers
from merx.commerce.totals import payable
from merx.framework.app import App
from merx.framework.errors import AppError
from merx.framework.scope import Scope

EXPONENTS = {"jpy": 0, "eur": 2, "kwd": 3}


async def paid_and_owed(scope: Scope, order_id: str) -> tuple[list[Decimal], Decimal]:
    """The amounts of the order's payments, and its total as it can be paid."""
    fields = ["total", "currency_code", "payment_collections.amount", "payment_collections.payments.amount"]
    (order,) = await scope.query.graph("order", fields=fields, filters={"id": order_id})
    owed = payable(order["total"], EXPONENTS[order["currency_code"]])
    assert [collection["amount"] for collection in order["payment_collections"]] == [owed]
    return [payment["amount"] for collection in order["payment_collections"] for payment in collection["payments"]], owed


async def session_of(scope: Scope, cart_id: str) -> list[dict[str, Any]]:
    fields = ["payment_collection.id", "payment_collection.amount", "payment_collection.currency_code", "payment_collection.payment_sessions.amount"]
    (cart,) = await scope.query.graph("cart", fields=fields, filters={"id": cart_id})
    return cart["payment_collection"]["payment_sessions"]


@pytest.mark.parametrize(("currency_code", "price", "owed"), [("jpy", "1234", "1480"), ("eur", "33.33", "51.56"), ("kwd", "0.3337", "12.297")])
async def test_the_provider_is_asked_for_the_total_at_the_digits_of_the_currency(scope: Scope, currency_code: str, price: str, owed: str) -> None:
    # given prices without tax, and 10 for shipping
    shop = await open_shop(scope, {"teapot": 3}, price=Decimal(price), currency_code=currency_code)
    cart_id = await ready_cart(scope, shop, {"teapot": 1})
    # when
    order_id = await complete_cart(scope, cart_id)
    # then
    assert await paid_and_owed(scope, order_id) == ([Decimal(owed)], Decimal(owed))


@pytest.mark.parametrize("change", ["more", "fewer", "another line"])
async def test_a_session_opened_before_the_cart_changed_pays_for_nothing(scope: Scope, change: str) -> None:
    # given
    shop = await open_shop(scope, {"teapot": 5, "mug": 5})
    cart_id = await ready_cart(scope, shop, {"teapot": 2})
    line = await scope.value("SELECT id FROM cart_line_item")
    # when
    if change == "another line":
        await add_line_items(scope, cart_id, [NewItem(variant_id=shop.variants["mug"], quantity=1)])
    else:
        await update_line_item(scope, cart_id, line, quantity=3 if change == "more" else 1)
    # then
    assert await session_of(scope, cart_id) == []
    with pytest.raises(NotReadyToComplete, match="Payment sessions are required to complete cart"):
        await complete_cart(scope, cart_id)


async def test_a_session_for_another_amount_than_the_cart_costs_does_not_pay_for_it(scope: Scope) -> None:
    # given a credit line that code wrote, and nobody refreshed the cart
    shop = await open_shop(scope, {"teapot": 5})
    cart_id = await ready_cart(scope, shop, {"teapot": 2})
    await scope[CartService].credit_lines.create(CreditLine(cart_id=cart_id, amount=Decimal(50)))
    # when
    with pytest.raises(NotReadyToComplete, match="Payment sessions are required to complete cart"):
        await complete_cart(scope, cart_id)
    # then
    assert await scope.value("SELECT count(*) FROM payment") == 0


async def test_credit_above_the_total_leaves_nothing_to_pay(scope: Scope) -> None:
    # given
    shop = await open_shop(scope, {"teapot": 5})
    cart_id = await ready_cart(scope, shop, {"teapot": 1})
    await scope[CartService].credit_lines.create(CreditLine(cart_id=cart_id, amount=Decimal(500)))
    # when
    await add_line_items(scope, cart_id, [NewItem(variant_id=shop.variants["teapot"], quantity=1)])
    # then nobody is asked for less than nothing
    assert await scope.value("SELECT amount FROM payment_collection") == 0
    await complete_cart(scope, cart_id)
    assert await scope.value("SELECT count(*) FROM payment") == 0


async def test_a_total_below_the_smallest_coin_needs_no_payment(scope: Scope) -> None:
    # given
    shop = await open_shop(scope, {"teapot": 5}, price=Decimal("0.004"), shipping=Decimal(0), tax=Decimal(0))
    cart_id = await ready_cart(scope, shop, {"teapot": 1})
    # when
    await complete_cart(scope, cart_id)
    # then
    assert await scope.value("SELECT count(*) FROM payment") == 0


@pytest.mark.parametrize("how", ["removed from the region", "disabled"])
async def test_a_provider_that_the_region_no_longer_takes_is_not_asked(scope: Scope, how: str) -> None:
    # given
    shop = await open_shop(scope, {"teapot": 5})
    cart_id = await ready_cart(scope, shop, {"teapot": 1})
    if how == "disabled":
        await scope.rows("UPDATE payment_provider SET is_enabled = false")
    else:
        await region_payment_providers.dismiss(scope, left=shop.region_id)
    # when
    with pytest.raises(ProviderNotInRegion) as refused:
        await complete_cart(scope, cart_id)
    # then
    assert refused.value.message == f"Payment provider pp_system_default is not enabled in the cart's region {shop.region_id}."
    assert await scope.value('SELECT count(*) FROM "order"') == 0


async def attempt(work: Any) -> Any:
    try:
        return await work
    except AppError as error:
        return error


async def test_a_line_added_while_the_cart_completes_is_paid_for_or_refused(app: App) -> None:
    shop = await open_shop(app.scope(), {"teapot": 1000})
    scope, refused = app.scope(), 0
    for number in range(20):
        # given
        cart_id = await ready_cart(scope, shop, {"teapot": 1}, email=f"{number}@example.com")
        more = [NewItem(variant_id=shop.variants["teapot"], quantity=1)]
        # when
        racing = [add_line_items(app.scope(), cart_id, more), complete_cart(app.scope(), cart_id)]
        ends = await asyncio.gather(*(attempt(each) for each in (racing if number % 2 else racing[::-1])))
        # then either the cart grew and its session is gone, or it is sold as it was
        errors = [each for each in ends if isinstance(each, AppError)]
        assert len(errors) == 1
        assert isinstance(errors[0], CartCompleted | NotReadyToComplete)
        refused += isinstance(errors[0], NotReadyToComplete)
        for order_id in (each for each in ends if isinstance(each, str)):
            paid, owed = await paid_and_owed(scope, order_id)
            assert paid == [owed] == [Decimal("130.9")]
    assert await scope.value('SELECT count(*) FROM "order"') == 20 - refused


async def test_a_session_opened_while_the_cart_completes_pays_once_or_is_refused(app: App) -> None:
    shop = await open_shop(app.scope(), {"teapot": 1000})
    scope = app.scope()
    for number in range(20):
        # given
        cart_id = await ready_cart(scope, shop, {"teapot": 1}, email=f"{number}@example.com")
        collection = await create_payment_collection(scope, cart_id)
        # when
        opening = [create_payment_session(app.scope(), collection.id, "pp_system_default") for _ in range(3)]
        ends = await asyncio.gather(attempt(complete_cart(app.scope(), cart_id)), *(attempt(each) for each in opening))
        # then the cart is sold, or its session went away and may be completed with the new one
        if isinstance(ends[0], AppError):
            assert ends[0].type == "conflict", ends[0]
            ends[0] = await complete_cart(scope, cart_id)
        paid, owed = await paid_and_owed(scope, ends[0])
        assert paid == [owed]


async def test_two_changes_of_one_cart_at_once_both_stand(app: App) -> None:
    # given
    shop = await open_shop(app.scope(), {"teapot": 100, "mug": 100})
    cart_id = await ready_cart(app.scope(), shop, {"teapot": 1})
    # when
    more = [NewItem(variant_id=shop.variants["teapot"], quantity=1)]
    await asyncio.gather(*(add_line_items(app.scope(), cart_id, more) for _ in range(9)), update_cart(app.scope(), cart_id, {"email": "new@example.com"}))
    # then
    (cart,) = await app.scope().query.graph("cart", fields=["email", "items.quantity", "payment_collection.amount"], filters={"id": cart_id})
    assert (cart["email"], [item["quantity"] for item in cart["items"]]) == ("new@example.com", [10])
    assert cart["payment_collection"]["amount"] == Decimal("1201.9")


async def test_an_empty_total_does_not_excuse_from_shipping(scope: Scope) -> None:
    # given
    shop: SmallShop = await open_shop(scope, {"teapot": 5}, price=Decimal(0), shipping=Decimal(0))
    cart_id = await ready_cart(scope, shop, {"teapot": 1})
    await scope.rows("DELETE FROM cart_shipping_method")
    # when, then
    with pytest.raises(NotReadyToComplete, match="No shipping method selected"):
        await complete_cart(scope, cart_id)
