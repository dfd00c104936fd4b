"""A shop with everything that a sale needs, in one statement; carts that are ready; orders that are placed."""

from merx.commerce.factories import ADDRESS, SmallShop, open_shop, placed_order, ready_cart

__all__ = ["ADDRESS", "SmallShop", "open_shop", "placed_order", "ready_cart"]
