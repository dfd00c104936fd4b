"""Lines of an order."""

from decimal import Decimal
from typing import Annotated, Any

from merx.framework.data import BelongsTo, Index, Indexed, Metadata, Model


class OrderLineItem(Model, id_prefix="ordli"):
    """What was bought, with a snapshot of the product as it was shown. Shared by all versions."""

    totals_id: str | None = None
    title: str
    subtitle: str | None = None
    thumbnail: str | None = None
    variant_id: Annotated[str | None, Indexed] = None
    product_id: Annotated[str | None, Indexed] = None
    product_title: str | None = None
    product_description: str | None = None
    product_subtitle: str | None = None
    product_type: str | None = None
    product_collection: str | None = None
    product_handle: str | None = None
    variant_sku: str | None = None
    variant_barcode: str | None = None
    variant_title: str | None = None
    variant_option_values: dict[str, Any] | None = None
    requires_shipping: bool = True
    is_discountable: bool = True
    is_tax_inclusive: bool = False
    compare_at_unit_price: Decimal | None = None
    unit_price: Decimal
    is_custom_price: bool = False
    product_type_id: Annotated[str | None, Indexed] = None
    is_giftcard: bool = False
    metadata: Metadata = None


class OrderItem(Model, id_prefix="orditem", indexes=[Index(("order_id", "version"))]):
    """A line at a version: how many, and how many of them are fulfilled, shipped, delivered, returned."""

    order_id: Annotated[str, BelongsTo("order", back="details", matching=("version",))]
    item_id: Annotated[str, BelongsTo("order_line_item", back="detail", one=True, on_delete="RESTRICT"), Indexed]
    version: int = 1
    quantity: Decimal
    fulfilled_quantity: Decimal = Decimal(0)
    shipped_quantity: Decimal = Decimal(0)
    return_requested_quantity: Decimal = Decimal(0)
    return_received_quantity: Decimal = Decimal(0)
    return_dismissed_quantity: Decimal = Decimal(0)
    written_off_quantity: Decimal = Decimal(0)
    delivered_quantity: Decimal = Decimal(0)
    unit_price: Decimal | None = None
    compare_at_unit_price: Decimal | None = None
    metadata: Metadata = None


class OrderLineItemAdjustment(Model, id_prefix="ordliadj"):
    """An amount taken off a line."""

    item_id: Annotated[str, BelongsTo("order_line_item", back="adjustments"), Indexed]
    description: str | None = None
    promotion_id: str | None = None
    code: str | None = None
    amount: Decimal
    provider_id: str | None = None
    is_tax_inclusive: bool = False
    version: int = 1


class OrderLineItemTaxLine(Model, id_prefix="ordlitxl"):
    """A rate, in percent, that is due on a line."""

    item_id: Annotated[str, BelongsTo("order_line_item", back="tax_lines"), Indexed]
    description: str | None = None
    tax_rate_id: str | None = None
    code: str
    rate: Decimal
    provider_id: str | None = None
    data: dict[str, Any] | None = None
    metadata: Metadata = None
