"""What a collection's payments say about it. Money is compared at the currency's digits: nobody owes a tenth of a cent."""

from decimal import Decimal

from merx.commerce.currency import exponent_of
from merx.commerce.payment.models import PaymentCollection, PaymentCollectionStatus
from merx.commerce.payment.schemas import Sums
from merx.commerce.payment.service import PaymentService
from merx.commerce.totals import payable
from merx.framework.data import utcnow
from merx.framework.scope import Scope


def status_of(amount: Decimal, sums: Sums, exponent: int) -> PaymentCollectionStatus:
    """not_paid, awaiting, (partially_)authorized or completed; captures below the amount leave it authorized."""
    if sums.captured > 0 and payable(sums.captured, exponent) >= payable(amount, exponent):
        return "completed"
    if sums.authorized > 0:
        return "authorized" if payable(sums.authorized, exponent) >= payable(amount, exponent) else "partially_authorized"
    return "awaiting" if sums.sessions else "not_paid"


async def recompute(scope: Scope, collection: PaymentCollection) -> PaymentCollection:
    """Bring the collection's sums and status up to its payments. The caller holds its lock."""
    service = scope[PaymentService]
    sums = await service.sums(collection.id)
    status = status_of(collection.amount, sums, exponent_of(collection.currency_code))
    return await service.collections.update(
        collection.id,
        status=status,
        authorized_amount=sums.authorized,
        captured_amount=sums.captured,
        refunded_amount=sums.refunded,
        completed_at=(collection.completed_at or utcnow()) if status == "completed" else None,
    )


def positive_or_rest(given: Decimal | None, rest: Decimal, currency_code: str) -> Decimal:
    """What is to be moved: the amount asked for at the currency's digits, else all that is left."""
    return rest if given is None else payable(given, exponent_of(currency_code))
