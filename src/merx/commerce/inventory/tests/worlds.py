"""Shops drawn by hypothesis: what lies where, who sells from there, what variants are made of, and what happens to it."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from typing import Any

from hypothesis import strategies as st
from msgspec import Struct

from merx.commerce.inventory import InventoryItem, InventoryLevel, InventoryService
from merx.commerce.product import Product, ProductVariant
from merx.commerce.product.links import variant_inventory_items
from merx.commerce.sales_channel import SalesChannel
from merx.commerce.sales_channel.links import sales_channel_locations
from merx.commerce.stock_location import StockLocation
from merx.framework.data import create_all
from merx.framework.scope import Scope

_LOCATIONS = _ITEMS = 3
_places, _items = st.integers(0, _LOCATIONS - 1), st.integers(0, _ITEMS - 1)


def _halves(least: int | str, most: int) -> st.SearchStrategy[Decimal]:
    """Whole numbers mostly, as goods are; by weight or length, halves."""
    return st.one_of(st.integers(ceil(float(least)), most).map(Decimal), st.integers(ceil(2 * float(least)), 2 * most).map(lambda number: Decimal(number) / 2))


class Drawn(Struct, frozen=True, kw_only=True):
    """Everything by its number; `shelves` are levels by (item, location), `variants` how much of which item one takes. Halves count too."""

    channels: Sequence[frozenset[int]]
    shelves: dict[tuple[int, int], Decimal]
    variants: Sequence[tuple[dict[int, Decimal], str]]
    happens: Sequence[tuple[str, int, int, int]]


_numbers = (st.integers(0, 5), st.integers(0, 5), st.integers(1, 3))
_orders = st.lists(st.tuples(st.just("order"), *_numbers), min_size=2, max_size=4)
_others = ["send"] * 4 + ["order", "unpack", "unpack", "release", "hold", "hold", "let go", "count", "recount", "move", "give up", "drop", "close"]
_others += ["leave", "take out"]

drawn = st.builds(
    Drawn,
    channels=st.lists(st.frozensets(_places, min_size=1), min_size=2, max_size=2),
    # Mostly full, or nothing could happen; now and then empty.
    shelves=st.dictionaries(st.tuples(_items, _places), st.one_of(_halves(3, 9), _halves(3, 9), _halves(0, 3)), min_size=5),
    variants=st.lists(
        st.tuples(st.dictionaries(_items, _halves("0.5", 3), min_size=1, max_size=2), st.sampled_from(["counted"] * 4 + ["owed", "uncounted"])),
        min_size=2,
        max_size=3,
    ),
    happens=st.builds(list.__add__, _orders, st.lists(st.tuples(st.sampled_from(_others), *_numbers), min_size=3, max_size=9)),
)


class World(Struct):
    """The rows of what was drawn."""

    scope: Scope
    channels: list[SalesChannel]
    locations: list[StockLocation]
    items: list[InventoryItem]
    variants: list[ProductVariant]

    async def shown(self, channel_id: str | None) -> dict[str, Decimal | None]:
        """What is shown of each variant: to shoppers of a channel, or to the admin."""
        context: dict[str, Any] = {} if channel_id is None else {"sales_channel_ids": [channel_id]}
        ids = [variant.id for variant in self.variants]
        rows = await self.scope.query.graph("product_variant", fields=["inventory_quantity"], filters={"id": ids}, context=context)
        return {row["id"]: row["inventory_quantity"] for row in rows}

    async def ledger(self) -> list[tuple[str, Decimal, Decimal]]:
        """Stocked and reserved at every level of this world."""
        levels = await self.scope[InventoryService].levels.list(inventory_item_id=[item.id for item in self.items])
        return [(level.id, level.stocked_quantity, level.reserved_quantity) for level in levels]

    async def set_aside(self) -> dict[tuple[str, str], Decimal]:
        """The sum of the open reservations of each item at each location."""
        sums: dict[tuple[str, str], Decimal] = {}
        for each in await self.scope[InventoryService].reservations.list(inventory_item_id=[item.id for item in self.items]):
            place = (each.inventory_item_id, each.location_id)
            sums[place] = sums.get(place, Decimal(0)) + each.quantity
        return sums


async def build(scope: Scope, wanted: Drawn) -> World:
    channels = [SalesChannel(name=f"Channel {number}") for number, _ in enumerate(wanted.channels)]
    locations = [StockLocation(name=f"Shelf {number}") for number in range(_LOCATIONS)]
    items = [InventoryItem(title="piece") for _ in range(_ITEMS)]
    product = Product(title="Teapot", handle=channels[0].id.lower(), status="published")
    variants = [
        ProductVariant(product_id=product.id, title="Blue", manage_inventory=kind != "uncounted", allow_backorder=kind == "owed") for _, kind in wanted.variants
    ]
    levels = [
        InventoryLevel(inventory_item_id=items[item].id, location_id=locations[place].id, stocked_quantity=count)
        for (item, place), count in wanted.shelves.items()
    ]
    sold_from = [
        sales_channel_locations.row(channel.id, locations[place].id) for channel, places in zip(channels, wanted.channels, strict=True) for place in places
    ]
    made_of = [
        variant_inventory_items.row(variant.id, items[item].id, required_quantity=count)
        for variant, (parts, _) in zip(variants, wanted.variants, strict=True)
        for item, count in parts.items()
    ]
    await create_all(scope, [*channels, *locations, *items, product, *variants, *levels, *sold_from, *made_of])
    return World(scope, channels, locations, items, variants)
