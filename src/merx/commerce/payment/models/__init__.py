"""The tables of this room, a file for what changes together."""

from merx.commerce.payment.models.collections import (
    AccountHolder,
    PaymentCollection,
    PaymentCollectionProvider,
    PaymentCollectionStatus,
    PaymentProvider,
    PaymentSession,
    PaymentSessionStatus,
)
from merx.commerce.payment.models.payments import Capture, Payment, Refund, RefundReason

__all__ = [
    "AccountHolder",
    "Capture",
    "Payment",
    "PaymentCollection",
    "PaymentCollectionProvider",
    "PaymentCollectionStatus",
    "PaymentProvider",
    "PaymentSession",
    "PaymentSessionStatus",
    "Refund",
    "RefundReason",
]
