"""The locations a channel sells from."""

from merx.commerce.sales_channel.models import SalesChannel
from merx.commerce.stock_location import StockLocation
from merx.framework.data import link

sales_channel_locations = link(
    SalesChannel,
    StockLocation,
    name="stock_locations",
    back="sales_channels",
    many=True,
    back_many=True,
    table="sales_channel_stock_location",
    event="LinkSalesChannelLocation",
    id_prefix="scloc",
    right_alias="location",
)
