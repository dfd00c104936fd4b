"""Pieces that leave for a customer, come back, or are not wanted after all."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from merx.commerce.inventory import InventoryLevel, InventoryService, LevelNotFound, NotEnoughStock, NotReserved, Place, ReservationItem, Taken
from merx.commerce.inventory.events import of_order
from merx.commerce.order import OrderLineItem
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class _Part(View):
    inventory_item_id: str
    required_quantity: Decimal


class _Variant(View):
    manage_inventory: bool
    allow_backorder: bool
    inventory_items: list[_Part]


class _Line(View, of=OrderLineItem):
    id: str
    title: str
    variant_title: str | None
    variant: _Variant | None

    @property
    def needs_reservation(self) -> bool:
        """Whether its pieces were counted when it was ordered. Owed ones may have found no level to be reserved at."""
        return self.variant is not None and self.variant.manage_inventory and not self.variant.allow_backorder

    def required(self) -> dict[str, Decimal]:
        """Pieces of each item that one piece of this line takes."""
        return {part.inventory_item_id: part.required_quantity for part in self.variant.inventory_items} if self.variant is not None else {}


class _Moves(dict[str, tuple[Decimal, Decimal]]):
    """What to add to a level's stocked and reserved quantity, by its id."""

    def add(self, level: InventoryLevel, *, stocked: Decimal = Decimal(0), reserved: Decimal = Decimal(0)) -> None:
        before = self.get(level.id, (Decimal(0), Decimal(0)))
        self[level.id] = (before[0] + stocked, before[1] + reserved)
        level.stocked_quantity += stocked
        level.reserved_quantity += reserved


@workflow("inventory.take")
async def take_from_stock(scope: Scope, lines: Sequence[tuple[str, Decimal]], *, location_id: str | None = None, order_id: str | None = None) -> list[Taken]:
    """Let the reserved pieces of each (line item id, quantity) go, from `location_id` or where they are reserved.

    Stock and reservations go down together; a reservation that is used up is gone. Lines of variants that nobody counts
    give nothing. Locks reservations, then levels, by ascending id. Not safe to repeat. Raises `NotReserved`, `LevelNotFound`,
    and `NotEnoughStock` where another location than the reserved one lacks free pieces. Emits
    `reservation-item.updated` and `.deleted`, `inventory-level.updated`, with the order's id.
    """
    service = scope[InventoryService]
    held = await _reservations(scope, [line for line, _ in lines])
    # A line may be reserved at several locations: what is set aside where the parcel is packed goes first.
    held.sort(key=lambda each: each.location_id != location_id)
    required = await _required(scope, held, [line for line, _ in lines])
    places = {(each.inventory_item_id, place) for each in held for place in (each.location_id, location_id) if place is not None}
    levels = await service.lock_levels(places)
    moves, taken, used = _Moves(), list[Taken](), dict[str, Decimal]()
    for line_id, quantity in lines:
        needed = {item: quantity * pieces for item, pieces in required.get(line_id, {}).items()}
        for each in (one for one in held if one.line_item_id == line_id):
            pieces = min(each.quantity - used.get(each.id, Decimal(0)), needed.get(each.inventory_item_id, Decimal(0)))
            if pieces <= 0:
                continue
            needed[each.inventory_item_id] -= pieces
            used[each.id] = used.get(each.id, Decimal(0)) + pieces
            taken.append(_take(levels, moves, each, pieces, location_id or each.location_id))
        if any(needed[each.inventory_item_id] > 0 for each in held if each.line_item_id == line_id):
            raise NotReserved(f"Quantity to fulfill exceeds the reserved quantity for the item: {line_id}")
    await service.move(moves)
    await _shrink(scope, {each.id: each for each in held}, used, order_id)
    await scope.emit("inventory-level.updated", of_order(moves, order_id))
    return taken


async def _reservations(scope: Scope, line_ids: list[str]) -> list[ReservationItem]:
    return await scope[InventoryService].reservations.list(line_item_id=line_ids, for_update=True) if line_ids else []


async def _required(scope: Scope, held: Iterable[ReservationItem], line_ids: list[str]) -> dict[str, dict[str, Decimal]]:
    """Pieces of each item that one piece of each line takes; one where the variant does not say any more. Raises `NotReserved`."""
    by_line: dict[str, dict[str, Decimal]] = {}
    for each in held:
        by_line.setdefault(each.line_item_id or "", {})[each.inventory_item_id] = Decimal(1)
    for line in await scope.query.all(_Line, {"id": line_ids}) if line_ids else []:
        if line.id in by_line:
            by_line[line.id] |= line.required()
        elif line.needs_reservation:
            raise NotReserved(f"No stock reservation found for item {line.id} - {line.title} ({line.variant_title})")
    return by_line


def _take(levels: Mapping[Place, InventoryLevel], moves: _Moves, held: ReservationItem, pieces: Decimal, location_id: str) -> Taken:
    reserved_at = levels.get((held.inventory_item_id, held.location_id))
    level = levels.get((held.inventory_item_id, location_id))
    if level is None:
        raise LevelNotFound(held.inventory_item_id, location_id)
    if location_id != held.location_id and not held.allow_backorder and level.stocked_quantity - level.reserved_quantity < pieces:
        raise NotEnoughStock(held.inventory_item_id, location_id)
    moves.add(level, stocked=-pieces)
    if reserved_at is not None:
        moves.add(reserved_at, reserved=-pieces)
    return Taken(line_item_id=held.line_item_id or "", inventory_item_id=held.inventory_item_id, location_id=location_id, quantity=pieces)


async def _shrink(scope: Scope, held: Mapping[str, ReservationItem], used: Mapping[str, Decimal], order_id: str | None) -> None:
    reservations = scope[InventoryService].reservations
    gone = [key for key, pieces in used.items() if held[key].quantity <= pieces]
    left = [{"id": key, "quantity": held[key].quantity - pieces} for key, pieces in used.items() if key not in gone]
    if gone:
        await reservations.soft_delete(gone)
        await scope.emit("reservation-item.deleted", of_order(gone, order_id))
    if left:
        await reservations.update(left)
        await scope.emit("reservation-item.updated", of_order((str(change["id"]) for change in left), order_id))


@workflow("inventory.put_back")
async def put_back_to_stock(scope: Scope, lines: Sequence[tuple[str, Decimal]], *, location_id: str, order_id: str | None = None) -> None:
    """The inverse of `take_from_stock`: the pieces lie at `location_id` again, and are reserved for their lines there.

    Not safe to repeat. Raises `LevelNotFound`. Emits `reservation-item.created`, `inventory-level.updated`, with the order's id.
    """
    service = scope[InventoryService]
    sold = {line.id: line for line in await scope.query.all(_Line, {"id": [line for line, _ in lines]})} if lines else {}
    made: list[ReservationItem] = []
    for line_id, quantity in lines:
        line = sold.get(line_id)
        if line is None or line.variant is None or not line.variant.manage_inventory:
            continue
        made += [
            ReservationItem(
                line_item_id=line_id, inventory_item_id=item, location_id=location_id, quantity=quantity * pieces, allow_backorder=line.variant.allow_backorder
            )
            for item, pieces in line.required().items()
        ]
    levels = await service.lock_levels((each.inventory_item_id, location_id) for each in made)
    moves = _Moves()
    for each in made:
        level = levels.get((each.inventory_item_id, location_id))
        if level is None:
            raise LevelNotFound(each.inventory_item_id, location_id)
        moves.add(level, stocked=each.quantity)
    await service.move(moves)
    await service.reserve(made)
    await scope.emit("reservation-item.created", of_order((each.id for each in made), order_id))
    await scope.emit("inventory-level.updated", of_order(moves, order_id))


@workflow("inventory.release")
async def release_reservations(scope: Scope, line_item_ids: Sequence[str]) -> None:
    """Give back the pieces set aside for these lines. Safe to repeat. Emits `reservation-item.deleted`."""
    await release(scope, await _reservations(scope, list(line_item_ids)))


async def release(scope: Scope, held: Sequence[ReservationItem]) -> None:
    """Delete these reservations, which the caller has locked, and lower their levels."""
    if not held:
        return
    service = scope[InventoryService]
    levels = await service.lock_levels((each.inventory_item_id, each.location_id) for each in held)
    moves = _Moves()
    for each in held:
        level = levels.get((each.inventory_item_id, each.location_id))
        if level is not None:
            moves.add(level, reserved=-each.quantity)
    await service.move(moves)
    await service.reservations.soft_delete([each.id for each in held])
    await scope.emit("reservation-item.deleted", [{"id": each.id} for each in held])
