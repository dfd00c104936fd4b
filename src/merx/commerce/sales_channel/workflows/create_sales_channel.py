"""A new place to sell."""

from typing import Any

from merx.commerce.sales_channel.models import SalesChannel
from merx.commerce.sales_channel.service import SalesChannelService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("sales_channel.create")
async def create_sales_channel(
    scope: Scope, name: str, *, description: str | None = None, is_disabled: bool = False, metadata: dict[str, Any] | None = None
) -> SalesChannel:
    """Make a channel; nothing is sold there yet. Emits `sales-channel.created`."""
    channel = SalesChannel(name=name, description=description, is_disabled=is_disabled, metadata=metadata)
    await scope[SalesChannelService].sales_channels.create(channel)
    await scope.emit("sales-channel.created", {"id": channel.id})
    return channel
