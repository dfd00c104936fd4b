"""What is done to prices, a file for each use case."""

from merx.commerce.pricing.workflows.create_price_sets import create_price_sets
from merx.commerce.pricing.workflows.price_list_prices import (
    ListPricesChanged,
    batch_price_list_prices,
    create_price_list_prices,
    remove_price_list_prices,
    remove_products_from_price_list,
    update_price_list_prices,
)
from merx.commerce.pricing.workflows.price_lists import create_price_lists, delete_price_lists, update_price_list
from merx.commerce.pricing.workflows.price_preferences import create_price_preference, delete_price_preferences, update_price_preference
from merx.commerce.pricing.workflows.set_prices import set_prices, set_prices_of

__all__ = [
    "ListPricesChanged",
    "batch_price_list_prices",
    "create_price_list_prices",
    "create_price_lists",
    "create_price_preference",
    "create_price_sets",
    "delete_price_lists",
    "delete_price_preferences",
    "remove_price_list_prices",
    "remove_products_from_price_list",
    "set_prices",
    "set_prices_of",
    "update_price_list",
    "update_price_list_prices",
    "update_price_preference",
]
