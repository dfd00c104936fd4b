"""Goods that come back for other goods."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from merx.framework.data import AutoIncrement, BelongsTo, Indexed, Metadata, Model


class OrderExchange(Model, id_prefix="oexc"):
    """Goods that come back (its `return`) and go out (its `additional_items`)."""

    order_id: Annotated[str, BelongsTo("order"), Indexed]
    return_id: Annotated[str | None, Indexed] = None
    order_version: int
    display_id: Annotated[int, AutoIncrement, Indexed] = 0
    no_notification: bool | None = None
    allow_backorder: bool = False
    difference_due: Decimal | None = None
    canceled_at: datetime | None = None
    created_by: str | None = None
    metadata: Metadata = None


class OrderExchangeItem(Model, id_prefix="oexcitem"):
    """How many of a line go out."""

    exchange_id: Annotated[str, BelongsTo("order_exchange", back="additional_items"), Indexed]
    item_id: Annotated[str, BelongsTo("order_line_item", on_delete="RESTRICT"), Indexed]
    quantity: Decimal
    note: str | None = None
    metadata: Metadata = None
