"""Giving taken money back, and letting go of held money."""

from decimal import Decimal

from merx.commerce.order import OrderService, OrderTransaction
from merx.commerce.order.links import order_payment_collections
from merx.commerce.payment.errors import AmountNotPositive, RefundTooMuch
from merx.commerce.payment.gateways import GatewayOrder, gateway
from merx.commerce.payment.models import Payment, Refund
from merx.commerce.payment.service import PaymentService
from merx.commerce.payment.workflows.ledger import positive_or_rest, recompute
from merx.framework.data import utcnow
from merx.framework.errors import NotAllowed
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("payment.refund")
async def refund_payment(
    scope: Scope,
    payment_id: str,
    amount: Decimal | None = None,
    *,
    refund_reason_id: str | None = None,
    note: str | None = None,
    created_by: str | None = None,
) -> Payment:
    """Give taken money back, all of it unless an amount (major units) is said; books it on the payment's order.

    Not safe to repeat: each call gives money. Holds the collection's lock. Emits `payment.refunded`. Raises `NotFound`,
    `AmountNotPositive`, `RefundTooMuch`.
    """
    service = scope[PaymentService]
    collection, payment = await service.lock_payment(payment_id)
    captured, before = await service.moved(payment_id)
    given = positive_or_rest(amount, captured - before, payment.currency_code)
    if before + given > captured or captured == 0:
        raise RefundTooMuch
    if given <= 0:
        raise AmountNotPositive("Refund")
    refund = Refund(payment_id=payment_id, amount=given, refund_reason_id=refund_reason_id, note=note, created_by=created_by)
    order = GatewayOrder(amount=given, currency_code=payment.currency_code, data=payment.data or {}, key=refund.id)
    data = await gateway(scope.app, payment.provider_id).refund(order)
    await service.refunds.create(refund)
    payment = await service.payments.update(payment_id, data=data)
    await recompute(scope, collection)
    for order_id, _ in await order_payment_collections.pairs(scope, right=collection.id):
        await _book(scope, order_id, refund, payment.currency_code)
    await scope.emit("payment.refunded", {"id": payment_id})
    return payment


async def _book(scope: Scope, order_id: str, refund: Refund, currency_code: str) -> None:
    service = scope[OrderService]
    version = (await service.orders.retrieve(order_id)).version
    await service.transactions.create(
        OrderTransaction(order_id=order_id, version=version, amount=-refund.amount, currency_code=currency_code, reference="refund", reference_id=refund.id)
    )


@workflow("payment.cancel")
async def cancel_payment(scope: Scope, payment_id: str) -> Payment:
    """Let go of money that is held. Safe to repeat. Holds the collection's lock. Raises `NotFound`, and `NotAllowed` when some was taken."""
    service = scope[PaymentService]
    collection, payment = await service.lock_payment(payment_id)
    if payment.canceled_at is not None:
        return payment
    if (await service.moved(payment_id))[0] > 0:
        raise NotAllowed(f"The payment: {payment_id} has been captured; refund it instead.")
    data = await gateway(scope.app, payment.provider_id).cancel(payment.data or {}, payment_id)
    payment = await service.payments.update(payment_id, data=data, canceled_at=utcnow())
    await recompute(scope, collection)
    return payment
