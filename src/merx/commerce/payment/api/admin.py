"""Payments over HTTP, for those who run the shop."""

from merx.commerce.payment.api.fields import PAYMENT, PAYMENT_COLLECTION, PAYMENT_PROVIDER
from merx.commerce.payment.api.schemas import Capture, CreateOrderCollection, CreateSession, MarkAsPaid, PaymentParams, ProviderParams, Refund
from merx.commerce.payment.workflows import (
    capture_payment,
    create_order_payment_collection,
    create_payment_session,
    delete_payment_collection,
    mark_collection_as_paid,
    refund_payment,
)
from merx.framework.http import AdminScope, Answer, FieldParams, delete, deleted, get, post


@get("/admin/payments")
async def list_payments(scope: AdminScope, query: PaymentParams) -> Answer:
    return await PAYMENT.page(scope, query)


@get("/admin/payments/payment-providers")
async def list_providers(scope: AdminScope, query: ProviderParams) -> Answer:
    return await PAYMENT_PROVIDER.page(scope, query)


@get("/admin/payments/{id}")
async def retrieve_payment(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await PAYMENT.one(scope, id, query)


@post("/admin/payments/{id}/capture")
async def capture(scope: AdminScope, id: str, data: Capture, query: FieldParams) -> Answer:
    await capture_payment(scope, id, data.amount, created_by=scope.actor.id)
    return await PAYMENT.one(scope, id, query)


@post("/admin/payments/{id}/refund")
async def refund(scope: AdminScope, id: str, data: Refund, query: FieldParams) -> Answer:
    await refund_payment(scope, id, data.amount, refund_reason_id=data.refund_reason_id, note=data.note, created_by=scope.actor.id)
    return await PAYMENT.one(scope, id, query)


@post("/admin/payment-collections")
async def create_collection(scope: AdminScope, data: CreateOrderCollection, query: FieldParams) -> Answer:
    collection = await create_order_payment_collection(scope, data.order_id, data.amount)
    return await PAYMENT_COLLECTION.one(scope, collection.id, query)


@delete("/admin/payment-collections/{id}")
async def delete_collection(scope: AdminScope, id: str) -> Answer:
    await delete_payment_collection(scope, id)
    return deleted(id, "payment-collection")


@post("/admin/payment-collections/{id}/mark-as-paid")
async def mark_as_paid(scope: AdminScope, id: str, data: MarkAsPaid, query: FieldParams) -> Answer:
    await mark_collection_as_paid(scope, id, data.order_id, provider_id=data.provider_id, captured_by=scope.actor.id)
    return await PAYMENT_COLLECTION.one(scope, id, query)


@post("/admin/payment-collections/{id}/payment-sessions")
async def create_session(scope: AdminScope, id: str, data: CreateSession, query: FieldParams) -> Answer:
    await create_payment_session(scope, id, data.provider_id, data.data)
    return await PAYMENT_COLLECTION.one(scope, id, query)
