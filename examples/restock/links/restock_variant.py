"""A subscription knows its variant, a variant its subscriptions; over a column that is there already."""

from merx.commerce.product import ProductVariant
from merx.framework.data import link
from restock.modules.restock import RestockSubscription

restock_variant = link(RestockSubscription.variant_id, ProductVariant, back="restock_subscriptions", back_many=True, read_only=True)
