"""Which sales channels a publishable key speaks for."""

from collections.abc import Sequence

from merx.commerce.api_key.errors import ApiKeyNotFound, NotPublishable, UnknownSalesChannels
from merx.commerce.api_key.links import publishable_key_sales_channels
from merx.commerce.api_key.service import ApiKeyService
from merx.commerce.sales_channel import SalesChannel
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class _Channel(View, of=SalesChannel):
    id: str


@workflow("api_key.link_sales_channels")
async def link_sales_channels(scope: Scope, key_id: str, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
    """Join channels to the key, part others from it. Safe to repeat.

    Raises `ApiKeyNotFound`, `NotPublishable`, `UnknownSalesChannels`.
    """
    key = await scope[ApiKeyService].api_keys.first(id=key_id)
    if key is None:
        raise ApiKeyNotFound(key_id)
    if key.type != "publishable":
        raise NotPublishable
    if add:
        known = {channel.id for channel in await scope.query.all(_Channel, id=list(add))}
        missing = [each for each in add if each not in known]
        if missing:
            raise UnknownSalesChannels(missing)
        await publishable_key_sales_channels.add(scope, [(key_id, each) for each in dict.fromkeys(add)])
    if remove:
        await publishable_key_sales_channels.dismiss(scope, left=key_id, right=list(remove))
