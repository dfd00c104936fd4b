"""Money that was authorized, captured and given back."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from merx.framework.data import BelongsTo, Indexed, Metadata, Model, Searchable, Translatable


class Payment(Model, id_prefix="pay", unique=[("payment_session_id",)]):
    """An authorized session."""

    payment_collection_id: Annotated[str, BelongsTo("payment_collection", back="payments"), Indexed]
    payment_session_id: Annotated[str, BelongsTo("payment_session", back="payment", one=True, on_delete="RESTRICT")]
    amount: Decimal
    currency_code: str
    provider_id: Annotated[str, Indexed]
    data: dict[str, Any] | None = None
    captured_at: datetime | None = None
    canceled_at: datetime | None = None
    metadata: Metadata = None


class Capture(Model, id_prefix="capt"):
    """Money taken."""

    payment_id: Annotated[str, BelongsTo("payment", back="captures"), Indexed]
    amount: Decimal
    created_by: str | None = None
    metadata: Metadata = None


class Refund(Model, id_prefix="ref"):
    """Money given back."""

    payment_id: Annotated[str, BelongsTo("payment", back="refunds"), Indexed]
    refund_reason_id: Annotated[str | None, BelongsTo("refund_reason", back="refunds", on_delete="SET NULL"), Indexed] = None
    amount: Decimal
    created_by: str | None = None
    note: str | None = None
    metadata: Metadata = None


class RefundReason(Model, id_prefix="refr"):
    """Why money is given back."""

    label: Annotated[str, Searchable, Translatable]
    description: Annotated[str | None, Searchable, Translatable] = None
    code: Annotated[str, Searchable]
    metadata: Metadata = None
