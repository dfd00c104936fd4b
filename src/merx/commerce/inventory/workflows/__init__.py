"""What is done with pieces, a file for each use case."""

from merx.commerce.inventory.schemas import LineToReserve, Taken
from merx.commerce.inventory.workflows.availability import UNLIMITED, availability
from merx.commerce.inventory.workflows.keep_items import create_items, delete_items, update_item
from merx.commerce.inventory.workflows.keep_levels import ChangedLevels, batch_levels, create_levels, delete_levels, update_levels
from merx.commerce.inventory.workflows.move_stock import put_back_to_stock, release_reservations, take_from_stock
from merx.commerce.inventory.workflows.reserve_by_hand import create_reservation, delete_reservation, update_reservation
from merx.commerce.inventory.workflows.reserve_inventory import confirm_inventory, reserve_inventory

__all__ = [
    "UNLIMITED",
    "ChangedLevels",
    "LineToReserve",
    "Taken",
    "availability",
    "batch_levels",
    "confirm_inventory",
    "create_items",
    "create_levels",
    "create_reservation",
    "delete_items",
    "delete_levels",
    "delete_reservation",
    "put_back_to_stock",
    "release_reservations",
    "reserve_inventory",
    "take_from_stock",
    "update_item",
    "update_levels",
    "update_reservation",
]
