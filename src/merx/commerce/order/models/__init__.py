"""The tables of this room, a file for what changes together."""

from merx.commerce.order.models.changes import OrderChange, OrderChangeAction, OrderChangeStatus
from merx.commerce.order.models.claims import ClaimReason, ClaimType, OrderClaim, OrderClaimItem, OrderClaimItemImage
from merx.commerce.order.models.exchanges import OrderExchange, OrderExchangeItem
from merx.commerce.order.models.lines import OrderItem, OrderLineItem, OrderLineItemAdjustment, OrderLineItemTaxLine
from merx.commerce.order.models.order import Order, OrderAddress, OrderCreditLine, OrderStatus, OrderSummary, OrderTransaction
from merx.commerce.order.models.returns import Return, ReturnItem, ReturnReason, ReturnStatus
from merx.commerce.order.models.shipping import OrderShipping, OrderShippingMethod, OrderShippingMethodAdjustment, OrderShippingMethodTaxLine

__all__ = [
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
]
