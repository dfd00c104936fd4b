"""An item goes with the last variant that takes it, and not while pieces of it are promised."""

import asyncio
from decimal import Decimal

import pytest

from merx.commerce.inventory import InventoryService, LineToReserve, ReservationItem, allocate
from merx.commerce.inventory.tests.stock import warehouse
from merx.commerce.inventory.workflows import create_levels, delete_items, delete_levels, reserve_inventory, update_item
from merx.commerce.inventory.workflows.availability import countable, lock
from merx.commerce.product import NotThere, ProductService, ProductVariant
from merx.commerce.product.links import variant_inventory_items
from merx.commerce.product.workflows import (
    VariantPart,
    change_variant_parts,
    delete_products,
    delete_variants,
)
from merx.framework.app import App
from merx.framework.errors import InvalidData, NotFound
from merx.framework.scope import Scope
from merx.framework.testing.events import CapturedEvents
from merx.framework.testing.races import until_somebody_waits


async def items(scope: Scope) -> list[str]:
    return [item.id for item in await scope[InventoryService].items.list()]


@pytest.mark.parametrize("number", [1, 20])
async def test_kits_change_in_as_many_statements_however_many_there_are(scope: Scope, number: int) -> None:
    # given
    shop = await warehouse(scope)
    pot, lid = await shop.item(5), await shop.item(5)
    kit = await shop.variant([(pot, 1)])
    kits = [kit, *await scope[ProductService].variants.create(ProductVariant(product_id=kit.product_id, title=f"Kit {place}") for place in range(1, number))]
    put = [VariantPart(variant_id=each.id, inventory_item_id=lid.id, required_quantity=Decimal(place)) for place, each in enumerate(kits, 1)]
    before = scope.app.database.statements
    # when
    await change_variant_parts(scope, kit.product_id or "", put=put, remove=[VariantPart(variant_id=kit.id, inventory_item_id=pot.id)])
    # then
    assert scope.app.database.statements - before == 6
    made_of = await scope.query.graph("product_variant", fields=["inventory_items.inventory_item_id", "inventory_items.required_quantity"])
    assert [[(part["inventory_item_id"], part["required_quantity"]) for part in each["inventory_items"]] for each in made_of] == [
        [(lid.id, place)] for place in range(1, number + 1)
    ]


async def test_an_item_that_another_variant_takes_stays(scope: Scope, events: CapturedEvents) -> None:
    # given a kit of a pot and a lid, and pots alone
    shop = await warehouse(scope)
    pot, lid = await shop.item(5), await shop.item(5)
    kit, alone = await shop.variant([(pot, 1), (lid, 2)]), await shop.variant([(pot, 1)])
    # when
    await delete_products(scope, [kit.product_id or ""])
    # then
    assert await items(scope) == [pot.id]
    # when
    await delete_variants(scope, [alone.id])
    # then
    assert await items(scope) == []
    assert await events.data_of("inventory-item.deleted") == [{"id": lid.id}, {"id": pot.id}]


async def test_what_is_promised_keeps_its_item_and_its_product(scope: Scope) -> None:
    # given
    shop = await warehouse(scope)
    variant = await shop.simple(5)
    await reserve_inventory(scope, shop.channel.id, [LineToReserve(line_item_id="ordli_1", variant_id=variant.id, quantity=Decimal(2))])
    (item,) = await items(scope)
    # when
    for going in (delete_products(scope, [variant.product_id or ""]), delete_variants(scope, [variant.id])):
        with pytest.raises(InvalidData, match=rf"Cannot remove following inventory item\(s\) since they have reservations: \[{item}\]\."):
            await going
    # then
    assert (await items(scope), await shop.counts()) == ([item], [(5, 2)])
    assert [row["id"] for row in await scope.query.graph("product_variant", filters={"product_id": variant.product_id})] == [variant.id]


@pytest.mark.parametrize("allow_backorder", [True, False])
async def test_at_a_shelf_that_was_given_up_meanwhile_nothing_is_promised(scope: Scope, *, allow_backorder: bool) -> None:
    # given whoever buys has looked, and then the first location is given up
    shop = await warehouse(scope, 2)
    variant = await shop.simple(0, 1, allow_backorder=allow_backorder)
    first, second = await scope[InventoryService].levels.list()
    found = await countable(scope, shop.channel.id, [variant.id])
    await delete_levels(scope, [first.id])
    # when
    async with scope.transaction():
        await lock(scope, found.values())
        promises = allocate(found, [(variant.id, Decimal(3 if allow_backorder else 1))])
    # then
    assert [(promise.location_id, promise.quantity) for promise in promises] == [(second.location_id, 3 if allow_backorder else 1)]
    assert await scope[InventoryService].reservations.list() == list[ReservationItem]()


async def test_an_item_that_is_gone_stays_as_it_was(scope: Scope, events: CapturedEvents) -> None:
    # given
    item = await (await warehouse(scope)).item(0)
    await delete_items(scope, [item.id])
    before = await scope[InventoryService].items.list(with_deleted=True)
    # when
    with pytest.raises(NotFound, match=rf"^InventoryItem with id: {item.id} was not found$"):
        await update_item(scope, item.id, {"title": "other"})
    # then
    assert await scope[InventoryService].items.list(with_deleted=True) == before
    assert await events.data_of("inventory-item.updated") == []


async def test_on_an_item_that_goes_meanwhile_no_shelf_is_laid(app: App, scope: Scope) -> None:
    # given
    shop = await warehouse(scope, 2)
    item = await shop.item(5)
    new = {"inventory_item_id": item.id, "location_id": shop.locations[1].id, "stocked_quantity": Decimal(3)}
    # when
    async with scope.transaction():
        await delete_items(scope, [item.id])
        laid = asyncio.create_task(create_levels(app.scope(), [new]))
        await until_somebody_waits(app)
    # then
    with pytest.raises(NotFound, match=rf"^InventoryItem with id: {item.id} was not found$"):
        await laid
    assert await scope[InventoryService].levels.list() == []


async def test_a_shelf_that_is_being_laid_goes_with_its_item(app: App, scope: Scope) -> None:
    # given
    shop = await warehouse(scope, 2)
    item = await shop.item(5)
    new = {"inventory_item_id": item.id, "location_id": shop.locations[1].id, "stocked_quantity": Decimal(3)}
    # when
    async with scope.transaction():
        await create_levels(scope, [new])
        gone = asyncio.create_task(delete_items(app.scope(), [item.id]))
        await until_somebody_waits(app)
    await gone
    # then
    assert await scope[InventoryService].levels.list() == []
    assert len(await scope[InventoryService].levels.list(with_deleted=True)) == 2


async def test_a_kit_takes_no_item_that_goes_meanwhile(app: App, scope: Scope) -> None:
    # given
    shop = await warehouse(scope)
    pot, lid = await shop.item(5), await shop.item(5)
    kit = await shop.variant([(pot, 1)])
    # when
    async with scope.transaction():
        await delete_items(scope, [lid.id])
        put = [VariantPart(variant_id=kit.id, inventory_item_id=lid.id)]
        changed = asyncio.create_task(change_variant_parts(app.scope(), kit.product_id or "", put=put))
        await until_somebody_waits(app)
    # then
    with pytest.raises(NotThere, match=rf"^Inventory items with ids: {lid.id} do not exist$"):
        await changed
    assert await variant_inventory_items.pairs(scope, left=kit.id) == [(kit.id, pot.id)]
