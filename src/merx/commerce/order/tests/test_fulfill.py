"""Parcels of an order. The lifecycle is the contract's recorded one: `golden_orders.json`, "partial fulfillment, cancel fulfillment"."""

from decimal import Decimal
from typing import Any

import pytest

from merx.commerce.cart.workflows import ChosenOption, add_shipping_methods, complete_cart
from merx.commerce.factories import SmallShop, open_shop, placed_order, ready_cart
from merx.commerce.fulfillment import FulfillmentService, NewOptionPrice, NewOptionType, NewShippingOption
from merx.commerce.fulfillment.workflows import create_shipping_option, create_shipping_profile
from merx.commerce.order.errors import ItemNotOnOrder, OrderNotFound, TooManyPieces, WrongStage
from merx.commerce.order.workflows import NewParcel, Pieces, cancel_order_fulfillment, create_order_fulfillment, create_order_shipment, mark_order_as_delivered
from merx.commerce.payment.workflows import create_payment_collection, create_payment_session
from merx.commerce.product.links import product_shipping_profile
from merx.framework.errors import InvalidData
from merx.framework.scope import Scope

FIELDS = ["*", "payment_status", "fulfillment_status", "items.*", "items.detail.*", "items.quantity"]


async def an_order(scope: Scope, pieces: int = 3) -> tuple[SmallShop, str, str]:
    shop = await open_shop(scope, {"shirt": 10})
    order_id = await placed_order(scope, shop, {"shirt": pieces})
    (order,) = await scope.query.graph("order", fields=FIELDS, filters={"id": order_id})
    return shop, order_id, order["items"][0]["id"]


async def state(scope: Scope, order_id: str) -> dict[str, Any]:
    (order,) = await scope.query.graph("order", fields=FIELDS, filters={"id": order_id})
    (level,) = await scope.query.graph("inventory_level", fields=["stocked_quantity", "reserved_quantity"])
    detail = order["items"][0]["detail"]
    return {
        "version": order["version"],
        "fulfillment_status": order["fulfillment_status"],
        "quantity": order["items"][0]["quantity"],
        "fulfilled": detail["fulfilled_quantity"],
        "shipped": detail["shipped_quantity"],
        "delivered": detail["delivered_quantity"],
        "stocked": level["stocked_quantity"],
        "reserved": level["reserved_quantity"],
    }


def expected(version: int, status: str, *, fulfilled: int = 0, shipped: int = 0, delivered: int = 0, stocked: int = 10, reserved: int = 3) -> dict[str, Any]:
    names = {"version": version, "fulfillment_status": status, "quantity": 3, "fulfilled": fulfilled, "shipped": shipped}
    return names | {"delivered": delivered, "stocked": stocked, "reserved": reserved}


async def test_the_recorded_lifecycle(scope: Scope) -> None:
    _, order_id, line = await an_order(scope)
    assert await state(scope, order_id) == expected(1, "not_fulfilled")

    parcel = await create_order_fulfillment(scope, order_id, NewParcel(items=[Pieces(line, Decimal(1))]))
    assert await state(scope, order_id) == expected(2, "partially_fulfilled", fulfilled=1, stocked=9, reserved=2)

    await cancel_order_fulfillment(scope, order_id, parcel)
    assert await state(scope, order_id) == expected(3, "canceled")

    parcel = await create_order_fulfillment(scope, order_id, NewParcel(items=[Pieces(line, Decimal(3))]))
    assert await state(scope, order_id) == expected(4, "fulfilled", fulfilled=3, stocked=7, reserved=0)

    await create_order_shipment(scope, order_id, parcel, [Pieces(line, Decimal(3))])
    shipped = expected(5, "shipped", fulfilled=3, shipped=3, stocked=7, reserved=0)
    assert await state(scope, order_id) == shipped

    with pytest.raises(WrongStage, match=r"The fulfillment has already been shipped\. Shipped fulfillments cannot be canceled"):
        await cancel_order_fulfillment(scope, order_id, parcel)
    with pytest.raises(TooManyPieces):
        await create_order_fulfillment(scope, order_id, NewParcel(items=[Pieces(line, Decimal(1))]))
    assert await state(scope, order_id) == shipped

    await mark_order_as_delivered(scope, order_id, parcel)
    assert await state(scope, order_id) == expected(6, "delivered", fulfilled=3, shipped=3, delivered=3, stocked=7, reserved=0)


@pytest.mark.parametrize("pieces", [Decimal(4), Decimal(0), Decimal(-1)])
async def test_pieces_that_are_not_there_cannot_be_packed_and_nothing_moves(scope: Scope, pieces: Decimal) -> None:
    # given
    _, order_id, line = await an_order(scope)
    before = await state(scope, order_id)
    # when
    with pytest.raises(TooManyPieces):
        await create_order_fulfillment(scope, order_id, NewParcel(items=[Pieces(line, pieces)]))
    # then
    assert await state(scope, order_id) == before


async def test_lines_of_others_and_orders_of_nobody_are_refused(scope: Scope) -> None:
    _, order_id, _ = await an_order(scope)
    with pytest.raises(ItemNotOnOrder):
        await create_order_fulfillment(scope, order_id, NewParcel(items=[Pieces("ordli_other", Decimal(1))]))
    with pytest.raises(OrderNotFound):
        await create_order_fulfillment(scope, "order_other", NewParcel(items=[Pieces("ordli_other", Decimal(1))]))


async def test_each_version_can_still_be_read(scope: Scope) -> None:
    # given
    _, order_id, line = await an_order(scope)
    # when
    await create_order_fulfillment(scope, order_id, NewParcel(items=[Pieces(line, Decimal(2))]))
    # then
    rows = await scope.query.graph("order_item", fields=["version", "fulfilled_quantity"], filters={"order_id": order_id}, order="version")
    assert [(row["version"], row["fulfilled_quantity"]) for row in rows] == [(1, 0), (2, 2)]
    changes = await scope.query.graph("order_change", fields=["version", "change_type", "status", "actions.action"], filters={"order_id": order_id})
    assert [(c["version"], c["change_type"], c["status"], [a["action"] for a in c["actions"]]) for c in changes] == [
        (2, "fulfillment", "confirmed", ["FULFILL_ITEM"])
    ]


async def test_no_more_is_sent_than_the_parcel_holds(scope: Scope) -> None:
    # given two parcels of one piece each
    _, order_id, line = await an_order(scope)
    first, _ = [await create_order_fulfillment(scope, order_id, NewParcel(items=[Pieces(line, Decimal(1))])) for _ in range(2)]
    before = await state(scope, order_id)
    # when
    for too_many in ([Pieces(line, Decimal(2))], [Pieces(line, Decimal(1)), Pieces(line, Decimal(1))]):
        with pytest.raises(TooManyPieces):
            await create_order_shipment(scope, order_id, first, too_many)
    # then
    assert await state(scope, order_id) == before


async def two_ways(scope: Scope) -> tuple[SmallShop, str, dict[str, str], str]:
    """An order of a shirt by post and an anvil by a forwarder, from a yard; its lines by SKU, and the forwarder's option."""
    shop = await open_shop(scope, {"shirt": 10, "anvil": 10})
    heavy = await create_shipping_profile(scope, "Heavy", "heavy")
    await product_shipping_profile.add(scope, [(shop.products["shirt"], shop.shipping_profile_id)])
    await product_shipping_profile.add(scope, [(shop.products["anvil"], heavy.id)])
    zone = (await scope[FulfillmentService].service_zones.list())[0]
    new = NewShippingOption(
        name="Forwarder",
        service_zone_id=zone.id,
        shipping_profile_id=heavy.id,
        provider_id="manual_manual",
        type=NewOptionType(label="Forwarder", code="forwarder"),
        prices=[NewOptionPrice(currency_code="eur", amount=Decimal(90))],
    )
    forwarder = (await create_shipping_option(scope, new)).id
    cart_id = await ready_cart(scope, shop, {"shirt": 1, "anvil": 1})
    await add_shipping_methods(scope, cart_id, [ChosenOption(option_id=forwarder)])
    collection = await create_payment_collection(scope, cart_id)
    await create_payment_session(scope, collection.id, "pp_system_default", {})
    order_id = await complete_cart(scope, cart_id)
    (order,) = await scope.query.graph("order", fields=["items.variant_sku"], filters={"id": order_id})
    return shop, order_id, {line["variant_sku"]: line["id"] for line in order["items"]}, forwarder


async def parcels(scope: Scope, order_id: str) -> list[str]:
    (order,) = await scope.query.graph("order", fields=["fulfillments.shipping_option_id"], filters={"id": order_id})
    return [parcel["shipping_option_id"] for parcel in order["fulfillments"]]


async def test_goods_go_the_way_that_was_chosen_for_their_like(scope: Scope) -> None:
    # given
    shop, order_id, lines, forwarder = await two_ways(scope)
    # when
    await create_order_fulfillment(scope, order_id, NewParcel(items=[Pieces(lines["anvil"], Decimal(1))]))
    await create_order_fulfillment(scope, order_id, NewParcel(items=[Pieces(lines["shirt"], Decimal(1))]))
    # then
    assert await parcels(scope, order_id) == [forwarder, shop.shipping_option_id]


async def test_goods_of_two_kinds_are_not_one_parcel_unless_somebody_says_so(scope: Scope) -> None:
    # given
    shop, order_id, lines, forwarder = await two_ways(scope)
    both = [Pieces(lines["shirt"], Decimal(1)), Pieces(lines["anvil"], Decimal(1))]
    # when
    said = f"Shipping profile {shop.shipping_profile_id} does not match the shipping profile of the order item {lines['anvil']}"
    with pytest.raises(InvalidData, match=said):
        await create_order_fulfillment(scope, order_id, NewParcel(items=both))
    with pytest.raises(InvalidData, match="Shipping option so_x does not exist"):
        await create_order_fulfillment(scope, order_id, NewParcel(items=both, shipping_option_id="so_x"))
    # then
    assert await parcels(scope, order_id) == []
    # when
    await create_order_fulfillment(scope, order_id, NewParcel(items=both, shipping_option_id=forwarder))
    # then
    assert await parcels(scope, order_id) == [forwarder]
