"""Payment: what is owed for a cart or order, who collects it, and what was collected and given back.

Owns: payment collections, sessions, payments, captures, refunds, refund reasons, account holders.
Leaves to others: what is owed (totals), which providers a region takes (region; a link), the money itself (providers).
Change freely: everything that is not in `__all__`.
Change with a decision record: statuses, provider ids. Providers' webhooks name our rows.
Holds always: captured is at most authorized, refunded at most captured; amounts are Decimal in the collection's currency.
"""

from merx.commerce.payment.errors import PaymentDeclined, PaymentRequiresMore, ProviderNotInRegion
from merx.commerce.payment.gateways import GatewayAnswer, GatewayOrder, PaymentGateway, gateways
from merx.commerce.payment.models import (
    AccountHolder,
    Capture,
    Payment,
    PaymentCollection,
    PaymentCollectionStatus,
    PaymentProvider,
    PaymentSession,
    PaymentSessionStatus,
    Refund,
    RefundReason,
)
from merx.commerce.payment.schemas import Captured
from merx.commerce.payment.service import PaymentService
from merx.framework.module import Module
from merx.framework.providers import Providers

payment = Module(
    "payment",
    service=PaymentService,
    providers=Providers(PaymentGateway, shipped=("merx.providers.payment_manual:manual",)),
)

__all__ = [
    "PaymentService",
    "Captured",
    "GatewayAnswer",
    "GatewayOrder",
    "PaymentDeclined",
    "PaymentGateway",
    "PaymentRequiresMore",
    "ProviderNotInRegion",
    "gateways",
    "AccountHolder",
    "Capture",
    "Payment",
    "PaymentCollection",
    "PaymentCollectionStatus",
    "PaymentProvider",
    "PaymentSession",
    "PaymentSessionStatus",
    "Refund",
    "RefundReason",
    "payment",
]
