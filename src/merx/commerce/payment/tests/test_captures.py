"""Money taken and given back: never more than there is, and each piece once."""

import asyncio
from decimal import Decimal

import pytest

from merx.commerce.order import Order, OrderService
from merx.commerce.order.links import order_payment_collections
from merx.commerce.payment import PaymentService
from merx.commerce.payment.errors import AmountNotPositive, CaptureTooMuch, PaymentCanceled, RefundTooMuch
from merx.commerce.payment.tests.shop.providers import Till
from merx.commerce.payment.tests.world import a_payment, collection_of
from merx.commerce.payment.workflows import cancel_payment, capture_payment, refund_payment
from merx.framework.app import App
from merx.framework.errors import NotAllowed
from merx.framework.scope import Scope

ALL = Decimal("130.90")


async def test_a_payment_is_captured_in_parts_until_all_is_taken(scope: Scope, till: Till) -> None:
    # given
    payment = await a_payment(scope)
    # when the contract's example: 50 of 130.90, then the rest
    await capture_payment(scope, payment.id, Decimal(50))
    partly = await collection_of(scope, payment)
    done = await capture_payment(scope, payment.id)
    # then
    assert partly == ("authorized", ALL, Decimal(50), Decimal(0))
    assert await collection_of(scope, payment) == ("completed", ALL, ALL, Decimal(0))
    assert done.captured_at is not None
    assert till.calls[-2:] == [("capture", Decimal(50)), ("capture", Decimal("80.90"))]


async def test_capturing_again_what_is_taken_changes_nothing(scope: Scope, till: Till) -> None:
    # given
    payment = await a_payment(scope)
    first = await capture_payment(scope, payment.id)
    # when
    second = await capture_payment(scope, payment.id)
    # then
    assert (second.captured_at, await scope[PaymentService].captures.count()) == (first.captured_at, 1)
    assert [call for call, _ in till.calls] == ["initiate", "authorize", "capture"]


@pytest.mark.parametrize(("amount", "error"), [("130.91", CaptureTooMuch), ("0", AmountNotPositive), ("-1", AmountNotPositive), ("0.004", AmountNotPositive)])
async def test_too_much_or_nothing_is_refused_and_nothing_is_taken(scope: Scope, till: Till, amount: str, error: type[Exception]) -> None:
    # given
    payment = await a_payment(scope)
    # when
    with pytest.raises(error):
        await capture_payment(scope, payment.id, Decimal(amount))
    # then
    assert await collection_of(scope, payment) == ("authorized", ALL, Decimal(0), Decimal(0))
    assert [call for call, _ in till.calls] == ["initiate", "authorize"]


async def test_of_captures_at_once_each_sees_what_the_others_took(app: App, scope: Scope, till: Till) -> None:
    # given
    payment = await a_payment(scope)
    # when eight captures of 50 run at the same time
    results = await asyncio.gather(*(capture_payment(app.scope(), payment.id, Decimal(50)) for _ in range(8)), return_exceptions=True)
    # then two find room, six are refused
    refused = [result for result in results if isinstance(result, Exception)]
    assert [type(error) for error in refused] == [CaptureTooMuch] * 6
    assert await collection_of(scope, payment) == ("authorized", ALL, Decimal(100), Decimal(0))
    assert [call for call in till.calls if call[0] == "capture"] == [("capture", Decimal(50))] * 2


async def test_without_the_lock_the_same_captures_take_too_much(app: App, scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    # given the lock taken out
    payment = await a_payment(scope)
    monkeypatch.setattr(PaymentService, "lock", lambda self, key: self.collections.retrieve(key))
    # when
    await asyncio.gather(*(capture_payment(app.scope(), payment.id, Decimal(50)) for _ in range(8)), return_exceptions=True)
    # then
    captured = sum(capture.amount for capture in await scope[PaymentService].captures.list())
    assert captured > ALL


async def test_a_capture_is_booked_on_the_payments_order(scope: Scope) -> None:
    # given
    payment = await a_payment(scope)
    order = await scope[OrderService].orders.create(Order(currency_code="eur"))
    await order_payment_collections.add(scope, [(order.id, payment.payment_collection_id)])
    # when
    await capture_payment(scope, payment.id, created_by="user_1")
    await refund_payment(scope, payment.id, Decimal("30.90"))
    # then
    (capture,), (refund,) = await scope[PaymentService].captures.list(), await scope[PaymentService].refunds.list()
    booked = await scope[OrderService].transactions.list(order_id=order.id)
    assert capture.created_by == "user_1"
    assert [(each.reference, each.reference_id, each.amount, each.currency_code) for each in booked] == [
        ("capture", capture.id, ALL, "eur"),
        ("refund", refund.id, Decimal("-30.90"), "eur"),
    ]


async def test_refunds_go_up_to_what_was_taken(scope: Scope) -> None:
    # given
    payment = await a_payment(scope)
    await capture_payment(scope, payment.id)
    await refund_payment(scope, payment.id, Decimal(30), note="broken lid")
    # when
    with pytest.raises(RefundTooMuch, match="You are not allowed to refund more than the captured amount"):
        await refund_payment(scope, payment.id, Decimal("100.91"))
    await refund_payment(scope, payment.id)
    # then
    assert await collection_of(scope, payment) == ("completed", ALL, ALL, ALL)
    assert [refund.amount for refund in await scope[PaymentService].refunds.list()] == [Decimal(30), Decimal("100.90")]


async def test_what_is_only_held_cannot_be_refunded(scope: Scope) -> None:
    # given
    payment = await a_payment(scope)
    # when, then
    with pytest.raises(RefundTooMuch):
        await refund_payment(scope, payment.id)


async def test_a_canceled_payment_holds_nothing_and_gives_nothing(scope: Scope, till: Till) -> None:
    # given
    payment = await a_payment(scope)
    # when
    await cancel_payment(scope, payment.id)
    await cancel_payment(scope, payment.id)
    with pytest.raises(PaymentCanceled):
        await capture_payment(scope, payment.id)
    # then
    assert await collection_of(scope, payment) == ("awaiting", Decimal(0), Decimal(0), Decimal(0))
    assert [call for call, _ in till.calls] == ["initiate", "authorize", "cancel"]


async def test_a_captured_payment_is_not_canceled(scope: Scope) -> None:
    # given
    payment = await a_payment(scope)
    await capture_payment(scope, payment.id, Decimal(1))
    # when
    with pytest.raises(NotAllowed):
        await cancel_payment(scope, payment.id)
    # then
    assert (await scope[PaymentService].payments.retrieve(payment.id)).canceled_at is None
