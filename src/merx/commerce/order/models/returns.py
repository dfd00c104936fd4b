"""Goods that come back."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from merx.framework.data import AutoIncrement, BelongsTo, Indexed, Metadata, Model, Searchable, Translatable

ReturnStatus: TypeAlias = Literal["open", "requested", "received", "partially_received", "canceled"]


class Return(Model, id_prefix="return"):
    """Goods asked back, and received."""

    order_id: Annotated[str, BelongsTo("order", back="returns"), Indexed]
    claim_id: Annotated[str | None, BelongsTo("order_claim", on_delete="SET NULL"), Indexed] = None
    exchange_id: Annotated[str | None, BelongsTo("order_exchange", on_delete="SET NULL"), Indexed] = None
    order_version: int
    display_id: Annotated[int, AutoIncrement, Indexed] = 0
    status: ReturnStatus = "open"
    no_notification: bool | None = None
    refund_amount: Decimal | None = None
    received_at: datetime | None = None
    canceled_at: datetime | None = None
    location_id: str | None = None
    requested_at: datetime | None = None
    created_by: str | None = None
    metadata: Metadata = None


class ReturnItem(Model, id_prefix="retitem"):
    """How many of a line come back, and how many came, whole or damaged."""

    return_id: Annotated[str, BelongsTo("return", back="items"), Indexed]
    reason_id: Annotated[str | None, BelongsTo("return_reason", on_delete="SET NULL"), Indexed] = None
    item_id: Annotated[str, BelongsTo("order_line_item", on_delete="RESTRICT"), Indexed]
    quantity: Decimal
    received_quantity: Decimal = Decimal(0)
    note: str | None = None
    damaged_quantity: Decimal = Decimal(0)
    metadata: Metadata = None


class ReturnReason(Model, id_prefix="rr", unique=[("value",)]):
    """Why goods come back; a tree, of which the leaves are chosen."""

    parent_return_reason_id: Annotated[str | None, BelongsTo("return_reason", back="return_reason_children", on_delete="RESTRICT"), Indexed] = None
    value: Annotated[str, Searchable]
    label: Annotated[str, Searchable, Translatable]
    description: Annotated[str | None, Translatable] = None
    metadata: Metadata = None
