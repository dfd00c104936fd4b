"""The rows of sales channels."""

from merx.commerce.sales_channel.models import SalesChannel
from merx.framework.data import Repository, Service


class SalesChannelService(Service):
    """Sales channels."""

    sales_channels: Repository[SalesChannel]
