"""The rows of the stock ledger."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from merx.commerce.inventory.models import InventoryItem, InventoryLevel, ReservationItem
from merx.framework.data import Repository, Service
from merx.framework.data.model import entity_of
from merx.framework.data.statements import to_json

_COLUMNS = ", ".join(entity_of(ReservationItem).columns)
_RESERVE = f"""WITH given AS (SELECT * FROM json_populate_recordset(NULL::reservation_item, $1)),
asked AS (SELECT inventory_item_id, location_id, sum(quantity) AS quantity FROM given GROUP BY inventory_item_id, location_id),
raised AS (UPDATE inventory_level AS level SET reserved_quantity = level.reserved_quantity + asked.quantity, updated_at = now() FROM asked
    WHERE level.inventory_item_id = asked.inventory_item_id AND level.location_id = asked.location_id AND level.deleted_at IS NULL)
INSERT INTO reservation_item ({_COLUMNS}) SELECT {_COLUMNS} FROM given"""
_MOVE = """UPDATE inventory_level AS level
SET stocked_quantity = level.stocked_quantity + moved.stocked, reserved_quantity = level.reserved_quantity + moved.reserved, updated_at = now()
FROM json_to_recordset($1) AS moved(id text, stocked numeric, reserved numeric) WHERE level.id = moved.id"""

Place = tuple[str, str]
"""An item at a location: the two ids."""


class InventoryService(Service):
    """Items, levels and reservations."""

    items: Repository[InventoryItem]
    levels: Repository[InventoryLevel]
    reservations: Repository[ReservationItem]

    async def lock_levels(self, places: Iterable[Place]) -> dict[Place, InventoryLevel]:
        """The levels of these (item id, location id), locked by ascending id until the transaction ends.

        In one order for everybody, or two carts with the same items would wait for each other.
        """
        wanted = set(places)
        if not wanted:
            return {}
        found = await self.levels.list(
            inventory_item_id=sorted({item for item, _ in wanted}), location_id=sorted({place for _, place in wanted}), for_update=True
        )
        return {place: level for level in found if (place := (level.inventory_item_id, level.location_id)) in wanted}

    async def reserve(self, reservations: Sequence[ReservationItem]) -> None:
        """Write reservations and raise their levels' `reserved_quantity`. One statement; the caller holds the levels."""
        if reservations:
            await self.scope.value(_RESERVE, to_json(reservations))

    async def move(self, moves: Mapping[str, tuple[Decimal, Decimal]]) -> None:
        """Add to `stocked_quantity` and `reserved_quantity` of levels, by id. One statement; the caller holds the levels."""
        changed = [{"id": key, "stocked": stocked, "reserved": reserved} for key, (stocked, reserved) in moves.items() if stocked or reserved]
        if changed:
            await self.scope.value(_MOVE, to_json(changed))
