"""The rows of orders."""

from merx.commerce.order.models import (
    Order,
    OrderAddress,
    OrderChange,
    OrderChangeAction,
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
    OrderSummary,
    OrderTransaction,
    Return,
    ReturnItem,
    ReturnReason,
)
from merx.framework.data import Repository, Service


class OrderService(Service):
    """Orders and what became of them."""

    orders: Repository[Order]
    addresses: Repository[OrderAddress]
    summaries: Repository[OrderSummary]
    transactions: Repository[OrderTransaction]
    credit_lines: Repository[OrderCreditLine]
    line_items: Repository[OrderLineItem]
    items: Repository[OrderItem]
    item_adjustments: Repository[OrderLineItemAdjustment]
    item_tax_lines: Repository[OrderLineItemTaxLine]
    shipping_methods: Repository[OrderShippingMethod]
    shippings: Repository[OrderShipping]
    shipping_method_adjustments: Repository[OrderShippingMethodAdjustment]
    shipping_method_tax_lines: Repository[OrderShippingMethodTaxLine]
    changes: Repository[OrderChange]
    change_actions: Repository[OrderChangeAction]
    returns: Repository[Return]
    return_items: Repository[ReturnItem]
    return_reasons: Repository[ReturnReason]
    exchanges: Repository[OrderExchange]
    exchange_items: Repository[OrderExchangeItem]
    claims: Repository[OrderClaim]
    claim_items: Repository[OrderClaimItem]
    claim_item_images: Repository[OrderClaimItemImage]
