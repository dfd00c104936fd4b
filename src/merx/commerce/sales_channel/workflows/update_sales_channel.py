"""A channel is renamed, switched off or on."""

from typing import Any

from merx.commerce.sales_channel.errors import SalesChannelNotFound
from merx.commerce.sales_channel.service import SalesChannelService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("sales_channel.update")
async def update_sales_channel(scope: Scope, channel_id: str, changes: dict[str, Any]) -> None:
    """Set the given columns. Emits `sales-channel.updated`. Raises `SalesChannelNotFound`."""
    channels = scope[SalesChannelService].sales_channels
    if await channels.first(id=channel_id, for_update=True) is None:
        raise SalesChannelNotFound(channel_id)
    await channels.update(channel_id, **changes)
    await scope.emit("sales-channel.updated", {"id": channel_id})
