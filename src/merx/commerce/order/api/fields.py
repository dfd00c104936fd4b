"""What orders show, to shoppers and to merchants. The names are the HTTP API's; `of` spells them out."""

from merx.commerce.totals import DOCUMENT_TOTALS
from merx.framework.http import Fields
from merx.framework.http.naming import of

_RELATIONS = (
    *("*credit_lines", "*items", "*items.tax_lines", "*items.adjustments", "*items.detail", "*items.variant", "*items.variant.product"),
    *("*shipping_address", "*billing_address", "*shipping_methods", "*shipping_methods.tax_lines", "*shipping_methods.adjustments"),
    *("shipping_methods.order_id", "*payment_collections"),
)

_LINE_TOTALS = (
    "original_total original_subtotal original_tax_total item_total item_subtotal item_tax_total total subtotal tax_total discount_total discount_tax_total"
)
_STAMPS = "created_at updated_at"
_VARIANT = (
    "id title sku barcode ean upc thumbnail allow_backorder manage_inventory hs_code origin_country mid_code material weight length height width "
    f"{_STAMPS} deleted_at options"
)
_PRODUCT = (
    "id title handle subtitle description is_giftcard status thumbnail width weight length height origin_country hs_code mid_code material "
    f"collection_id type_id discountable external_id {_STAMPS} deleted_at variants options images"
)
_SNAPSHOT = (
    "id title subtitle thumbnail variant_id product_id product_title product_description product_subtitle product_type_id product_type "
    "product_collection product_handle variant_sku variant_barcode variant_title variant_option_values requires_shipping is_discountable "
    f"is_tax_inclusive unit_price compare_at_unit_price quantity metadata product {_STAMPS}"
)
_DETAIL = (
    "id item_id quantity fulfilled_quantity delivered_quantity shipped_quantity return_requested_quantity return_received_quantity "
    f"return_dismissed_quantity written_off_quantity metadata {_STAMPS}"
)

_STORE_DEFAULTS = (
    *of("", "id status summary currency_code display_id custom_display_id region_id email created_at updated_at"),
    *(name for name in DOCUMENT_TOTALS if name not in ("item_discount_total", "shipping_discount_total")),
    *_RELATIONS,
)

_STORE_ALLOWED = (
    *(name.lstrip("*") for name in _STORE_DEFAULTS),
    *of("", "customer_id sales_channel_id payment_status fulfillment_status item_discount_total shipping_discount_total fulfillments promotions"),
    *of("customer", "id email"),
    "cart.id",
    *of("items", f"{_SNAPSHOT} {_LINE_TOTALS} refundable_total refundable_total_per_unit"),
    *of("items.detail", _DETAIL),
    *of("items.tax_lines", f"id code rate {_STAMPS} item_id total subtotal"),
    *of("items.adjustments", f"id amount {_STAMPS} item_id"),
    *of("items.variant", _VARIANT),
    *of("items.variant.product", _PRODUCT),
    *of("shipping_address", f"id metadata {_STAMPS}"),
    *of("billing_address", f"id metadata {_STAMPS}"),
    *of("shipping_methods", f"id order_id name amount is_tax_inclusive shipping_option_id data metadata {_LINE_TOTALS} {_STAMPS}"),
    *of("shipping_methods.tax_lines", f"id code rate {_STAMPS} shipping_method_id total subtotal"),
    *of("shipping_methods.adjustments", f"id amount {_STAMPS} shipping_method_id"),
    *of("payment_collections", "payments payment_sessions payment_providers id currency_code amount status"),
)

STORE_ORDER = Fields("order", key="order", plural="orders", defaults=_STORE_DEFAULTS, allowed=_STORE_ALLOWED, relations_limit=3)

STORE_ORDERS = Fields(
    "order",
    key="order",
    plural="orders",
    defaults=of("", "id status summary display_id custom_display_id total currency_code metadata created_at updated_at"),
    allowed=_STORE_ALLOWED,
)

ADMIN_ORDER = Fields(
    "order",
    key="order",
    plural="orders",
    defaults=(
        *of("", "id display_id custom_display_id status version summary metadata locale created_at updated_at region_id"),
        *(name for name in DOCUMENT_TOTALS if name not in ("item_discount_total", "shipping_discount_total", "discount_subtotal")),
        *_RELATIONS,
        *("*payment_collections.payments", "*payment_collections.payments.refunds", "*payment_collections.payments.captures"),
    ),
)

ADMIN_ORDERS = Fields(
    "order",
    key="order",
    plural="orders",
    defaults=of("", "id display_id custom_display_id status version summary total metadata locale created_at updated_at"),
)
