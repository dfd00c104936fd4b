"""The rows of carts."""

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
from merx.framework.data import Repository, Service


class CartService(Service):
    """Carts and all that is on them."""

    carts: Repository[Cart]
    addresses: Repository[Address]
    credit_lines: Repository[CreditLine]
    items: Repository[LineItem]
    item_adjustments: Repository[LineItemAdjustment]
    item_tax_lines: Repository[LineItemTaxLine]
    shipping_methods: Repository[ShippingMethod]
    shipping_method_adjustments: Repository[ShippingMethodAdjustment]
    shipping_method_tax_lines: Repository[ShippingMethodTaxLine]
