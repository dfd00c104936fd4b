"""Pieces for the lines of a cart: are they there, and: they are yours."""

from collections.abc import Sequence
from decimal import Decimal

from merx.commerce.inventory import InventoryService, LineToReserve, ReservationItem, allocate
from merx.commerce.inventory.events import of_order
from merx.commerce.inventory.workflows.availability import countable, lock
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("inventory.confirm")
async def confirm_inventory(scope: Scope, sales_channel_id: str | None, wanted: Sequence[tuple[str, Decimal]]) -> None:
    """See that each (variant id, quantity) could be reserved at the channel's locations now, all of them together.

    One statement, promises nothing. Raises `InsufficientInventory`, `UnknownVariant`.
    """
    if wanted:
        allocate(await countable(scope, sales_channel_id, (variant_id for variant_id, _ in wanted)), wanted)


@workflow("inventory.reserve")
async def reserve_inventory(
    scope: Scope, sales_channel_id: str | None, lines: Sequence[LineToReserve], *, order_id: str | None = None
) -> list[ReservationItem]:
    """Set the lines' pieces aside, all or none. Emits `reservation-item.created`, with the order's id.

    Locks the levels by ascending id; three statements, however many lines. Reserves more than is there only of variants
    that allow backorder. Not safe to repeat: each call reserves anew. Raises `InsufficientInventory`, `UnknownVariant`.
    """
    if not lines:
        return []
    variants = await countable(scope, sales_channel_id, (line.variant_id for line in lines))
    await lock(scope, variants.values())
    promises = allocate(variants, [(line.variant_id, line.quantity) for line in lines])
    made = [
        ReservationItem(
            line_item_id=lines[promise.line].line_item_id,
            inventory_item_id=promise.inventory_item_id,
            location_id=promise.location_id,
            quantity=promise.quantity,
            allow_backorder=promise.allow_backorder,
        )
        for promise in promises
    ]
    await scope[InventoryService].reserve(made)
    await scope.emit("reservation-item.created", of_order((each.id for each in made), order_id))
    return made
