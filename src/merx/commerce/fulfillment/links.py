"""What a shipping option costs."""

from merx.commerce.fulfillment.models import ShippingOption
from merx.commerce.pricing import PriceSet
from merx.framework.data import link, shortcut

shipping_option_price_set = link(ShippingOption, PriceSet, name="price_set", back="shipping_option", table="shipping_option_price_set", id_prefix="sops")
shipping_option_prices = shortcut(ShippingOption, "prices", "price_set.prices")
