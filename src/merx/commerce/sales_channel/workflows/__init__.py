"""What is done with sales channels, a file per use case."""

from merx.commerce.sales_channel.workflows.change_products import change_products
from merx.commerce.sales_channel.workflows.create_sales_channel import create_sales_channel
from merx.commerce.sales_channel.workflows.delete_sales_channel import delete_sales_channel
from merx.commerce.sales_channel.workflows.update_sales_channel import update_sales_channel

__all__ = ["change_products", "create_sales_channel", "delete_sales_channel", "update_sales_channel"]
