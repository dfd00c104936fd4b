"""The rows of sales channels."""

from merx.commerce.sales_channel.models import SalesChannel
from merx.framework.data import Repository, Service


class SalesChannelService(Service):
    """Sales channels."""

    sales_channels: Repository[SalesChannel]

    async def is_only_one(self) -> bool:
        """Whether the shop sells in one channel at most, disabled ones counted: then whatever is published is sold there."""
        return len(await self.sales_channels.list(limit=2)) < 2  # noqa: PLR2004 - more than one
