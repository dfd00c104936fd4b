"""What can be done with a cart, a file per use case."""

from merx.commerce.cart.workflows.change_promotions import change_promotions
from merx.commerce.cart.workflows.complete_cart import complete_cart
from merx.commerce.cart.workflows.create_cart import NewCart, create_cart
from merx.commerce.cart.workflows.lines import NewItem, add_line_items, delete_line_items, update_line_item
from merx.commerce.cart.workflows.people import transfer_customer
from merx.commerce.cart.workflows.prices import PricedCart, PricedItem, price_items
from merx.commerce.cart.workflows.promotions import refresh_promotions
from merx.commerce.cart.workflows.refresh_cart import refresh_cart, refresh_collection, refresh_shipping_methods, shipping_context
from merx.commerce.cart.workflows.refresh_taxes import refresh_taxes
from merx.commerce.cart.workflows.shipping_methods import ChosenOption, add_shipping_methods
from merx.commerce.cart.workflows.state import CartState, lock_cart, read_cart
from merx.commerce.cart.workflows.taxes import calculate_taxes
from merx.commerce.cart.workflows.update_cart import update_cart

__all__ = [
    "CartState",
    "ChosenOption",
    "NewCart",
    "NewItem",
    "PricedCart",
    "PricedItem",
    "add_line_items",
    "add_shipping_methods",
    "calculate_taxes",
    "change_promotions",
    "complete_cart",
    "create_cart",
    "delete_line_items",
    "lock_cart",
    "price_items",
    "read_cart",
    "refresh_cart",
    "refresh_collection",
    "refresh_promotions",
    "refresh_shipping_methods",
    "refresh_taxes",
    "shipping_context",
    "transfer_customer",
    "update_cart",
    "update_line_item",
]
