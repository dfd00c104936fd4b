"""Pieces are promised once, and only where they are."""

import asyncio
from decimal import Decimal

import pytest

from merx.commerce.inventory import InsufficientInventory, InventoryService, LineToReserve, NoInventoryItems, NotSoldFrom, ReservationItem, allocate
from merx.commerce.inventory.tests.stock import warehouse
from merx.commerce.inventory.workflows import confirm_inventory, release_reservations, reserve_inventory, update_levels
from merx.commerce.inventory.workflows.availability import countable
from merx.framework.app import App
from merx.framework.scope import Scope


def line(number: int, variant_id: str, quantity: int = 1) -> LineToReserve:
    return LineToReserve(line_item_id=f"ordli_{number}", variant_id=variant_id, quantity=Decimal(quantity))


async def test_a_line_gets_its_pieces_from_the_first_location_that_has_enough(scope: Scope) -> None:
    # given
    shop = await warehouse(scope, 2)
    variant = await shop.simple(2, 5)
    # when
    (made,) = await reserve_inventory(scope, shop.channel.id, [line(1, variant.id, 3)])
    # then
    assert (made.location_id, made.quantity, made.line_item_id) == (shop.locations[1].id, Decimal(3), "ordli_1")
    assert await shop.counts() == [(2, 0), (5, 3)]


async def test_a_line_that_no_location_can_fill_is_filled_by_as_few_as_can_be(scope: Scope) -> None:
    # given
    shop = await warehouse(scope, 3)
    variant = await shop.simple(2, 5, 3)
    # when
    made = await reserve_inventory(scope, shop.channel.id, [line(1, variant.id, 8)])
    # then
    assert [(each.line_item_id, each.quantity) for each in made] == [("ordli_1", Decimal(5)), ("ordli_1", Decimal(3))]
    assert await shop.counts() == [(2, 0), (5, 5), (3, 3)]


async def test_what_one_location_owes_the_others_do_not_sell(scope: Scope) -> None:
    # given a shelf of which three were promised that are not there any more
    shop = await warehouse(scope, 2)
    item = await shop.item(3, 5)
    variant = await shop.variant([(item, 1)])
    await reserve_inventory(scope, shop.channel.id, [line(1, variant.id, 3)])
    await update_levels(scope, [{"inventory_item_id": item.id, "location_id": shop.locations[0].id, "stocked_quantity": Decimal(0)}])
    # when
    with pytest.raises(InsufficientInventory) as refused:
        await reserve_inventory(scope, shop.channel.id, [line(2, variant.id, 3)])
    # then
    assert refused.value.details == {"variant_id": variant.id, "asked": Decimal(3), "free": Decimal(2)}
    await reserve_inventory(scope, shop.channel.id, [line(2, variant.id, 2)])
    assert await shop.counts() == [(0, 3), (5, 2)]


async def test_two_lines_of_one_variant_share_its_pieces(scope: Scope) -> None:
    # given
    shop = await warehouse(scope, 2)
    variant = await shop.simple(3, 2)
    # when
    await reserve_inventory(scope, shop.channel.id, [line(1, variant.id, 2), line(2, variant.id, 2)])
    # then
    assert await shop.counts() == [(3, 2), (2, 2)]


async def test_a_location_that_owes_gives_nothing_of_what_several_give_together(scope: Scope) -> None:
    # given two shelves of three, and one that owes a piece
    shop = await warehouse(scope, 3)
    variant = await shop.variant([(await shop.item(3, 3, -1), 1)])
    # when
    made = await reserve_inventory(scope, shop.channel.id, [line(1, variant.id, 5)])
    # then
    assert [each.quantity for each in made] == [3, 2]
    assert await shop.counts() == [(3, 3), (3, 2), (-1, 0)]


async def test_lines_of_two_variants_share_the_pieces_of_the_item_in_both(scope: Scope) -> None:
    # given three lids, with a pot or alone
    shop = await warehouse(scope)
    lid = await shop.item(3)
    alone, covered = await shop.variant([(lid, 1)]), await shop.variant([(lid, 1), (await shop.item(9), 1)])
    # when
    with pytest.raises(InsufficientInventory):
        await reserve_inventory(scope, shop.channel.id, [line(1, alone.id, 2), line(2, covered.id, 2)])
    with pytest.raises(InsufficientInventory):
        await confirm_inventory(scope, shop.channel.id, [(alone.id, Decimal(2)), (covered.id, Decimal(2))])
    before = await shop.counts()
    await reserve_inventory(scope, shop.channel.id, [line(1, alone.id, 2), line(2, covered.id, 1)])
    # then
    assert before == [(3, 0), (9, 0)]
    assert await shop.counts() == [(3, 3), (9, 1)]


async def test_a_piece_too_many_is_refused_and_nothing_is_reserved(scope: Scope) -> None:
    # given
    shop = await warehouse(scope)
    many, few = await shop.simple(9), await shop.simple(1)
    # when
    with pytest.raises(InsufficientInventory) as refused:
        await reserve_inventory(scope, shop.channel.id, [line(1, many.id, 5), line(2, few.id, 2)])
    # then
    assert (refused.value.type, refused.value.code, refused.value.message) == (
        "not_allowed",
        "insufficient_inventory",
        "Some variant does not have the required inventory",
    )
    assert refused.value.details == {"variant_id": few.id, "asked": Decimal(2), "free": Decimal(1)}
    assert await shop.counts() == [(9, 0), (1, 0)]
    assert await scope[InventoryService].reservations.count() == 0


async def test_what_confirm_lets_through_reserve_gives_and_what_one_refuses_the_other_does(scope: Scope) -> None:
    shop = await warehouse(scope, 2)
    variant = await shop.simple(4, 4)
    await confirm_inventory(scope, shop.channel.id, [(variant.id, Decimal(4)), (variant.id, Decimal(4))])
    with pytest.raises(InsufficientInventory):
        await confirm_inventory(scope, shop.channel.id, [(variant.id, Decimal(4)), (variant.id, Decimal(5))])
    await reserve_inventory(scope, shop.channel.id, [line(1, variant.id, 4), line(2, variant.id, 4)])
    assert await shop.counts() == [(4, 4), (4, 4)]


async def test_a_kit_takes_so_many_of_each_part(scope: Scope) -> None:
    # given
    shop = await warehouse(scope)
    cup, pot = await shop.item(12), await shop.item(3)
    kit = await shop.variant([(cup, 4), (pot, 1)])
    # when
    await reserve_inventory(scope, shop.channel.id, [line(1, kit.id, 3)])
    # then
    assert await shop.counts() == [(12, 12), (3, 3)]


async def test_a_kit_lacking_one_part_takes_none_of_the_others(scope: Scope) -> None:
    # given
    shop = await warehouse(scope)
    kit = await shop.variant([(await shop.item(12), 4), (await shop.item(2), 1)])
    # when
    with pytest.raises(InsufficientInventory):
        await reserve_inventory(scope, shop.channel.id, [line(1, kit.id, 3)])
    # then
    assert await shop.counts() == [(12, 0), (2, 0)]


async def test_backorder_is_owed_by_the_first_location(scope: Scope) -> None:
    # given
    shop = await warehouse(scope, 2)
    variant = await shop.simple(1, 2, allow_backorder=True)
    # when
    (made,) = await reserve_inventory(scope, shop.channel.id, [line(1, variant.id, 7)])
    # then
    assert (made.location_id, made.allow_backorder) == (shop.locations[0].id, True)
    assert await shop.counts() == [(1, 7), (2, 0)]


async def test_what_nobody_counts_is_always_there(scope: Scope) -> None:
    shop = await warehouse(scope)
    variant = await shop.variant([], manage_inventory=False)
    assert await reserve_inventory(scope, shop.channel.id, [line(1, variant.id, 999)]) == []


async def test_what_is_counted_and_made_of_nothing_is_not_sold(scope: Scope) -> None:
    shop = await warehouse(scope)
    variant = await shop.variant([])
    with pytest.raises(NoInventoryItems, match=f"Variant {variant.id} does not have any inventory items associated with it"):
        await confirm_inventory(scope, shop.channel.id, [(variant.id, Decimal(1))])


async def test_locations_of_other_channels_give_nothing(scope: Scope) -> None:
    # given
    shop, other = await warehouse(scope), await warehouse(scope)
    variant = await other.simple(9)
    # when
    with pytest.raises(NotSoldFrom) as refused:
        await confirm_inventory(scope, shop.channel.id, [(variant.id, Decimal(1))])
    # then
    assert (refused.value.type, refused.value.code) == ("invalid_data", None)
    assert refused.value.message == f"Sales channel {shop.channel.id} is not associated with any stock location for variant {variant.id}."
    await confirm_inventory(scope, other.channel.id, [(variant.id, Decimal(1))])


@pytest.mark.parametrize("lines", [1, 50])
async def test_statements_do_not_grow_with_the_lines(scope: Scope, lines: int) -> None:
    # given
    shop = await warehouse(scope)
    variants = [await shop.simple(5) for _ in range(lines)]
    before = scope.app.database.statements
    # when
    await confirm_inventory(scope, shop.channel.id, [(variant.id, Decimal(1)) for variant in variants])
    confirmed = scope.app.database.statements
    await reserve_inventory(scope, shop.channel.id, [line(number, variant.id) for number, variant in enumerate(variants)])
    # then, and one more for the events
    assert (confirmed - before, scope.app.database.statements - confirmed) == (1, 3 + 1)


async def test_released_pieces_are_free_again(scope: Scope) -> None:
    # given
    shop = await warehouse(scope)
    variant = await shop.simple(5)
    await reserve_inventory(scope, shop.channel.id, [line(1, variant.id, 2), line(2, variant.id, 1)])
    # when
    for _ in range(2):
        await release_reservations(scope, ["ordli_1"])
    # then
    assert await shop.counts() == [(5, 1)]
    assert [each.line_item_id for each in await scope[InventoryService].reservations.list()] == ["ordli_2"]


async def test_twenty_shoppers_race_for_five_pieces_and_five_get_one(app: App, scope: Scope) -> None:
    # given
    shop = await warehouse(scope)
    first, second = await shop.simple(5), await shop.simple(5)

    async def buy(number: int) -> bool:
        # Half of them ask in the other order: levels are locked by id all the same.
        pair = [line(number, first.id), line(number, second.id)]
        try:
            await reserve_inventory(app.scope(), shop.channel.id, pair if number % 2 else pair[::-1])
        except InsufficientInventory:
            return False
        return True

    # when
    got = await asyncio.gather(*(buy(number) for number in range(20)))
    # then
    assert sum(got) == 5
    assert await shop.counts() == [(5, 5), (5, 5)]
    assert await scope[InventoryService].reservations.count() == 10


async def test_without_the_lock_the_same_race_oversells(app: App, scope: Scope) -> None:
    """The twin of the test above: what the lock is for."""
    # given
    shop = await warehouse(scope)
    variant = await shop.simple(5)
    everybody_has_looked = asyncio.Barrier(8)

    async def buy(number: int) -> None:
        mine = app.scope()
        async with mine.transaction():
            (promise,) = allocate(await countable(mine, shop.channel.id, [variant.id]), [(variant.id, Decimal(1))])
            await everybody_has_looked.wait()
            row = ReservationItem(
                line_item_id=f"ordli_{number}", inventory_item_id=promise.inventory_item_id, location_id=promise.location_id, quantity=promise.quantity
            )
            await mine[InventoryService].reserve([row])

    # when
    await asyncio.gather(*(buy(number) for number in range(8)))
    # then
    assert await shop.counts() == [(5, 8)]
