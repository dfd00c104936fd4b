"""Taking money that is held."""

from decimal import Decimal

from merx.commerce.order.links import order_payment_collections
from merx.commerce.order.workflows import record_captures
from merx.commerce.payment.errors import AmountNotPositive, CaptureTooMuch, PaymentCanceled
from merx.commerce.payment.gateways import GatewayOrder, gateway
from merx.commerce.payment.models import Capture, Payment
from merx.commerce.payment.schemas import Captured
from merx.commerce.payment.service import PaymentService
from merx.commerce.payment.workflows.ledger import positive_or_rest, recompute
from merx.framework.data import utcnow
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("payment.capture")
async def capture_payment(scope: Scope, payment_id: str, amount: Decimal | None = None, created_by: str | None = None) -> Payment:
    """Take held money, all that is left of it unless an amount (major units) is said; books it on the payment's order.

    A payment that is captured in full stays as it is when no amount is said, so this is safe to repeat. Holds the
    collection's lock: of two captures at once the second sees the first. Emits `payment.captured`. Raises `NotFound`,
    `PaymentCanceled`, `AmountNotPositive`, `CaptureTooMuch`.
    """
    service = scope[PaymentService]
    collection, payment = await service.lock_payment(payment_id)
    if payment.canceled_at is not None:
        raise PaymentCanceled(payment_id)
    if payment.captured_at is not None and amount is None:
        return payment
    before, _ = await service.moved(payment_id)
    taken = positive_or_rest(amount, payment.amount - before, payment.currency_code)
    if taken <= 0:
        raise AmountNotPositive("Capture")
    if before + taken > payment.amount:
        raise CaptureTooMuch
    capture = Capture(payment_id=payment_id, amount=taken, created_by=created_by)
    order = GatewayOrder(amount=taken, currency_code=payment.currency_code, data=payment.data or {}, key=capture.id)
    data = await gateway(scope.app, payment.provider_id).capture(order)
    await service.captures.create(capture)
    captured_at = utcnow() if before + taken == payment.amount else None
    payment = await service.payments.update(payment_id, data=data, captured_at=captured_at)
    await recompute(scope, collection)
    for order_id, _ in await order_payment_collections.pairs(scope, right=collection.id):
        await record_captures(scope, order_id, [Captured(capture.id, taken)])
    await scope.emit("payment.captured", {"id": payment_id})
    return payment
