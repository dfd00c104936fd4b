"""Lines of a cart."""

from decimal import Decimal
from typing import Annotated, Any

from merx.framework.data import BelongsTo, Indexed, Metadata, Model


class LineItem(Model, table="cart_line_item", id_prefix="cali"):
    """What is bought, how many, at which unit price; with a snapshot of the product as it was shown."""

    cart_id: Annotated[str, BelongsTo("cart", back="items"), Indexed]
    title: str
    subtitle: str | None = None
    thumbnail: str | None = None
    quantity: int
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
    product_type_id: str | None = None
    is_custom_price: bool = False
    is_giftcard: bool = False
    metadata: Metadata = None


class LineItemAdjustment(Model, table="cart_line_item_adjustment", id_prefix="caliadj"):
    """An amount taken off a line."""

    item_id: Annotated[str | None, BelongsTo("line_item", back="adjustments"), Indexed] = None
    description: str | None = None
    promotion_id: Annotated[str | None, Indexed] = None
    code: str | None = None
    amount: Decimal
    provider_id: str | None = None
    is_tax_inclusive: bool = False
    metadata: Metadata = None


class LineItemTaxLine(Model, table="cart_line_item_tax_line", id_prefix="calitxl"):
    """A rate, in percent, that is due on a line."""

    item_id: Annotated[str | None, BelongsTo("line_item", back="tax_lines"), Indexed] = None
    description: str | None = None
    tax_rate_id: Annotated[str | None, Indexed] = None
    code: str
    rate: Decimal
    provider_id: str | None = None
    data: dict[str, Any] | None = None
    metadata: Metadata = None
