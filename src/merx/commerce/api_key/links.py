"""The sales channels that a publishable key speaks for."""

from merx.commerce.api_key.models import ApiKey
from merx.commerce.sales_channel import SalesChannel
from merx.framework.data import link

publishable_key_sales_channels = link(
    ApiKey,
    SalesChannel,
    name="sales_channels",
    back="publishable_api_keys",
    many=True,
    back_many=True,
    table="publishable_api_key_sales_channel",
    id_prefix="pksc",
    left_column="publishable_key_id",
)
