"""Order: what a customer bought, and what became of it.

Owns: orders, their lines, shipping, changes, transactions and credit lines; returns, exchanges and claims.
Leaves to others: money (payment), pieces (inventory), parcels (fulfillment). Only their ids are kept here.
Change freely: everything that is not in `__all__`.
Change with a decision record: statuses, change types and actions, id prefixes. Running shops have them stored.
Holds always: lines of a placed order never change; a correction is a new `OrderChange`, which raises the order's `version`.
What an order is at a version stands in the rows of that version (`OrderItem`, `OrderShipping`, `OrderSummary`).
"""

from merx.commerce.order.models import (
    ClaimReason,
    ClaimType,
    Order,
    OrderAddress,
    OrderChange,
    OrderChangeAction,
    OrderChangeStatus,
    OrderClaim,
    OrderClaimItem,
    OrderClaimItemImage,
    OrderCreditLine,
    OrderExchange,
    OrderExchangeItem,
    OrderItem,
    OrderLineItem,
    OrderLineItemAdjustment,
    OrderLineItemTaxLine,
    OrderShipping,
    OrderShippingMethod,
    OrderShippingMethodAdjustment,
    OrderShippingMethodTaxLine,
    OrderStatus,
    OrderSummary,
    OrderTransaction,
    Return,
    ReturnItem,
    ReturnReason,
    ReturnStatus,
)
from merx.commerce.order.service import OrderService
from merx.framework.module import Module

order = Module("order", service=OrderService)

__all__ = [
    "OrderService",
    "ClaimReason",
    "ClaimType",
    "Order",
    "OrderAddress",
    "OrderChange",
    "OrderChangeAction",
    "OrderChangeStatus",
    "OrderClaim",
    "OrderClaimItem",
    "OrderClaimItemImage",
    "OrderCreditLine",
    "OrderExchange",
    "OrderExchangeItem",
    "OrderItem",
    "OrderLineItem",
    "OrderLineItemAdjustment",
    "OrderLineItemTaxLine",
    "OrderShipping",
    "OrderShippingMethod",
    "OrderShippingMethodAdjustment",
    "OrderShippingMethodTaxLine",
    "OrderStatus",
    "OrderSummary",
    "OrderTransaction",
    "Return",
    "ReturnItem",
    "ReturnReason",
    "ReturnStatus",
    "order",
]
