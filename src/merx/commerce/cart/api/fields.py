"""What a cart shows. The names are the HTTP API's; `of` spells them out."""

from merx.commerce.totals import DOCUMENT_TOTALS
from merx.framework.http import Fields
from merx.framework.http.naming import of

_TAX_LINE = "id description code rate provider_id data metadata"
_ADDRESS = "id first_name last_name company address_1 address_2 city postal_code country_code region_code province phone"

_DEFAULTS = (
    *of("", "id currency_code email locale region_id created_at updated_at completed_at metadata sales_channel_id"),
    *DOCUMENT_TOTALS,
    *of("promotions", "id code is_automatic is_tax_inclusive"),
    *of("promotions.application_method", "value type currency_code"),
    *of("items", "id thumbnail product variant variant_id product_id is_giftcard product_type_id product_title product_description"),
    *of("items", "product_subtitle product_type product_collection product_handle variant_sku variant_barcode variant_title"),
    *of("items", "requires_shipping metadata created_at updated_at title quantity unit_price compare_at_unit_price is_tax_inclusive"),
    *of("items.product", "id categories.id tags.id collection_id type_id"),
    *of("items.tax_lines", _TAX_LINE),
    *of("items.adjustments", "id code promotion_id amount is_tax_inclusive"),
    *of("customer", "id email groups.id"),
    *of("shipping_methods.tax_lines", _TAX_LINE),
    *of("shipping_methods", "amount is_tax_inclusive shipping_option_id"),
    *of("shipping_methods.adjustments", "id code amount"),
    "shipping_address_id",
    *of("shipping_address", _ADDRESS),
    "billing_address_id",
    *of("billing_address", _ADDRESS),
    *of("region", "id name currency_code automatic_taxes"),
    "*region.countries",
    "*payment_collection",
    "*payment_collection.payment_sessions",
    "*credit_lines",
)

_ITEM_TOTALS = "total subtotal tax_total discount_total discount_tax_total original_total original_subtotal original_tax_total"
_PART = "total subtotal tax_rate_id created_at updated_at"

_ALLOWED = (
    *(name.lstrip("*") for name in _DEFAULTS),
    *of("", "items region promotions customer shipping_methods shipping_address billing_address original_subtotal"),
    *of("items", f"{_ITEM_TOTALS} cart_id is_discountable tax_lines adjustments"),
    *of("items.tax_lines", f"item_id {_PART}"),
    *of("items.adjustments", "cart_id item_id description provider_id created_at updated_at"),
    *of("shipping_methods", f"{_ITEM_TOTALS} name id cart_id description data metadata created_at updated_at tax_lines adjustments"),
    *of("shipping_methods.tax_lines", f"shipping_method_id {_PART}"),
    *of("shipping_methods.adjustments", "cart_id shipping_method_id description provider_id promotion_id created_at updated_at"),
    *of("shipping_address", "created_at updated_at"),
    *of("billing_address", "created_at updated_at"),
    *of("payment_collection", "id currency_code amount status payment_providers payment_providers.id"),
    *of("payment_collection.payment_sessions", "data id amount currency_code provider_id status"),
)

CART = Fields("cart", key="cart", plural="carts", defaults=_DEFAULTS, allowed=_ALLOWED, relations_limit=3)
