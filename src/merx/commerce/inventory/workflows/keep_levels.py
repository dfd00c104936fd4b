"""How many pieces of an item lie where, counted by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from merx.commerce.inventory import InventoryLevel, InventoryService, LevelInUse, LevelNotFound, LocationsNotFound
from merx.commerce.stock_location import StockLocation
from merx.framework.data import create_all
from merx.framework.errors import NotFound
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class _Location(View, of=StockLocation):
    id: str


async def locations_exist(scope: Scope, levels: Sequence[InventoryLevel]) -> None:
    """Raises `LocationsNotFound` for a location of one of the levels that is not there. One statement."""
    wanted = {level.location_id for level in levels}
    found = {place.id for place in await scope.query.all(_Location, {"id": sorted(wanted)})} if wanted else set[str]()
    if wanted - found:
        raise LocationsNotFound(sorted(wanted - found))


@workflow("inventory.create_levels")
async def create_levels(scope: Scope, new: Sequence[Mapping[str, Any]]) -> list[InventoryLevel]:
    """Shares the items: none of them is deleted meanwhile. Emits `inventory-level.created`.

    Raises `NotFound` for an item or a location that is not there.
    """
    service = scope[InventoryService]
    levels = [InventoryLevel(**columns) for columns in new]
    wanted = sorted({level.inventory_item_id for level in levels})
    found = {item.id for item in await service.items.list(id=wanted, for_share=True)} if wanted else set[str]()
    for missing in (key for key in wanted if key not in found):
        raise NotFound(f"InventoryItem with id: {missing} was not found")
    await locations_exist(scope, levels)
    await create_all(scope, levels)
    await scope.emit("inventory-level.created", [{"id": level.id} for level in levels])
    return levels


@workflow("inventory.update_levels")
async def update_levels(scope: Scope, changes: Sequence[Mapping[str, Any]]) -> list[InventoryLevel]:
    """Set quantities at (`inventory_item_id`, `location_id`). Locks the levels by ascending id.

    Emits `inventory-level.updated`. Raises `LevelNotFound`.
    """
    if not changes:
        return []
    service = scope[InventoryService]
    levels = await service.lock_levels((change["inventory_item_id"], change["location_id"]) for change in changes)
    rows: list[dict[str, Any]] = []
    for change in changes:
        item, place = change["inventory_item_id"], change["location_id"]
        if (item, place) not in levels:
            raise LevelNotFound(item, place)
        quantities = {name: change[name] for name in ("stocked_quantity", "incoming_quantity") if name in change}
        rows.append({"id": levels[item, place].id, **quantities})
    after = await service.levels.update(rows)
    await scope.emit("inventory-level.updated", [{"id": level.id} for level in after])
    return after


@workflow("inventory.delete_levels")
async def delete_levels(scope: Scope, level_ids: Sequence[str], *, force: bool = False, item_id: str | None = None) -> list[str]:
    """Give up levels, those of `item_id` alone if one is said; gives the ids that were there. Locks them by ascending id. Safe to repeat.

    Emits `inventory-level.deleted`. Raises `LevelInUse` while pieces are reserved or expected, and, unless `force`, while pieces
    lie there.
    """
    if not level_ids:
        return []
    service = scope[InventoryService]
    whose = {} if item_id is None else {"inventory_item_id": item_id}
    levels = await service.levels.list({"id": sorted(level_ids), **whose}, for_update=True)
    for level in levels:
        if level.reserved_quantity > 0 or level.incoming_quantity > 0:
            raise LevelInUse(f"Cannot remove Inventory Levels for {level.location_id} because there are reserved or incoming items at the locations")
        if not force and level.stocked_quantity > 0:
            raise LevelInUse(
                f"Cannot remove Inventory Levels for {level.location_id} because there are stocked items at the locations. Use force flag to delete anyway."
            )
    gone = await service.levels.soft_delete([level.id for level in levels])
    await scope.emit("inventory-level.deleted", [{"id": key} for key in gone])
    return gone


class ChangedLevels(Struct, frozen=True):
    """Levels that were made and changed, and the ids of those that were given up."""

    created: list[InventoryLevel]
    updated: list[InventoryLevel]
    deleted: list[str]


@workflow("inventory.batch_levels")
async def batch_levels(
    scope: Scope,
    *,
    create: Sequence[Mapping[str, Any]] = (),
    update: Sequence[Mapping[str, Any]] = (),
    delete: Sequence[str] = (),
    force: bool = False,
    item_id: str | None = None,
) -> ChangedLevels:
    """Make, change and give up levels, all or none. Emits and raises what `create_levels`, `update_levels` and `delete_levels` do.

    With an `item_id`, levels of other items stay; raises `NotFound` if there is no such item.
    """
    if item_id is not None:
        await scope[InventoryService].items.retrieve(item_id, for_share=True)
    made, changed = await create_levels(scope, create), await update_levels(scope, update)
    return ChangedLevels(made, changed, await delete_levels(scope, delete, force=force, item_id=item_id))
