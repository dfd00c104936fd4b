"""What can be done with payments, a file per use case."""

from merx.commerce.payment.schemas import Captured
from merx.commerce.payment.workflows.captures import capture_payment
from merx.commerce.payment.workflows.collections import (
    create_order_payment_collection,
    create_payment_collection,
    delete_payment_collection,
    mark_collection_as_paid,
)
from merx.commerce.payment.workflows.refund_reasons import create_refund_reason, delete_refund_reason, update_refund_reason
from merx.commerce.payment.workflows.refunds import cancel_payment, refund_payment
from merx.commerce.payment.workflows.sessions import authorize_payment_session, create_payment_session, must_be_taken, refresh_payment_collection
from merx.commerce.payment.workflows.sync_providers import sync_providers

__all__ = [
    "Captured",
    "authorize_payment_session",
    "cancel_payment",
    "capture_payment",
    "create_order_payment_collection",
    "create_payment_collection",
    "create_payment_session",
    "create_refund_reason",
    "delete_payment_collection",
    "delete_refund_reason",
    "mark_collection_as_paid",
    "must_be_taken",
    "refresh_payment_collection",
    "refund_payment",
    "sync_providers",
    "update_refund_reason",
]
