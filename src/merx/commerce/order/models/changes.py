"""How an order changes after it was placed."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from sqlalchemy import BigInteger

from merx.framework.data import AutoIncrement, BelongsTo, Column, Index, Indexed, Metadata, Model

OrderChangeStatus: TypeAlias = Literal["confirmed", "declined", "requested", "pending", "canceled"]


class OrderChange(Model, id_prefix="ordch", indexes=[Index(("order_id", "version"))]):
    """A correction, asked for and then confirmed, declined or cancelled; one at most is open."""

    order_id: Annotated[str, BelongsTo("order", back="changes")]
    version: int
    description: str | None = None
    status: Annotated[OrderChangeStatus, Indexed] = "pending"
    internal_note: str | None = None
    created_by: str | None = None
    requested_by: str | None = None
    requested_at: datetime | None = None
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    declined_by: str | None = None
    declined_reason: str | None = None
    declined_at: datetime | None = None
    canceled_by: str | None = None
    canceled_at: datetime | None = None
    change_type: Annotated[str | None, Indexed] = None
    return_id: Annotated[str | None, Indexed] = None
    claim_id: Annotated[str | None, Indexed] = None
    exchange_id: Annotated[str | None, Indexed] = None
    carry_over_promotions: bool | None = None
    no_notification: bool | None = None
    metadata: Metadata = None


class OrderChangeAction(Model, id_prefix="ordchact"):
    """One step of a change; applied in the order of `ordering`."""

    order_change_id: Annotated[str | None, BelongsTo("order_change", back="actions"), Indexed] = None
    order_id: Annotated[str | None, Indexed] = None
    version: int | None = None
    ordering: Annotated[int, AutoIncrement, Column(type=BigInteger(), index=True)] = 0
    reference: str | None = None
    reference_id: str | None = None
    action: str
    details: dict[str, Any] | None = msgspec.field(default_factory=dict[str, Any])
    amount: Decimal | None = None
    internal_note: str | None = None
    applied: bool = False
    return_id: Annotated[str | None, Indexed] = None
    claim_id: Annotated[str | None, Indexed] = None
    exchange_id: Annotated[str | None, Indexed] = None
