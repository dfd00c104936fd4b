"""Pieces that no order asked for, set aside by hand."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from merx.commerce.inventory import InventoryLevel, InventoryService, LevelNotFound, NotEnoughStock, ReservationItem, ReservationNotFound
from merx.commerce.inventory.workflows.move_stock import release
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


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
