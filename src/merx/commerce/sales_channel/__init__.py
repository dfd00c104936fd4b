"""Sales channel: where the shop sells: its web shop, an app, a marketplace.

Owns: the channels.
Leaves to others: what is sold there (product), from where (stock_location), by which key a storefront speaks for it (api_key).
Change freely: everything that is not in `__all__`.
Change with a decision record: what a disabled channel means.
Holds always: a channel knows nothing of what is joined to it.
"""

from merx.commerce.sales_channel.models import SalesChannel
from merx.commerce.sales_channel.service import SalesChannelService
from merx.framework.module import Module

sales_channel = Module("sales_channel", service=SalesChannelService)

__all__ = ["SalesChannelService", "SalesChannel", "sales_channel"]
