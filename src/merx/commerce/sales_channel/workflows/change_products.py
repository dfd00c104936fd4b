"""What is sold in a channel."""

from collections.abc import Sequence

from merx.commerce.product import Product, ProductNotFound
from merx.commerce.product.links import product_sales_channels
from merx.commerce.sales_channel.errors import SalesChannelNotFound
from merx.commerce.sales_channel.service import SalesChannelService
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class _Product(View, of=Product):
    id: str


@workflow("sales_channel.change_products")
async def change_products(scope: Scope, channel_id: str, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
    """Sell products there, and others no longer. Safe to repeat. Emits `product.updated` for each. Raises `SalesChannelNotFound`, `ProductNotFound`."""
    if await scope[SalesChannelService].sales_channels.first(id=channel_id) is None:
        raise SalesChannelNotFound(channel_id)
    if add:
        known = {each.id for each in await scope.query.all(_Product, id=list(add))}
        for missing in (each for each in add if each not in known):
            raise ProductNotFound(missing)
        await product_sales_channels.add(scope, [(each, channel_id) for each in dict.fromkeys(add)])
    if remove:
        await product_sales_channels.dismiss(scope, left=list(remove), right=channel_id)
    await scope.emit("product.updated", [{"id": each} for each in dict.fromkeys([*add, *remove])])
