"""Collections, sessions and payments as tests begin with them."""

from decimal import Decimal
from typing import Any

from merx.commerce.payment import Payment, PaymentCollection, PaymentService
from merx.commerce.payment.workflows import authorize_payment_session, create_payment_session, sync_providers
from merx.framework.scope import Scope


async def a_collection(scope: Scope, amount: str = "130.90", currency_code: str = "eur") -> PaymentCollection:
    """What somebody owes, not yet paid."""
    await sync_providers(scope)
    return await scope[PaymentService].collections.create(PaymentCollection(currency_code=currency_code, amount=Decimal(amount)))


async def a_payment(scope: Scope, amount: str = "130.90", data: dict[str, Any] | None = None) -> Payment:
    """An authorized payment of all that is owed."""
    collection = await a_collection(scope, amount)
    session = await create_payment_session(scope, collection.id, "pp_till", data)
    await authorize_payment_session(scope, session.id)
    (payment,) = await scope[PaymentService].payments.list(payment_collection_id=collection.id)
    return payment


async def collection_of(scope: Scope, payment: Payment) -> tuple[str, Decimal | None, Decimal | None, Decimal | None]:
    """Status, authorized, captured and refunded amount of the payment's collection."""
    found = await scope[PaymentService].collections.retrieve(payment.payment_collection_id)
    return found.status, found.authorized_amount, found.captured_amount, found.refunded_amount
