"""What is owed, and how it is being paid."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from merx.framework.data import BelongsTo, Indexed, Metadata, Model, Record

PaymentCollectionStatus: TypeAlias = Literal[
    "not_paid", "awaiting", "authorized", "partially_authorized", "canceled", "failed", "partially_captured", "completed"
]
PaymentSessionStatus: TypeAlias = Literal["authorized", "captured", "pending", "requires_more", "error", "canceled", "pending_authorization"]


class PaymentProvider(Model):
    """Who collects money; `id` is `pp_<identifier>_<name in the configuration>`."""

    is_enabled: bool = True


class PaymentCollection(Model, id_prefix="pay_col"):
    """What is owed for one cart or order, and how much of it is authorized, captured and refunded."""

    currency_code: str
    amount: Decimal
    authorized_amount: Decimal | None = None
    captured_amount: Decimal | None = None
    refunded_amount: Decimal | None = None
    completed_at: datetime | None = None
    status: PaymentCollectionStatus = "not_paid"
    metadata: Metadata = None


class PaymentSession(Model, id_prefix="payses"):
    """An attempt to pay with one provider; `data` is what the provider and the storefront tell each other."""

    payment_collection_id: Annotated[str, BelongsTo("payment_collection", back="payment_sessions"), Indexed]
    currency_code: str
    amount: Decimal
    provider_id: str
    data: dict[str, Any] = msgspec.field(default_factory=dict[str, Any])
    context: dict[str, Any] | None = None
    status: PaymentSessionStatus = "pending"
    authorized_at: datetime | None = None
    metadata: Metadata = None


class AccountHolder(Model, id_prefix="acchld", unique=[("provider_id", "external_id")]):
    """A customer as a provider knows them."""

    provider_id: str
    external_id: str
    email: str | None = None
    data: dict[str, Any] = msgspec.field(default_factory=dict[str, Any])
    metadata: Metadata = None


class PaymentCollectionProvider(
    Record,
    table="payment_collection_payment_providers",
    primary_key=("payment_collection_id", "payment_provider_id"),
    pivot=("payment_providers", "payment_collections"),
):
    """A collection may be paid with this provider."""

    payment_collection_id: Annotated[str, BelongsTo("payment_collection")]
    payment_provider_id: Annotated[str, BelongsTo("payment_provider"), Indexed]
