"""Whose cart it is, where it buys, what is on it and off it, and how it is paid."""

from merx.commerce.cart.models import Cart, LineItem, LineItemAdjustment, ShippingMethod
from merx.commerce.customer import Customer
from merx.commerce.fulfillment import ShippingOption
from merx.commerce.payment import PaymentCollection
from merx.commerce.product import Product, ProductVariant
from merx.commerce.promotion import Promotion
from merx.commerce.region import Region
from merx.commerce.sales_channel import SalesChannel
from merx.framework.data import link

cart_customer = link(Cart.customer_id, Customer, back="carts", back_many=True, read_only=True)
cart_region = link(Cart.region_id, Region, back="carts", back_many=True, read_only=True)
cart_sales_channel = link(Cart.sales_channel_id, SalesChannel, back="carts", back_many=True, read_only=True)
cart_payment_collection = link(Cart, PaymentCollection, name="payment_collection", back="cart", table="cart_payment_collection", id_prefix="capaycol")
cart_promotions = link(
    Cart, Promotion, name="promotions", back="carts", many=True, back_many=True, table="cart_promotion", id_prefix="cartpromo", right_alias="promotions"
)
adjustment_promotion = link(LineItemAdjustment.promotion_id, Promotion, read_only=True)
line_item_product = link(LineItem.product_id, Product, read_only=True)
line_item_variant = link(LineItem.variant_id, ProductVariant, name="variant", back="cart_items", back_many=True, read_only=True)
shipping_method_option = link(ShippingMethod.shipping_option_id, ShippingOption, read_only=True)
