"""Carts, their addresses and credit lines."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from merx.framework.data import BelongsTo, Index, Indexed, Metadata, Model


class Cart(Model, id_prefix="cart"):
    """A shopper's basket. `completed_at` is set when it became an order."""

    shipping_address_id: Annotated[str | None, BelongsTo("cart_address", on_delete="SET NULL"), Indexed] = None
    billing_address_id: Annotated[str | None, BelongsTo("cart_address", on_delete="SET NULL"), Indexed] = None
    region_id: Annotated[str | None, Indexed] = None
    customer_id: Annotated[str | None, Indexed] = None
    sales_channel_id: Annotated[str | None, Indexed] = None
    email: str | None = None
    currency_code: Annotated[str, Indexed]
    completed_at: datetime | None = None
    locale: str | None = None
    metadata: Metadata = None


class Address(Model, entity="cart_address", id_prefix="caaddr"):
    """Where a cart is sent, or who pays for it. Rows of its own: a cart's address is nobody else's."""

    customer_id: str | None = None
    company: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    address_1: str | None = None
    address_2: str | None = None
    city: str | None = None
    country_code: str | None = None
    province: str | None = None
    postal_code: str | None = None
    phone: str | None = None
    metadata: Metadata = None


class CreditLine(Model, id_prefix="cacl", indexes=[Index(("reference", "reference_id"))]):
    """Money taken off the total because it was paid before (a gift card, store credit)."""

    cart_id: Annotated[str, BelongsTo("cart", back="credit_lines"), Indexed]
    reference: str | None = None
    reference_id: str | None = None
    amount: Decimal
    metadata: Metadata = None
