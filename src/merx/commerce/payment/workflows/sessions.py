"""Sessions: attempts to pay a collection with one provider."""

from decimal import Decimal
from typing import Any

from merx.commerce.currency import exponent_of
from merx.commerce.payment.errors import CollectionSettled, PaymentDeclined, PaymentRequiresMore, ProviderNotInRegion, SessionClosed
from merx.commerce.payment.gateways import GatewayAnswer, GatewayOrder, gateway
from merx.commerce.payment.models import Capture, Payment, PaymentCollection, PaymentSession
from merx.commerce.payment.schemas import Captured
from merx.commerce.payment.service import PaymentService
from merx.commerce.payment.workflows.ledger import recompute
from merx.commerce.totals import payable
from merx.framework.data import create_all, utcnow
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

OPEN = ("not_paid", "awaiting", "partially_authorized", "failed")
"""Statuses of collections that may still get a session."""


class _Provider(View):
    id: str
    is_enabled: bool


class _Region(View):
    id: str
    payment_providers: list[_Provider]


class _Cart(View):
    region: _Region | None


class _Payer(View, of=PaymentCollection):
    id: str
    cart: _Cart | None


@workflow("payment.create_session")
async def create_payment_session(scope: Scope, collection_id: str, provider_id: str, data: dict[str, Any] | None = None) -> PaymentSession:
    """Pay with this provider: its session takes the place of all others that hold nothing.

    Holds the collection's lock. Raises `NotFound`, `UnknownPaymentProvider`, `ProviderNotInRegion`, `CollectionSettled`.
    """
    service = scope[PaymentService]
    collection = await service.lock(collection_id)
    if collection.status not in OPEN:
        raise CollectionSettled(f"Payment collection {collection_id} is {collection.status}; it takes no other session")
    who = gateway(scope.app, provider_id)
    await must_be_taken(scope, collection_id, provider_id)
    await close_sessions(scope, collection_id)
    session = PaymentSession(payment_collection_id=collection_id, currency_code=collection.currency_code, amount=collection.amount, provider_id=provider_id)
    answer = await who.initiate(GatewayOrder(amount=session.amount, currency_code=session.currency_code, data=data or {}, key=session.id))
    session.data, session.status = answer.data, answer.status
    await service.sessions.create(session)
    await recompute(scope, collection)
    return session


async def must_be_taken(scope: Scope, collection_id: str, provider_id: str) -> None:
    """See that the region of the collection's cart takes this provider. Raises `ProviderNotInRegion`."""
    payer = await scope.query.one(_Payer, collection_id)
    region = payer.cart.region if payer.cart else None
    if region is not None and not any(each.id == provider_id and each.is_enabled for each in region.payment_providers):
        raise ProviderNotInRegion(provider_id, region.id)


async def close_sessions(scope: Scope, collection_id: str) -> None:
    """Close the collection's sessions that hold no money, at their providers too. The caller holds the collection's lock."""
    service = scope[PaymentService]
    sessions = await service.sessions.list(payment_collection_id=collection_id)
    if not sessions:
        return
    paid = {payment.payment_session_id for payment in await service.payments.list(payment_collection_id=collection_id)}
    closing = [session for session in sessions if session.id not in paid]
    for session in closing:
        await gateway(scope.app, session.provider_id).delete(session.data)
    await service.sessions.delete([session.id for session in closing])


@workflow("payment.authorize_session")
async def authorize_payment_session(scope: Scope, session_id: str) -> list[Captured]:
    """Have the money held: the session becomes a payment. Safe to repeat. Gives the captures that the provider made at once.

    Holds the collection's lock. Raises `PaymentDeclined` and `PaymentRequiresMore`: nothing has changed then; and
    `SessionClosed` where another one took its place. A provider that answers later leaves the session
    pending_authorization, without a payment.
    """
    service = scope[PaymentService]
    collection = await service.lock((await _session(scope, session_id)).payment_collection_id)
    session = await _session(scope, session_id)
    if await service.payments.first(payment_session_id=session_id) is not None:
        return []
    who = gateway(scope.app, session.provider_id)
    answer = await who.authorize(GatewayOrder(amount=session.amount, currency_code=session.currency_code, data=session.data, key=session.id))
    _must_not_be_declined(answer)
    authorized_at = None if answer.status == "pending_authorization" else utcnow()
    await service.sessions.update(session_id, status=answer.status, data=answer.data, authorized_at=authorized_at)
    captured = [] if authorized_at is None else await _record(scope, session, answer)
    await recompute(scope, collection)
    return captured


async def _session(scope: Scope, session_id: str) -> PaymentSession:
    session = await scope[PaymentService].sessions.first(id=session_id)
    if session is None:
        raise SessionClosed(session_id)
    return session


def _must_not_be_declined(answer: GatewayAnswer) -> None:
    if answer.status == "requires_more":
        raise PaymentRequiresMore
    if answer.status not in ("authorized", "captured", "pending_authorization"):
        raise PaymentDeclined


async def _record(scope: Scope, session: PaymentSession, answer: GatewayAnswer) -> list[Captured]:
    payment = Payment(
        payment_collection_id=session.payment_collection_id,
        payment_session_id=session.id,
        amount=session.amount,
        currency_code=session.currency_code,
        provider_id=session.provider_id,
        data=answer.data,
    )
    if answer.status != "captured":
        await create_all(scope, [payment])
        return []
    payment.captured_at = utcnow()
    capture = Capture(payment_id=payment.id, amount=session.amount)
    await create_all(scope, [payment, capture])
    return [Captured(capture.id, capture.amount)]


@workflow("payment.refresh_collection")
async def refresh_payment_collection(scope: Scope, collection_id: str, *, amount: Decimal, currency_code: str) -> PaymentCollection:
    """Ask for another amount: sessions opened for the old one are closed. Holds the collection's lock."""
    service = scope[PaymentService]
    await service.lock(collection_id)
    await close_sessions(scope, collection_id)
    changed = await service.collections.update(collection_id, amount=payable(amount, exponent_of(currency_code)), currency_code=currency_code)
    return await recompute(scope, changed)
