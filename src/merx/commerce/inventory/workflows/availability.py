"""What the variants of a shop are made of, and where their pieces lie, as of now."""

from collections.abc import Iterable
from decimal import Decimal

from merx.commerce.inventory import Countable, InventoryService, Part, Shelf, UnknownVariant
from merx.commerce.product import ProductVariant
from merx.framework.query import View
from merx.framework.scope import Scope

UNLIMITED = Decimal("Infinity")
"""So many are available of what nobody counts."""


async def availability(scope: Scope, variant_ids: Iterable[str], sales_channel_id: str | None) -> dict[str, Decimal]:
    """How many of each variant can be sold now at the channel's locations (without: everywhere), by variant id.

    `Decimal("Infinity")` where nobody counts or backorder is allowed; a variant that does not exist is not in the answer. One
    statement, promises nothing: `reserve_inventory` does.
    """
    wanted = sorted(set(variant_ids))
    channels = [sales_channel_id] if sales_channel_id is not None else None
    found = await scope.query.all(_Sold, {"id": wanted}, context={"sales_channel_ids": channels}) if wanted else []
    return {variant.id: variant.free for variant in found}


class _Channel(View):
    id: str


class _Location(View):
    sales_channels: list[_Channel]


class _Level(View):
    id: str
    location_id: str
    stocked_quantity: Decimal
    reserved_quantity: Decimal
    stock_locations: list[_Location]

    def serves(self, sales_channel_id: str | None) -> bool:
        """Whether the channel sells from there; without one, whether the location is still there."""
        if sales_channel_id is None:
            return bool(self.stock_locations)
        return any(channel.id == sales_channel_id for place in self.stock_locations for channel in place.sales_channels)


class _Item(View):
    id: str
    location_levels: list[_Level]


class _Part(View):
    required_quantity: Decimal
    inventory: _Item | None


class _Sold(View, of=ProductVariant):
    id: str
    manage_inventory: bool
    allow_backorder: bool
    inventory_quantity: Decimal | None

    @property
    def free(self) -> Decimal:
        if self.allow_backorder or not self.manage_inventory:
            return UNLIMITED
        return max(self.inventory_quantity or Decimal(0), Decimal(0))


class _Variant(View, of=ProductVariant):
    id: str
    manage_inventory: bool
    allow_backorder: bool
    inventory_items: list[_Part]


async def countable(scope: Scope, sales_channel_id: str | None, variant_ids: Iterable[str]) -> dict[str, Countable]:
    """Those of the variants whose pieces are counted, with their levels at the channel's locations (without: everywhere).

    One statement, no lock. Raises `UnknownVariant`.
    """
    wanted = sorted(set(variant_ids))
    found = await scope.query.all(_Variant, {"id": wanted})
    missing = set(wanted) - {variant.id for variant in found}
    if missing:
        raise UnknownVariant(sorted(missing))
    # One shelf for a level, whoever is made of it: variants that share an item share its pieces.
    shelves: dict[str, Shelf] = {}
    return {variant.id: _countable(variant, sales_channel_id, shelves) for variant in found if variant.manage_inventory}


def _countable(variant: _Variant, sales_channel_id: str | None, shelves: dict[str, Shelf]) -> Countable:
    parts = [
        Part(
            inventory_item_id=part.inventory.id,
            required_quantity=part.required_quantity,
            shelves=[_shelf(level, shelves) for level in part.inventory.location_levels if level.serves(sales_channel_id)],
        )
        for part in variant.inventory_items
        if part.inventory is not None
    ]
    return Countable(variant_id=variant.id, allow_backorder=variant.allow_backorder, parts=parts, sales_channel_id=sales_channel_id)


def _shelf(level: _Level, shelves: dict[str, Shelf]) -> Shelf:
    return shelves.setdefault(level.id, Shelf(id=level.id, location_id=level.location_id, free=level.stocked_quantity - level.reserved_quantity))


async def lock(scope: Scope, variants: Iterable[Countable]) -> None:
    """Hold the levels of these variants until the transaction ends, and bring their shelves up to date. One statement.

    A shelf that was given up meanwhile is gone: nothing can be reserved there, not even owed.
    """
    parts = [part for variant in variants for part in variant.parts]
    wanted = sorted({shelf.id for part in parts for shelf in part.shelves})
    levels = {level.id: level for level in await scope[InventoryService].levels.list(id=wanted, for_update=True)} if wanted else {}
    for part in parts:
        part.shelves[:] = [shelf for shelf in part.shelves if shelf.id in levels]
        for shelf in part.shelves:
            shelf.free = levels[shelf.id].stocked_quantity - levels[shelf.id].reserved_quantity
