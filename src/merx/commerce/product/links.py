"""Where products are sold, how they are sent, what variants cost and which pieces they take."""

from decimal import Decimal

from merx.commerce.fulfillment import ShippingProfile
from merx.commerce.inventory import InventoryItem
from merx.commerce.pricing import PriceSet
from merx.commerce.product.models import Product, ProductVariant
from merx.commerce.sales_channel import SalesChannel
from merx.framework.data import Index, link, shortcut

product_sales_channels = link(
    Product,
    SalesChannel,
    name="sales_channels",
    back="products",
    many=True,
    back_many=True,
    table="product_sales_channel",
    id_prefix="prodsc",
    indexes=[Index(("sales_channel_id", "product_id"), where="deleted_at IS NULL")],
)
product_shipping_profile = link(
    Product, ShippingProfile, name="shipping_profile", back="products", back_many=True, table="product_shipping_profile", id_prefix="prodsp"
)
variant_inventory_items = link(
    ProductVariant,
    InventoryItem,
    name="inventory",
    back="variants",
    rows="inventory_items",
    many=True,
    back_many=True,
    table="product_variant_inventory_item",
    id_prefix="pvitem",
    left_column="variant_id",
    left_alias="variant",
    right_alias="inventory",
    columns={"required_quantity": (Decimal, Decimal(1))},
)
variant_price_set = link(
    ProductVariant,
    PriceSet,
    name="price_set",
    back="variant",
    table="product_variant_price_set",
    id_prefix="pvps",
    left_column="variant_id",
    left_alias="variant",
)
variant_prices = shortcut(ProductVariant, "prices", "price_set.prices")
