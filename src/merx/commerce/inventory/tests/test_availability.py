"""What can be sold where: counted once for many variants."""

from decimal import Decimal

from merx.commerce.inventory import LineToReserve
from merx.commerce.inventory.tests.stock import warehouse
from merx.commerce.inventory.workflows import UNLIMITED, availability, reserve_inventory
from merx.commerce.sales_channel import SalesChannel
from merx.framework.app import App
from merx.framework.data import create_all
from merx.framework.scope import Scope


async def test_what_is_free_at_the_channels_locations_is_available_there_and_nowhere_else(scope: Scope) -> None:
    # given
    shop = await warehouse(scope, 2)
    variant, elsewhere = await shop.simple(2, 5), SalesChannel(name="Market")
    await create_all(scope, [elsewhere])
    await reserve_inventory(scope, shop.channel.id, [LineToReserve(line_item_id="ordli_1", variant_id=variant.id, quantity=Decimal(3))])
    # when / then
    assert await availability(scope, [variant.id], shop.channel.id) == {variant.id: Decimal(4)}
    assert await availability(scope, [variant.id], elsewhere.id) == {variant.id: Decimal(0)}
    assert await availability(scope, [variant.id], None) == {variant.id: Decimal(4)}


async def test_what_nobody_counts_is_available_without_end(scope: Scope) -> None:
    # given
    shop = await warehouse(scope)
    uncounted, owed, kit = await shop.variant([], manage_inventory=False), await shop.simple(0, allow_backorder=True), await shop.variant([])
    # when
    found = await availability(scope, [uncounted.id, owed.id, kit.id], shop.channel.id)
    # then
    assert found == {uncounted.id: UNLIMITED, owed.id: UNLIMITED, kit.id: Decimal(0)}


async def test_variants_that_do_not_exist_are_left_out_and_many_cost_one_statement(app: App, scope: Scope) -> None:
    # given
    shop = await warehouse(scope)
    variants = [await shop.simple(count) for count in range(5)]
    before = app.database.statements
    # when
    found = await availability(scope, [*(variant.id for variant in variants), "variant_gone"], shop.channel.id)
    # then
    assert list(found.values()) == [Decimal(count) for count in range(5)]
    assert app.database.statements - before == 1
    assert await availability(scope, [], shop.channel.id) == {}
