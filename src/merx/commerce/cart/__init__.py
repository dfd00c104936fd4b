"""Cart: what a shopper is about to buy: lines, addresses, how it is sent, what is taken off and what tax is due.

Owns: carts and everything on them, until they are completed.
Leaves to others: which prices (pricing), taxes (tax) and options (fulfillment) apply, money (payment), the figures (totals),
what becomes of a completed cart (order). Only their ids are kept here; lines keep a snapshot of what they show.
Change freely: everything that is not in `__all__`.
Change with a decision record: snapshot columns, id prefixes. Running shops have them stored.
Holds always: a cart with `completed_at` does not change; amounts are Decimal in the cart's currency, never negative.
"""

from merx.commerce.cart.models import (
    Address,
    Cart,
    CreditLine,
    LineItem,
    LineItemAdjustment,
    LineItemTaxLine,
    ShippingMethod,
    ShippingMethodAdjustment,
    ShippingMethodTaxLine,
)
from merx.commerce.cart.service import CartService
from merx.framework.module import Module

cart = Module("cart", service=CartService)

__all__ = [
    "CartService",
    "Address",
    "Cart",
    "CreditLine",
    "LineItem",
    "LineItemAdjustment",
    "LineItemTaxLine",
    "ShippingMethod",
    "ShippingMethodAdjustment",
    "ShippingMethodTaxLine",
    "cart",
]
