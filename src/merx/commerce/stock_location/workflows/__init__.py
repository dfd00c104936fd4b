"""What is done with stock locations, a file per use case."""

from merx.commerce.stock_location.workflows.create_stock_location import create_stock_location
from merx.commerce.stock_location.workflows.delete_stock_location import delete_stock_location
from merx.commerce.stock_location.workflows.joined import add_fulfillment_set, change_fulfillment_providers, change_sales_channels
from merx.commerce.stock_location.workflows.update_stock_location import update_stock_location

__all__ = [
    "add_fulfillment_set",
    "change_fulfillment_providers",
    "change_sales_channels",
    "create_stock_location",
    "delete_stock_location",
    "update_stock_location",
]
