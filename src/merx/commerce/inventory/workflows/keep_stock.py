"""The ledger by hand: items, how many lie where, and reservations that no order made."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct

from merx.commerce.inventory import (
    InventoryItem,
    InventoryLevel,
    InventoryService,
    LevelInUse,
    LevelNotFound,
    LocationsNotFound,
    NotEnoughStock,
    ReservationItem,
    ReservationNotFound,
)
from merx.commerce.inventory.workflows.move_stock import release
from merx.commerce.product.links import variant_inventory_items
from merx.commerce.stock_location import StockLocation
from merx.framework.data import create_all
from merx.framework.errors import InvalidData, NotFound
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class _Location(View, of=StockLocation):
    id: str


class _Reserved(View, of=InventoryItem):
    id: str


# --- items ------------------------------------------------------------------------------------------------------------


@workflow("inventory.create_items")
async def create_items(scope: Scope, new: Sequence[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]]) -> list[InventoryItem]:
    """Items, each with its levels (columns without the item). Emits `inventory-item.created`, `inventory-level.created`.

    Raises `NotFound` for a location that is not there.
    """
    items = [InventoryItem(**columns) for columns, _ in new]
    levels = [InventoryLevel(inventory_item_id=item.id, **level) for item, (_, each) in zip(items, new, strict=True) for level in each]
    await _locations_exist(scope, levels)
    await create_all(scope, [*items, *levels])
    await scope.emit("inventory-item.created", [{"id": item.id} for item in items])
    await scope.emit("inventory-level.created", [{"id": level.id} for level in levels])
    return items


async def _locations_exist(scope: Scope, levels: Sequence[InventoryLevel]) -> None:
    wanted = {level.location_id for level in levels}
    found = {place.id for place in await scope.query.all(_Location, {"id": sorted(wanted)})} if wanted else set[str]()
    if wanted - found:
        raise LocationsNotFound(sorted(wanted - found))


@workflow("inventory.update_item")
async def update_item(scope: Scope, item_id: str, changes: Mapping[str, Any]) -> None:
    """Emits `inventory-item.updated`. Raises `NotFound`."""
    await scope[InventoryService].items.update([{"id": item_id, **changes}])
    await scope.emit("inventory-item.updated", {"id": item_id})


@workflow("inventory.delete_items")
async def delete_items(scope: Scope, item_ids: Sequence[str]) -> None:
    """Out of sight, with their levels; no variant takes them any more. Locks their levels, then the items, by ascending id. Safe to repeat.

    Emits `inventory-item.deleted`. Raises `InvalidData` while pieces are reserved.
    """
    if not item_ids:
        return
    await hold_items(scope, item_ids)
    reserved = await scope.query.all(_Reserved, {"id": list(item_ids), "reservation_items": {"id": {"$ne": None}}})
    if reserved:
        named = ", ".join(sorted(item.id for item in reserved))
        raise InvalidData(f"Cannot remove following inventory item(s) since they have reservations: [{named}].")
    await variant_inventory_items.dismiss(scope, right=list(item_ids))
    gone = await scope[InventoryService].items.soft_delete(list(item_ids))
    await scope.emit("inventory-item.deleted", [{"id": key} for key in gone])


async def hold_items(scope: Scope, item_ids: Sequence[str]) -> None:
    """Nobody reserves pieces of these items, or lays some down, until the transaction ends: who does holds their levels, or shares them."""
    await scope[InventoryService].levels.list(inventory_item_id=list(item_ids), for_update=True)
    await scope[InventoryService].items.list(id=list(item_ids), for_update=True)


# --- levels -----------------------------------------------------------------------------------------------------------


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
    await _locations_exist(scope, levels)
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


# --- reservations -----------------------------------------------------------------------------------------------------


@workflow("inventory.create_reservation")
async def create_reservation(scope: Scope, columns: Mapping[str, Any]) -> ReservationItem:
    """Set pieces aside by hand. Locks the level. Emits `reservation-item.created`. Raises `LevelNotFound`, `NotEnoughStock`."""
    service = scope[InventoryService]
    reservation = ReservationItem(**columns)
    level = await _level(scope, reservation.inventory_item_id, reservation.location_id)
    _must_be_free(level, reservation.quantity)
    await service.reserve([reservation])
    await scope.emit("reservation-item.created", {"id": reservation.id})
    return reservation


@workflow("inventory.update_reservation")
async def update_reservation(scope: Scope, reservation_id: str, changes: Mapping[str, Any]) -> None:
    """Change how many pieces are set aside, or where. Locks the reservation, then the levels by ascending id.

    Emits `reservation-item.updated`. Raises `ReservationNotFound`, `LevelNotFound`, `NotEnoughStock`.
    """
    service = scope[InventoryService]
    held = await service.reservations.first(id=reservation_id, for_update=True)
    if held is None:
        raise ReservationNotFound(reservation_id)
    place, quantity = changes.get("location_id", held.location_id), Decimal(changes.get("quantity", held.quantity))
    levels = await service.lock_levels([(held.inventory_item_id, held.location_id), (held.inventory_item_id, place)])
    before, after = levels.get((held.inventory_item_id, held.location_id)), levels.get((held.inventory_item_id, place))
    if after is None:
        raise LevelNotFound(held.inventory_item_id, place)
    more = quantity - held.quantity if place == held.location_id else quantity
    if not held.allow_backorder:
        _must_be_free(after, more)
    if before is None or before.id == after.id:
        await service.move({after.id: (Decimal(0), more)})
    else:
        await service.move({before.id: (Decimal(0), -held.quantity), after.id: (Decimal(0), quantity)})
    await service.reservations.update([{"id": reservation_id, **changes}])
    await scope.emit("reservation-item.updated", {"id": reservation_id})


async def _level(scope: Scope, item_id: str, location_id: str) -> InventoryLevel:
    level = (await scope[InventoryService].lock_levels([(item_id, location_id)])).get((item_id, location_id))
    if level is None:
        raise LevelNotFound(item_id, location_id)
    return level


def _must_be_free(level: InventoryLevel, pieces: Decimal) -> None:
    if pieces > 0 and level.stocked_quantity - level.reserved_quantity < pieces:
        raise NotEnoughStock(level.inventory_item_id, level.location_id)


@workflow("inventory.delete_reservation")
async def delete_reservation(scope: Scope, reservation_id: str) -> None:
    """Give the pieces back. Safe to repeat. Emits `reservation-item.deleted`."""
    held = await scope[InventoryService].reservations.first(id=reservation_id, for_update=True)
    await release(scope, [held] if held is not None else [])
