"""Pieces that leave for a customer, and come back."""

from decimal import Decimal

import pytest

from merx.commerce.inventory import InventoryService, LevelNotFound, NotEnoughStock, NotReserved
from merx.commerce.inventory.tests.stock import Warehouse, warehouse
from merx.commerce.inventory.workflows import LineToReserve, delete_reservation, put_back_to_stock, reserve_inventory, take_from_stock, update_reservation
from merx.commerce.order import OrderLineItem
from merx.commerce.product import ProductVariant
from merx.framework.data import create_all
from merx.framework.scope import Scope


async def sold(shop: Warehouse, variant: ProductVariant, quantity: int) -> OrderLineItem:
    line = OrderLineItem(title=variant.title, variant_id=variant.id, unit_price=Decimal(1))
    await create_all(shop.scope, [line])
    await reserve_inventory(shop.scope, shop.channel.id, [LineToReserve(line_item_id=line.id, variant_id=variant.id, quantity=Decimal(quantity))])
    return line


async def reserved(scope: Scope) -> list[int]:
    return [int(each.quantity) for each in await scope[InventoryService].reservations.list()]


async def test_what_leaves_is_neither_stocked_nor_reserved(scope: Scope) -> None:
    # given
    shop = await warehouse(scope)
    line = await sold(shop, await shop.simple(10), 5)
    # when
    (taken,) = await take_from_stock(scope, [(line.id, Decimal(2))])
    # then
    assert (taken.line_item_id, taken.location_id, taken.quantity) == (line.id, shop.locations[0].id, Decimal(2))
    assert await shop.counts() == [(8, 3)]
    assert await reserved(scope) == [3]
    # when the rest leaves
    await take_from_stock(scope, [(line.id, Decimal(3))])
    assert await shop.counts() == [(5, 0)]
    assert await reserved(scope) == []


async def test_of_a_kit_every_part_leaves(scope: Scope) -> None:
    # given
    shop = await warehouse(scope)
    line = await sold(shop, await shop.variant([(await shop.item(12), 4), (await shop.item(3), 1)]), 3)
    # when
    await take_from_stock(scope, [(line.id, Decimal(2))])
    # then
    assert await shop.counts() == [(4, 4), (1, 1)]


async def test_putting_back_makes_it_as_it_was(scope: Scope) -> None:
    # given
    shop = await warehouse(scope)
    line = await sold(shop, await shop.variant([(await shop.item(12), 4), (await shop.item(3), 1)]), 3)
    before = await shop.counts()
    await take_from_stock(scope, [(line.id, Decimal(3))])
    # when
    await put_back_to_stock(scope, [(line.id, Decimal(3))], location_id=shop.locations[0].id)
    # then
    assert await shop.counts() == before == [(12, 12), (3, 3)]
    assert sorted(await reserved(scope)) == [3, 12]


async def test_another_location_gives_only_what_is_free_there(scope: Scope) -> None:
    # given
    shop = await warehouse(scope, 3)
    line = await sold(shop, await shop.simple(10, 2), 5)
    second, third = shop.locations[1].id, shop.locations[2].id
    # when
    with pytest.raises(NotEnoughStock):
        await take_from_stock(scope, [(line.id, Decimal(3))], location_id=second)
    with pytest.raises(LevelNotFound):
        await take_from_stock(scope, [(line.id, Decimal(1))], location_id=third)
    assert await shop.counts() == [(10, 5), (2, 0)]
    await take_from_stock(scope, [(line.id, Decimal(2))], location_id=second)
    # then
    assert await shop.counts() == [(10, 3), (0, 0)]


async def test_two_lines_do_not_take_the_same_pieces_of_another_location(scope: Scope) -> None:
    # given two pieces each, of which the other shelf has three free
    shop = await warehouse(scope, 2)
    variant = await shop.simple(10, 3)
    first, second = [await sold(shop, variant, 2) for _ in range(2)]
    # when
    with pytest.raises(NotEnoughStock):
        await take_from_stock(scope, [(first.id, Decimal(2)), (second.id, Decimal(2))], location_id=shop.locations[1].id)
    # then
    assert await shop.counts() == [(10, 4), (3, 0)]
    assert await reserved(scope) == [2, 2]


async def test_a_line_that_is_named_twice_takes_no_more_than_is_set_aside_for_it(scope: Scope) -> None:
    # given
    shop = await warehouse(scope)
    line = await sold(shop, await shop.simple(10), 3)
    # when
    with pytest.raises(NotReserved):
        await take_from_stock(scope, [(line.id, Decimal(2)), (line.id, Decimal(2))])
    # then
    assert await shop.counts() == [(10, 3)]


async def test_what_is_set_aside_where_the_parcel_is_packed_goes_first(scope: Scope) -> None:
    # given a line whose pieces come from two shelves
    shop = await warehouse(scope, 2)
    line = await sold(shop, await shop.simple(3, 2), 5)
    # when
    await take_from_stock(scope, [(line.id, Decimal(2))], location_id=shop.locations[1].id)
    # then
    assert await shop.counts() == [(3, 3), (0, 0)]


async def test_what_may_be_owed_leaves_any_location(scope: Scope) -> None:
    # given five pieces that the first shelf owes
    shop = await warehouse(scope, 2)
    line = await sold(shop, await shop.simple(1, 0, allow_backorder=True), 5)
    # when
    await take_from_stock(scope, [(line.id, Decimal(2))], location_id=shop.locations[1].id)
    # then
    assert await shop.counts() == [(1, 3), (-2, 0)]


async def test_more_of_what_may_be_owed_is_set_aside_by_hand_and_a_level_says_what_is_available(scope: Scope) -> None:
    # given five pieces of which the shelf has one
    shop = await warehouse(scope)
    await sold(shop, await shop.simple(1, allow_backorder=True), 5)
    (reservation,) = await scope[InventoryService].reservations.list()
    # when
    await update_reservation(scope, reservation.id, {"quantity": Decimal(7)})
    # then
    assert await shop.counts() == [(1, 7)]
    (level,) = await scope.query.graph("inventory_level", fields=["available_quantity"])
    assert level["available_quantity"] == -6


async def test_lines_that_nobody_counts_take_nothing(scope: Scope) -> None:
    shop = await warehouse(scope)
    line = await sold(shop, await shop.variant([], manage_inventory=False), 5)
    assert await take_from_stock(scope, [(line.id, Decimal(5))]) == []
    await put_back_to_stock(scope, [(line.id, Decimal(5))], location_id=shop.locations[0].id)
    assert await shop.counts() == []


@pytest.mark.parametrize("held", [0, 1])
async def test_pieces_that_are_not_set_aside_for_a_line_do_not_leave(scope: Scope, held: int) -> None:
    # given a line of which somebody gave pieces up
    shop = await warehouse(scope)
    line = await sold(shop, await shop.simple(10), 5)
    (reservation,) = await scope[InventoryService].reservations.list()
    await (update_reservation(scope, reservation.id, {"quantity": Decimal(held)}) if held else delete_reservation(scope, reservation.id))
    # when
    with pytest.raises(NotReserved) as refused:
        await take_from_stock(scope, [(line.id, Decimal(2))])
    # then
    expected = (
        f"Quantity to fulfill exceeds the reserved quantity for the item: {line.id}" if held else f"No stock reservation found for item {line.id} - Blue (None)"
    )
    assert refused.value.message == expected
    assert await shop.counts() == [(10, held)]
