"""How a cart is sent."""

from decimal import Decimal
from typing import Annotated, Any

from merx.framework.data import BelongsTo, Indexed, Metadata, Model


class ShippingMethod(Model, table="cart_shipping_method", id_prefix="casm"):
    """A shipping option that the shopper chose, at the amount it had then."""

    cart_id: Annotated[str, BelongsTo("cart", back="shipping_methods"), Indexed]
    name: str
    description: Any | None = None
    amount: Decimal
    is_tax_inclusive: bool = False
    shipping_option_id: Annotated[str | None, Indexed] = None
    data: dict[str, Any] | None = None
    metadata: Metadata = None


class ShippingMethodAdjustment(Model, table="cart_shipping_method_adjustment", id_prefix="casmadj"):
    """An amount taken off a shipping method."""

    shipping_method_id: Annotated[str | None, BelongsTo("shipping_method", back="adjustments"), Indexed] = None
    description: str | None = None
    promotion_id: Annotated[str | None, Indexed] = None
    code: str | None = None
    amount: Decimal
    provider_id: str | None = None
    metadata: Metadata = None


class ShippingMethodTaxLine(Model, table="cart_shipping_method_tax_line", id_prefix="casmtxl"):
    """A rate, in percent, that is due on a shipping method."""

    shipping_method_id: Annotated[str | None, BelongsTo("shipping_method", back="tax_lines"), Indexed] = None
    description: str | None = None
    tax_rate_id: Annotated[str | None, Indexed] = None
    code: str
    rate: Decimal
    provider_id: str | None = None
    data: dict[str, Any] | None = None
    metadata: Metadata = None
