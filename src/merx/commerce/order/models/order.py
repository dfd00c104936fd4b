"""Orders: who, where, in which currency, and what was paid."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias

from merx.framework.data import AutoIncrement, BelongsTo, Index, Indexed, Metadata, Model, Searchable

OrderStatus: TypeAlias = Literal["pending", "completed", "draft", "archived", "canceled", "requires_action"]


class Order(Model, id_prefix="order", unique=[("custom_display_id",)]):
    """What a customer bought. `version` is the one its rows are read at; `display_id` is the number people say."""

    shipping_address_id: Annotated[str | None, BelongsTo("order_address", on_delete="SET NULL", searched=True), Indexed] = None
    billing_address_id: Annotated[str | None, BelongsTo("order_address", on_delete="SET NULL", searched=True), Indexed] = None
    region_id: Annotated[str | None, Indexed] = None
    display_id: Annotated[int, AutoIncrement, Searchable, Indexed] = 0
    customer_id: Annotated[str | None, Indexed] = None
    version: int = 1
    sales_channel_id: Annotated[str | None, Indexed] = None
    status: OrderStatus = "pending"
    is_draft_order: Annotated[bool, Indexed] = False
    email: Annotated[str | None, Searchable] = None
    currency_code: Annotated[str, Indexed]
    no_notification: bool | None = None
    canceled_at: datetime | None = None
    custom_display_id: Annotated[str | None, Searchable] = None
    locale: str | None = None
    metadata: Metadata = None


class OrderAddress(Model, id_prefix="ordaddr"):
    """Where an order is sent, or who pays for it."""

    customer_id: Annotated[str | None, Indexed] = None
    company: Annotated[str | None, Searchable] = None
    first_name: Annotated[str | None, Searchable] = None
    last_name: Annotated[str | None, Searchable] = None
    address_1: Annotated[str | None, Searchable] = None
    address_2: Annotated[str | None, Searchable] = None
    city: Annotated[str | None, Searchable] = None
    country_code: str | None = None
    province: Annotated[str | None, Searchable] = None
    postal_code: Annotated[str | None, Searchable] = None
    phone: Annotated[str | None, Searchable] = None
    metadata: Metadata = None


class OrderSummary(Model, id_prefix="ordsum", indexes=[Index(("order_id", "version"))]):
    """The totals of a version, as JSON: what is owed, paid and pending. On the wire, `summary` is computed from it."""

    order_id: Annotated[str, BelongsTo("order", back="stored_summary", one=True)]
    version: int = 1
    totals: dict[str, Any] | None = None


class OrderTransaction(Model, id_prefix="ordtrx", indexes=[Index(("order_id", "version"))]):
    """Money that came in (positive) or went out (negative); `reference` names the capture or refund."""

    order_id: Annotated[str, BelongsTo("order", back="transactions")]
    return_id: Annotated[str | None, BelongsTo("return", back="transactions"), Indexed] = None
    claim_id: Annotated[str | None, BelongsTo("order_claim", back="transactions"), Indexed] = None
    exchange_id: Annotated[str | None, BelongsTo("order_exchange", back="transactions"), Indexed] = None
    version: int = 1
    amount: Decimal
    currency_code: Annotated[str, Indexed]
    reference: str | None = None
    reference_id: Annotated[str | None, Indexed] = None


class OrderCreditLine(Model, id_prefix="ordcl", indexes=[Index(("order_id", "version"))]):
    """Money taken off the total because it was paid before (a gift card, store credit)."""

    order_id: Annotated[str, BelongsTo("order", back="credit_lines")]
    reference: str | None = None
    reference_id: str | None = None
    amount: Decimal
    version: int = 1
    metadata: Metadata = None
