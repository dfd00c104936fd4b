"""Sessions: opened, replaced, authorized, declined."""

from decimal import Decimal

import pytest

from merx.commerce.payment import PaymentDeclined, PaymentRequiresMore, PaymentService
from merx.commerce.payment.errors import CollectionSettled, UnknownPaymentProvider
from merx.commerce.payment.tests.shop.providers import Till
from merx.commerce.payment.tests.world import a_collection, a_payment
from merx.commerce.payment.workflows import Captured, authorize_payment_session, create_payment_session, refresh_payment_collection
from merx.framework.scope import Scope


async def test_a_session_asks_its_provider_for_the_collections_amount(scope: Scope, till: Till) -> None:
    # given
    collection = await a_collection(scope)
    # when
    session = await create_payment_session(scope, collection.id, "pp_till", {"answer": "authorized"})
    # then
    assert (session.amount, session.currency_code, session.status) == (Decimal("130.90"), "eur", "pending")
    assert session.data == {"answer": "authorized", "slip": session.id}
    assert till.calls == [("initiate", Decimal("130.90"))]
    assert (await scope[PaymentService].collections.retrieve(collection.id)).status == "awaiting"


async def test_another_session_takes_the_place_of_the_first(scope: Scope, till: Till) -> None:
    # given
    collection = await a_collection(scope)
    first = await create_payment_session(scope, collection.id, "pp_till")
    # when
    second = await create_payment_session(scope, collection.id, "pp_system_default")
    # then
    assert [session.id for session in await scope[PaymentService].sessions.list()] == [second.id]
    assert till.calls == [("initiate", Decimal("130.90")), (f"delete {first.id}", None)]


async def test_an_unknown_provider_is_refused_and_the_session_that_is_there_stays(scope: Scope, till: Till) -> None:
    # given
    collection = await a_collection(scope)
    first = await create_payment_session(scope, collection.id, "pp_till")
    # when
    with pytest.raises(UnknownPaymentProvider):
        await create_payment_session(scope, collection.id, "pp_nobody")
    # then
    assert [session.id for session in await scope[PaymentService].sessions.list()] == [first.id]
    assert till.calls == [("initiate", Decimal("130.90"))]


async def test_authorizing_makes_one_payment_however_often(scope: Scope, till: Till) -> None:
    # given
    collection = await a_collection(scope)
    session = await create_payment_session(scope, collection.id, "pp_till")
    # when
    captures = [await authorize_payment_session(scope, session.id) for _ in range(2)]
    # then
    (payment,) = await scope[PaymentService].payments.list()
    assert (captures, payment.amount, payment.captured_at) == ([[], []], Decimal("130.90"), None)
    assert [call for call, _ in till.calls] == ["initiate", "authorize"]
    found = await scope[PaymentService].collections.retrieve(collection.id)
    assert (found.status, found.authorized_amount, found.captured_amount) == ("authorized", Decimal("130.90"), Decimal(0))


async def test_a_provider_that_takes_the_money_at_once_gives_a_capture(scope: Scope) -> None:
    # given
    collection = await a_collection(scope)
    session = await create_payment_session(scope, collection.id, "pp_till", {"answer": "captured"})
    # when
    captures = await authorize_payment_session(scope, session.id)
    # then
    (capture,) = await scope[PaymentService].captures.list()
    assert captures == [Captured(capture.id, Decimal("130.90"))]
    found = await scope[PaymentService].collections.retrieve(collection.id)
    assert (found.status, found.captured_amount, found.completed_at is not None) == ("completed", Decimal("130.90"), True)


@pytest.mark.parametrize(
    ("answer", "error", "kind"),
    [
        ("requires_more", PaymentRequiresMore, "payment_requires_more_error"),
        ("error", PaymentDeclined, "payment_authorization_error"),
        ("canceled", PaymentDeclined, "payment_authorization_error"),
        ("pending", PaymentDeclined, "payment_authorization_error"),
    ],
)
async def test_a_declined_session_changes_nothing(scope: Scope, answer: str, error: type[PaymentDeclined], kind: str) -> None:
    # given
    collection = await a_collection(scope)
    session = await create_payment_session(scope, collection.id, "pp_till", {"answer": answer})
    # when
    with pytest.raises(error) as refused:
        await authorize_payment_session(scope, session.id)
    # then
    assert (type(refused.value), refused.value.type.value) == (error, kind)
    assert await scope[PaymentService].payments.count() == 0
    assert (await scope[PaymentService].sessions.retrieve(session.id)).status == "pending"


async def test_a_provider_that_answers_later_leaves_no_payment(scope: Scope) -> None:
    # given
    collection = await a_collection(scope)
    session = await create_payment_session(scope, collection.id, "pp_till", {"answer": "pending_authorization"})
    # when
    captures = await authorize_payment_session(scope, session.id)
    # then
    found = await scope[PaymentService].sessions.retrieve(session.id)
    assert (captures, found.status, found.authorized_at) == ([], "pending_authorization", None)
    assert await scope[PaymentService].payments.count() == 0


async def test_another_amount_closes_the_sessions_and_is_asked_at_the_currencys_digits(scope: Scope, till: Till) -> None:
    # given
    collection = await a_collection(scope)
    session = await create_payment_session(scope, collection.id, "pp_till")
    # when
    await refresh_payment_collection(scope, collection.id, amount=Decimal("100.005"), currency_code="eur")
    # then
    found = await scope[PaymentService].collections.retrieve(collection.id)
    assert (found.amount, found.status) == (Decimal("100.01"), "not_paid")
    assert (await scope[PaymentService].sessions.count(), till.calls[-1]) == (0, (f"delete {session.id}", None))


async def test_what_is_authorized_takes_no_other_session(scope: Scope) -> None:
    # given
    payment = await a_payment(scope)
    # when
    with pytest.raises(CollectionSettled):
        await create_payment_session(scope, payment.payment_collection_id, "pp_till")
    # then
    assert await scope[PaymentService].sessions.count() == 1
