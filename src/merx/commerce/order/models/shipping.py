"""How an order is sent."""

from decimal import Decimal
from typing import Annotated, Any

from merx.framework.data import BelongsTo, Index, Indexed, Metadata, Model


class OrderShippingMethod(Model, id_prefix="ordsm"):
    """A shipping option at the amount it was bought for. Shared by all versions."""

    name: str
    description: Any | None = None
    amount: Decimal
    is_tax_inclusive: bool = False
    shipping_option_id: Annotated[str | None, Indexed] = None
    data: dict[str, Any] | None = None
    is_custom_amount: bool = False
    metadata: Metadata = None


class OrderShipping(Model, id_prefix="ordspmv", indexes=[Index(("order_id", "version"))]):
    """A shipping method at a version of the order, or of a return, an exchange or a claim."""

    order_id: Annotated[str, BelongsTo("order", back="shipping_details", matching=("version",))]
    shipping_method_id: Annotated[str, BelongsTo("order_shipping_method", back="detail", one=True, on_delete="RESTRICT"), Indexed]
    return_id: Annotated[str | None, BelongsTo("return", back="shipping_methods"), Indexed] = None
    claim_id: Annotated[str | None, BelongsTo("order_claim", back="shipping_methods"), Indexed] = None
    exchange_id: Annotated[str | None, BelongsTo("order_exchange", back="shipping_methods"), Indexed] = None
    version: int = 1


class OrderShippingMethodAdjustment(Model, id_prefix="ordsmadj"):
    """An amount taken off a shipping method."""

    shipping_method_id: Annotated[str, BelongsTo("order_shipping_method", back="adjustments"), Indexed]
    description: str | None = None
    promotion_id: str | None = None
    code: str | None = None
    amount: Decimal
    provider_id: str | None = None
    version: int = 1


class OrderShippingMethodTaxLine(Model, id_prefix="ordsmtxl"):
    """A rate, in percent, that is due on a shipping method."""

    shipping_method_id: Annotated[str, BelongsTo("order_shipping_method", back="tax_lines"), Indexed]
    description: str | None = None
    tax_rate_id: str | None = None
    code: str
    rate: Decimal
    provider_id: str | None = None
    data: dict[str, Any] | None = None
    metadata: Metadata = None
