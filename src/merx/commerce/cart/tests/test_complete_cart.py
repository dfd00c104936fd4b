"""A cart becomes an order: all of it, once, or nothing."""

import asyncio
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from merx.commerce.cart.errors import CartCompleted, CartNotFound, NotReadyToComplete
from merx.commerce.cart.workflows import NewCart, NewItem, add_line_items, complete_cart, create_cart
from merx.commerce.factories import SmallShop, open_shop, placed_order, ready_cart
from merx.commerce.inventory import InsufficientInventory
from merx.commerce.order.links import order_cart
from merx.framework.app import App
from merx.framework.scope import Scope

ROWS = ("order", "order_line_item", "order_item", "order_address", "reservation_item", "payment", "order_cart", "order_summary", "event")


async def books(scope: Scope) -> dict[str, Any]:
    """What completion may change, counted."""
    counts = {name: await scope.value(f'SELECT count(*) FROM "{name}"') for name in ROWS}
    reserved = await scope.value("SELECT sum(reserved_quantity) FROM inventory_level")
    completed = await scope.value("SELECT count(*) FROM cart WHERE completed_at IS NOT NULL")
    return {**counts, "reserved": reserved, "completed": completed}


async def test_a_ready_cart_becomes_an_order_with_everything_that_belongs_to_it(scope: Scope) -> None:
    # given
    shop = await open_shop(scope, {"teapot": 3, "mug": 10})
    cart_id = await ready_cart(scope, shop, {"teapot": 2, "mug": 1})
    # when
    order_id = await complete_cart(scope, cart_id)
    # then
    fields = ["*", "total", "items.*", "items.quantity", "shipping_address.*", "payment_collections.status", "cart.id", "payment_status", "fulfillment_status"]
    (order,) = await scope.query.graph("order", fields=fields, filters={"id": order_id})
    assert order["display_id"] == 1
    assert order["email"] == "ada@example.com"
    assert order["total"] == Decimal("368.9")  # (3 x 100 + 10) x 1.19
    assert {(item["variant_sku"], item["quantity"], item["unit_price"]) for item in order["items"]} == {("teapot", 2, 100), ("mug", 1, 100)}
    assert order["shipping_address"]["city"] == "Berlin"
    assert order["cart"]["id"] == cart_id
    assert (order["payment_status"], order["fulfillment_status"]) == ("authorized", "not_fulfilled")
    levels = await scope.query.graph("inventory_level", fields=["inventory_item.sku", "stocked_quantity", "reserved_quantity"])
    assert {(lv["inventory_item"]["sku"], lv["stocked_quantity"], lv["reserved_quantity"]) for lv in levels} == {("teapot", 3, 2), ("mug", 10, 1)}


async def test_completing_again_gives_the_same_order_and_changes_nothing(scope: Scope) -> None:
    # given
    shop = await open_shop(scope, {"teapot": 3})
    cart_id = await ready_cart(scope, shop, {"teapot": 1})
    order_id = await complete_cart(scope, cart_id)
    before = await books(scope)
    # when
    again = await complete_cart(scope, cart_id)
    # then
    assert again == order_id
    assert await books(scope) == before


async def test_ten_completions_of_one_cart_at_once_make_one_order(app: App) -> None:
    # given
    shop = await open_shop(app.scope(), {"teapot": 3})
    cart_id = await ready_cart(app.scope(), shop, {"teapot": 1})
    # when
    orders = await asyncio.gather(*(complete_cart(app.scope(), cart_id) for _ in range(10)))
    # then
    assert len(set(orders)) == 1
    assert (await books(app.scope()))["order"] == 1
    assert (await books(app.scope()))["reserved"] == 1


async def test_the_database_refuses_a_second_order_of_a_cart(app: App) -> None:
    """Should two completions ever pass the cart's lock, the later one fails as a whole."""
    # given
    shop = await open_shop(app.scope(), {"teapot": 3})
    cart_id = await ready_cart(app.scope(), shop, {"teapot": 1})
    order_id = await complete_cart(app.scope(), cart_id)
    before = await books(app.scope())
    # when
    with pytest.raises(asyncpg.UniqueViolationError) as refused:
        await order_cart.add(app.scope(), [("order_second", cart_id)])
    # then
    assert refused.value.constraint_name == "order_cart_cart_id_key"
    assert await books(app.scope()) == before
    assert await order_cart.pairs(app.scope(), right=cart_id) == [(order_id, cart_id)]


async def test_a_piece_too_many_is_refused_and_nothing_moves(scope: Scope) -> None:
    # given two carts for the last piece
    shop = await open_shop(scope, {"teapot": 1})
    first, second = await ready_cart(scope, shop, {"teapot": 1}), await ready_cart(scope, shop, {"teapot": 1})
    await complete_cart(scope, first)
    before = await books(scope)
    # when
    with pytest.raises(InsufficientInventory) as refused:
        await complete_cart(scope, second)
    # then
    assert (refused.value.type, refused.value.code) == ("not_allowed", "insufficient_inventory")
    assert await books(scope) == before


async def test_twenty_carts_for_five_pieces_make_five_orders(app: App) -> None:
    # given
    shop = await open_shop(app.scope(), {"teapot": 5})
    carts = [await ready_cart(app.scope(), shop, {"teapot": 1}) for _ in range(20)]
    # when
    ends = await asyncio.gather(*(complete_cart(app.scope(), cart) for cart in carts), return_exceptions=True)
    # then
    assert sum(isinstance(end, str) for end in ends) == 5
    assert sum(isinstance(end, InsufficientInventory) for end in ends) == 15
    found = await books(app.scope())
    assert (found["order"], found["reserved"], found["payment"], found["completed"]) == (5, 5, 5, 5)


@pytest.fixture
async def shop(scope: Scope) -> SmallShop:
    return await open_shop(scope, {"teapot": 3})


async def a_cart(scope: Scope, shop: SmallShop, pieces: int) -> str:
    items = [NewItem(variant_id=shop.variants["teapot"], quantity=pieces)] if pieces else []
    return (await create_cart(scope, NewCart(region_id=shop.region_id, sales_channel_id=shop.sales_channel_id, items=items))).id


@pytest.mark.usefixtures("shop")
async def test_a_cart_that_does_not_exist_is_not_found(scope: Scope) -> None:
    with pytest.raises(CartNotFound):
        await complete_cart(scope, "cart_nowhere")


@pytest.mark.parametrize(
    ("pieces", "message"),
    [
        (0, "Cannot complete cart without items. Add at least one line item first."),
        (1, "Payment collection has not been initiated for cart"),
    ],
)
async def test_what_is_missing_is_named_and_nothing_moves(scope: Scope, shop: SmallShop, pieces: int, message: str) -> None:
    # given
    cart_id = await a_cart(scope, shop, pieces)
    before = await books(scope)
    # when
    with pytest.raises(NotReadyToComplete, match=message):
        await complete_cart(scope, cart_id)
    # then
    assert await books(scope) == before


async def test_a_completed_cart_takes_nothing_more(scope: Scope, shop: SmallShop) -> None:
    # given
    cart_id = await ready_cart(scope, shop, {"teapot": 1})
    await complete_cart(scope, cart_id)
    # when, then
    with pytest.raises(CartCompleted):
        await add_line_items(scope, cart_id, [NewItem(variant_id=shop.variants["teapot"], quantity=1)])


async def test_each_order_has_the_next_number(scope: Scope, shop: SmallShop) -> None:
    orders = [await placed_order(scope, shop, {"teapot": 1}) for _ in range(3)]
    found = await scope.query.graph("order", fields=["id", "display_id"], order="display_id")
    assert [(each["id"], each["display_id"]) for each in found] == list(zip(orders, [1, 2, 3], strict=True))
