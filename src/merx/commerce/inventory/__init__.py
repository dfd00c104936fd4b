"""Inventory: how many pieces lie where, and how many of them are spoken for.

Owns: inventory items, their levels at locations, reservations.
Leaves to others: what a location is (stock_location), what a piece is sold as (product; a link says how many it takes).
Change freely: everything that is not in `__all__`.
Change with a decision record: what counts as available. Running shops promise by it.
Holds always: at a level, `reserved_quantity` is the sum of the open reservations there; available is stocked less
reserved, and goes below zero only for reservations that allow backorder or a count set lower. So many as are shown can be
bought (decisions/0020). Levels are locked in the order of their ids.
"""

from merx.commerce.inventory.allocation import allocate
from merx.commerce.inventory.errors import (
    InsufficientInventory,
    LevelInUse,
    LevelNotFound,
    LocationsNotFound,
    NoInventoryItems,
    NotEnoughStock,
    NotReserved,
    NotSoldFrom,
    ReservationNotFound,
    UnknownVariant,
)
from merx.commerce.inventory.models import InventoryItem, InventoryLevel, ReservationItem
from merx.commerce.inventory.schemas import Countable, LineToReserve, Part, Promise, Shelf, Taken
from merx.commerce.inventory.service import InventoryService, Place
from merx.framework.module import Module

inventory = Module("inventory", service=InventoryService)

__all__ = [
    "InventoryService",
    "InventoryItem",
    "InventoryLevel",
    "ReservationItem",
    "InsufficientInventory",
    "LevelInUse",
    "LevelNotFound",
    "LocationsNotFound",
    "NoInventoryItems",
    "NotEnoughStock",
    "NotReserved",
    "NotSoldFrom",
    "ReservationNotFound",
    "UnknownVariant",
    "Countable",
    "LineToReserve",
    "Part",
    "Place",
    "Promise",
    "Shelf",
    "Taken",
    "allocate",
    "inventory",
]
