"""The tables of this room, a file for what changes together."""

from merx.commerce.cart.models.cart import Address, Cart, CreditLine
from merx.commerce.cart.models.lines import LineItem, LineItemAdjustment, LineItemTaxLine
from merx.commerce.cart.models.shipping import ShippingMethod, ShippingMethodAdjustment, ShippingMethodTaxLine

__all__ = [
    "Address",
    "Cart",
    "CreditLine",
    "LineItem",
    "LineItemAdjustment",
    "LineItemTaxLine",
    "ShippingMethod",
    "ShippingMethodAdjustment",
    "ShippingMethodTaxLine",
]
