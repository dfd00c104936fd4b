"""HTTP routes of orders, and what an order shows there."""

from merx.commerce.order.api.fields import STORE_ORDER

__all__ = ["STORE_ORDER"]
