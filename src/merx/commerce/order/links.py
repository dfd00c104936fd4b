"""Whose order it is, where it was bought, what is on it, how it is paid and sent."""

from merx.commerce.cart import Cart
from merx.commerce.customer import Customer
from merx.commerce.fulfillment import Fulfillment, ShippingOption
from merx.commerce.order.models import Order, OrderClaim, OrderClaimItem, OrderExchange, OrderLineItem, OrderShippingMethod, Return
from merx.commerce.payment import PaymentCollection
from merx.commerce.product import Product, ProductVariant
from merx.commerce.promotion import Promotion
from merx.commerce.region import Region
from merx.commerce.sales_channel import SalesChannel
from merx.framework.data import Index, link, shortcut

order_customer = link(Order.customer_id, Customer, back="orders", back_many=True, read_only=True)
order_region = link(Order.region_id, Region, back="orders", back_many=True, read_only=True)
order_sales_channel = link(Order.sales_channel_id, SalesChannel, back="orders", back_many=True, read_only=True)
order_cart = link(Order, Cart, name="cart", back="order", table="order_cart", id_prefix="ordercart", indexes=[Index(("cart_id",), unique=True)])
order_payment_collections = link(
    Order, PaymentCollection, name="payment_collections", back="order", many=True, table="order_payment_collection", id_prefix="ordpay"
)
order_promotions = link(
    Order, Promotion, name="promotions", back="orders", many=True, back_many=True, table="order_promotion", id_prefix="orderpromo", right_alias="promotions"
)
order_promotion = shortcut(Order, "promotion", "promotions")
order_fulfillments = link(
    Order, Fulfillment, name="fulfillments", back="order", many=True, table="order_fulfillment", id_prefix="ordful", right_alias="fulfillments"
)
return_fulfillments = link(Return, Fulfillment, name="fulfillments", many=True, table="return_fulfillment", id_prefix="retful", right_alias="fulfillments")
line_item_product = link(OrderLineItem.product_id, Product, read_only=True)
line_item_variant = link(OrderLineItem.variant_id, ProductVariant, name="variant", back="order_items", back_many=True, read_only=True)
shipping_method_option = link(OrderShippingMethod.shipping_option_id, ShippingOption, read_only=True)

# What an order holds at its version: the lines and shipping methods themselves; how many, in their `detail`.
order_items = shortcut(Order, "items", "details.item")
order_shipping_methods = shortcut(Order, "shipping_methods", "shipping_details.shipping_method")

# Inside the room, where foreign keys cannot say it: a return and its claim or exchange name each other, and a claim's
# items are two lists over one column.
claim_return = link(OrderClaim.return_id, Return, read_only=True)
exchange_return = link(OrderExchange.return_id, Return, read_only=True)
claim_additional_items = link(OrderClaim, OrderClaimItem.claim_id, name="additional_items", many=True, read_only=True)
