"""What is counted: items, by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

from merx.commerce.inventory import InventoryItem, InventoryLevel, InventoryService
from merx.commerce.inventory.workflows.keep_levels import locations_exist
from merx.commerce.product.links import variant_inventory_items
from merx.framework.data import create_all
from merx.framework.errors import InvalidData
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class _Reserved(View, of=InventoryItem):
    id: str


@workflow("inventory.create_items")
async def create_items(scope: Scope, new: Sequence[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]]) -> list[InventoryItem]:
    """Items, each with its levels (columns without the item). Emits `inventory-item.created`, `inventory-level.created`.

    Raises `NotFound` for a location that is not there.
    """
    items = [InventoryItem(**columns) for columns, _ in new]
    levels = [InventoryLevel(inventory_item_id=item.id, **level) for item, (_, each) in zip(items, new, strict=True) for level in each]
    await locations_exist(scope, levels)
    await create_all(scope, [*items, *levels])
    await scope.emit("inventory-item.created", [{"id": item.id} for item in items])
    await scope.emit("inventory-level.created", [{"id": level.id} for level in levels])
    return items


@workflow("inventory.update_item")
async def update_item(scope: Scope, item_id: str, changes: Mapping[str, Any]) -> None:
    """Emits `inventory-item.updated`. Raises `NotFound`, also for one that was deleted."""
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
