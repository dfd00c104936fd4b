"""Stock, as the admin keeps it."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from merx.commerce.inventory import InventoryLevel, InventoryService, LevelInUse
from merx.commerce.inventory.api.schemas import (
    CreateItem,
    CreateReservation,
    ItemParams,
    LevelAt,
    LevelBatch,
    LevelBatchOfItem,
    LevelParams,
    ReservationParams,
    UpdateItem,
    UpdateLevel,
    UpdateReservation,
)
from merx.commerce.inventory.workflows import (
    ChangedLevels,
    batch_levels,
    create_items,
    create_levels,
    create_reservation,
    delete_items,
    delete_levels,
    delete_reservation,
    update_item,
    update_levels,
    update_reservation,
)
from merx.framework.errors import NotFound
from merx.framework.http import BATCH_BODY_LIMIT, AdminScope, Answer, FieldParams, Fields, changes, delete, deleted, get, post
from merx.framework.http.naming import of

_ITEM = "id sku title description thumbnail origin_country hs_code requires_shipping mid_code material unit_of_measure weight length height width metadata"
_COUNTED = f"{_ITEM} reserved_quantity stocked_quantity created_at updated_at"

LEVEL = Fields(
    "inventory_level",
    key="inventory_level",
    plural="inventory_levels",
    defaults=of("", "id inventory_item_id location_id stocked_quantity reserved_quantity incoming_quantity available_quantity metadata created_at updated_at"),
)
ITEM = Fields(
    "inventory_item",
    key="inventory_item",
    plural="inventory_items",
    defaults=(*of("", _COUNTED), "*location_levels", "location_levels.available_quantity"),
)
RESERVATION = Fields(
    "reservation_item",
    key="reservation",
    plural="reservations",
    defaults=(
        *of("", "id location_id inventory_item_id quantity line_item_id description metadata created_at updated_at"),
        *of("inventory_item", _COUNTED),
        *("*inventory_item.location_levels", "inventory_item.location_levels.available_quantity"),
    ),
    title="Reservation",
)


@get("/admin/inventory-items")
async def list_items(scope: AdminScope, query: ItemParams) -> Answer:
    return await ITEM.page(scope, query)


@post("/admin/inventory-items")
async def create_item(scope: AdminScope, data: CreateItem, query: FieldParams) -> Answer:
    columns = changes(data)
    levels = [changes(level) for level in columns.pop("location_levels", [])]
    (item,) = await create_items(scope, [(columns, levels)])
    return await ITEM.one(scope, item.id, query)


@get("/admin/inventory-items/{id}")
async def retrieve_item(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await ITEM.one(scope, id, query)


@post("/admin/inventory-items/{id}")
async def change_item(scope: AdminScope, id: str, data: UpdateItem, query: FieldParams) -> Answer:
    await update_item(scope, id, changes(data))
    return await ITEM.one(scope, id, query)


@delete("/admin/inventory-items/{id}")
async def remove_item(scope: AdminScope, id: str) -> Answer:
    await delete_items(scope, [id])
    return deleted(id, "inventory_item")


# --- levels -----------------------------------------------------------------------------------------------------------


@get("/admin/inventory-items/{id}/location-levels")
async def list_levels(scope: AdminScope, id: str, query: LevelParams) -> Answer:
    return await LEVEL.page(scope, query, filters={"inventory_item_id": id})


@post("/admin/inventory-items/{id}/location-levels")
async def add_level(scope: AdminScope, id: str, data: LevelAt, query: FieldParams) -> Answer:
    await create_levels(scope, [{**changes(data), "inventory_item_id": id}])
    return await ITEM.one(scope, id, query)


@post("/admin/inventory-items/{id}/location-levels/batch", body_limit=BATCH_BODY_LIMIT)
async def change_levels_of_item(scope: AdminScope, id: str, data: LevelBatchOfItem, query: FieldParams) -> Answer:
    new = [{**changes(level), "inventory_item_id": id} for level in data.create]
    changed = [{**changes(level), "inventory_item_id": id} for level in data.update]
    done = await batch_levels(scope, create=new, update=changed, delete=data.delete, force=data.force, item_id=id)
    return await _shown(scope, done, LEVEL.selected(scope, query))


@post("/admin/inventory-items/location-levels/batch", body_limit=BATCH_BODY_LIMIT)
async def change_levels(scope: AdminScope, data: LevelBatch) -> Answer:
    new, changed = [changes(level) for level in data.create], [changes(level) for level in data.update]
    done = await batch_levels(scope, create=new, update=changed, delete=data.delete, force=data.force)
    return await _shown(scope, done, [*LEVEL.defaults, "deleted_at"])


async def _shown(scope: AdminScope, done: ChangedLevels, fields: Sequence[str]) -> Answer:
    rows = await scope.query.graph("inventory_level", fields=[*fields, "id"], filters={"id": [level.id for level in (*done.created, *done.updated)]})
    found = {row["id"]: row for row in rows}
    return Answer.json({"created": _rows(done.created, found), "updated": _rows(done.updated, found), "deleted": done.deleted})


def _rows(levels: Sequence[InventoryLevel], found: Mapping[str, Any]) -> list[Any]:
    return [found[level.id] for level in levels if level.id in found]


@post("/admin/inventory-items/{id}/location-levels/{location_id}")
async def change_level(scope: AdminScope, id: str, location_id: str, data: UpdateLevel, query: FieldParams) -> Answer:
    await update_levels(scope, [{**changes(data), "inventory_item_id": id, "location_id": location_id}])
    return await ITEM.one(scope, id, query)


@delete("/admin/inventory-items/{id}/location-levels/{location_id}")
async def remove_level(scope: AdminScope, id: str, location_id: str, query: FieldParams) -> Answer:
    level = await scope[InventoryService].levels.first(inventory_item_id=id, location_id=location_id)
    if level is None:
        raise NotFound(f"Inventory Level for Item {id} at Location {location_id} not found")
    if level.reserved_quantity > 0:
        raise LevelInUse(f"Cannot remove Inventory Level {id} at Location {location_id} because there are reservations at location")
    await delete_levels(scope, [level.id])
    parent = await scope.query.one_json("inventory_item", fields=ITEM.selected(scope, query), filters={"id": id})
    return deleted(level.id, "inventory-level", parent=msgspec.Raw(parent or b"null"))


# --- reservations -----------------------------------------------------------------------------------------------------


@get("/admin/reservations")
async def list_reservations(scope: AdminScope, query: ReservationParams) -> Answer:
    return await RESERVATION.page(scope, query)


@post("/admin/reservations")
async def add_reservation(scope: AdminScope, data: CreateReservation, query: FieldParams) -> Answer:
    reservation = await create_reservation(scope, {**changes(data), "created_by": scope.user_id})
    return await RESERVATION.one(scope, reservation.id, query)


@get("/admin/reservations/{id}")
async def retrieve_reservation(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await RESERVATION.one(scope, id, query)


@post("/admin/reservations/{id}")
async def change_reservation(scope: AdminScope, id: str, data: UpdateReservation, query: FieldParams) -> Answer:
    await update_reservation(scope, id, changes(data))
    return await RESERVATION.one(scope, id, query)


@delete("/admin/reservations/{id}")
async def remove_reservation(scope: AdminScope, id: str) -> Answer:
    await delete_reservation(scope, id)
    return deleted(id, "reservation")
