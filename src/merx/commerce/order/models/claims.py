"""Goods that were missing or wrong."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from merx.framework.data import AutoIncrement, BelongsTo, Indexed, Metadata, Model

ClaimType: TypeAlias = Literal["refund", "replace"]
ClaimReason: TypeAlias = Literal["missing_item", "wrong_item", "production_failure", "other"]


class OrderClaim(Model, id_prefix="claim"):
    """What went wrong, and whether it is refunded or replaced."""

    order_id: Annotated[str, BelongsTo("order"), Indexed]
    return_id: Annotated[str | None, Indexed] = None
    order_version: int
    display_id: Annotated[int, AutoIncrement, Indexed] = 0
    type: ClaimType
    no_notification: bool | None = None
    refund_amount: Decimal | None = None
    canceled_at: datetime | None = None
    created_by: str | None = None
    metadata: Metadata = None


class OrderClaimItem(Model, id_prefix="claitem"):
    """How many of a line were missing or wrong; or, with `is_additional_item`, go out instead."""

    claim_id: Annotated[str, BelongsTo("order_claim", back="claim_items"), Indexed]
    item_id: Annotated[str, BelongsTo("order_line_item", on_delete="RESTRICT"), Indexed]
    is_additional_item: bool = False
    reason: ClaimReason | None = None
    quantity: Decimal
    note: str | None = None
    metadata: Metadata = None


class OrderClaimItemImage(Model, id_prefix="climg"):
    """A picture of what went wrong."""

    claim_item_id: Annotated[str, BelongsTo("order_claim_item", back="images"), Indexed]
    url: str
    metadata: Metadata = None
