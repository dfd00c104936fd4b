"""The rows of payments, and what they add up to."""

from decimal import Decimal

from merx.commerce.payment.models import (
    AccountHolder,
    Capture,
    Payment,
    PaymentCollection,
    PaymentCollectionProvider,
    PaymentProvider,
    PaymentSession,
    Refund,
    RefundReason,
)
from merx.commerce.payment.schemas import Sums
from merx.framework.data import Repository, Service

_SUMS = """
SELECT (SELECT count(*) FROM payment_session WHERE payment_collection_id = $1 AND deleted_at IS NULL) AS sessions,
       coalesce(sum(payment.amount) FILTER (WHERE payment.canceled_at IS NULL), 0) AS authorized,
       coalesce(sum(moved.captured), 0) AS captured,
       coalesce(sum(moved.refunded), 0) AS refunded
FROM payment
CROSS JOIN LATERAL (
    SELECT (SELECT sum(amount) FROM capture WHERE payment_id = payment.id AND deleted_at IS NULL) AS captured,
           (SELECT sum(amount) FROM refund WHERE payment_id = payment.id AND deleted_at IS NULL) AS refunded
) AS moved
WHERE payment.payment_collection_id = $1 AND payment.deleted_at IS NULL
"""
_MOVED = """
SELECT (SELECT coalesce(sum(amount), 0) FROM capture WHERE payment_id = $1 AND deleted_at IS NULL) AS captured,
       (SELECT coalesce(sum(amount), 0) FROM refund WHERE payment_id = $1 AND deleted_at IS NULL) AS refunded
"""


class PaymentService(Service):
    """Collections, sessions, payments and refunds."""

    providers: Repository[PaymentProvider]
    collections: Repository[PaymentCollection]
    collection_providers: Repository[PaymentCollectionProvider]
    sessions: Repository[PaymentSession]
    account_holders: Repository[AccountHolder]
    payments: Repository[Payment]
    captures: Repository[Capture]
    refunds: Repository[Refund]
    refund_reasons: Repository[RefundReason]

    async def lock(self, collection_id: str) -> PaymentCollection:
        """The collection's row, locked until the transaction ends: the one lock for everything below it. Raises `NotFound`."""
        return await self.collections.retrieve(collection_id, for_update=True)

    async def lock_payment(self, payment_id: str) -> tuple[PaymentCollection, Payment]:
        """A payment as it stands under its collection's lock. Raises `NotFound`."""
        # Which collection it is in never changes, so it may be read before the lock; everything else is read after.
        collection = await self.lock((await self.payments.retrieve(payment_id)).payment_collection_id)
        return collection, await self.payments.retrieve(payment_id)

    async def sums(self, collection_id: str) -> Sums:
        """What happened to the collection's money so far."""
        (row,) = await self.scope.rows(_SUMS, collection_id)
        return Sums(row["sessions"], row["authorized"], row["captured"], row["refunded"])

    async def moved(self, payment_id: str) -> tuple[Decimal, Decimal]:
        """How much was captured and how much refunded of one payment."""
        (row,) = await self.scope.rows(_MOVED, payment_id)
        return row["captured"], row["refunded"]
