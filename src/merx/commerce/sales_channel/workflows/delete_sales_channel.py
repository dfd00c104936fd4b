"""A place to sell is given up."""

from merx.commerce.api_key.links import publishable_key_sales_channels
from merx.commerce.product.links import product_sales_channels
from merx.commerce.sales_channel.errors import IsDefault
from merx.commerce.sales_channel.links import sales_channel_locations
from merx.commerce.sales_channel.service import SalesChannelService
from merx.commerce.store import StoreService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("sales_channel.delete")
async def delete_sales_channel(scope: Scope, channel_id: str) -> None:
    """Put the channel out of sight and part it from products, locations and keys. Safe to repeat.

    Emits `sales-channel.deleted` if there was one. Raises `IsDefault`.
    """
    if await scope[StoreService].stores.first(default_sales_channel_id=channel_id) is not None:
        raise IsDefault(channel_id)
    if not await scope[SalesChannelService].sales_channels.soft_delete(channel_id):
        return
    await product_sales_channels.dismiss(scope, right=channel_id)
    await sales_channel_locations.dismiss(scope, left=channel_id)
    await publishable_key_sales_channels.dismiss(scope, right=channel_id)
    await scope.emit("sales-channel.deleted", {"id": channel_id})
