"""What crosses the door of inventory."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct


class LineToReserve(Struct, frozen=True, kw_only=True):
    """Pieces of a variant that a line of an order was promised."""

    line_item_id: str
    variant_id: str
    quantity: Decimal


class Taken(Struct, frozen=True, kw_only=True):
    """Pieces of an item that left a location for a line."""

    line_item_id: str
    inventory_item_id: str
    location_id: str
    quantity: Decimal


class Shelf(Struct, kw_only=True):
    """A level as allocation sees it; `free` goes down as pieces are promised."""

    id: str
    location_id: str
    free: Decimal


class Part(Struct, frozen=True, kw_only=True):
    """How many pieces of an item one variant takes, and where they may come from, the first choice first."""

    inventory_item_id: str
    required_quantity: Decimal
    shelves: list[Shelf]


class Countable(Struct, frozen=True, kw_only=True):
    """A variant whose pieces are counted, at the locations of the channel if one is meant."""

    variant_id: str
    allow_backorder: bool
    parts: Sequence[Part]
    sales_channel_id: str | None = None


class Promise(Struct, frozen=True, kw_only=True):
    """Pieces of an item at a location that a line gets. `line` is its place among the lines asked for."""

    line: int
    inventory_item_id: str
    location_id: str
    quantity: Decimal
    allow_backorder: bool
