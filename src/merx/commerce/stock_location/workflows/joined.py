"""Who sells from a location, who carries from there, and by which ways goods leave it."""

from collections.abc import Sequence

from merx.commerce.fulfillment import FulfillmentService
from merx.commerce.fulfillment.workflows import create_fulfillment_set
from merx.commerce.sales_channel import SalesChannelService
from merx.commerce.sales_channel.links import sales_channel_locations
from merx.commerce.stock_location.errors import NotThere, StockLocationNotFound
from merx.commerce.stock_location.links import location_fulfillment_providers, location_fulfillment_sets
from merx.commerce.stock_location.service import StockLocationService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("stock_location.change_sales_channels")
async def change_sales_channels(scope: Scope, location_id: str, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
    """Let channels sell from there, and others no longer. Shares the location. Safe to repeat. Raises `StockLocationNotFound`, `NotThere`."""
    await _must_exist(scope, location_id)
    if add:
        _must_be_among("Sales channel", add, [each.id for each in await scope[SalesChannelService].sales_channels.list(id=list(add))])
        await sales_channel_locations.add(scope, [(each, location_id) for each in dict.fromkeys(add)])
    if remove:
        await sales_channel_locations.dismiss(scope, left=list(remove), right=location_id)


@workflow("stock_location.change_fulfillment_providers")
async def change_fulfillment_providers(scope: Scope, location_id: str, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
    """Let providers carry from there, and others no longer. Shares the location. Safe to repeat. Raises `StockLocationNotFound`, `NotThere`."""
    await _must_exist(scope, location_id)
    if add:
        _must_be_among("Fulfillment provider", add, [each.id for each in await scope[FulfillmentService].providers.list(id=list(add))])
        await location_fulfillment_providers.add(scope, [(location_id, each) for each in dict.fromkeys(add)])
    if remove:
        await location_fulfillment_providers.dismiss(scope, left=location_id, right=list(remove))


@workflow("stock_location.add_fulfillment_set")
async def add_fulfillment_set(scope: Scope, location_id: str, name: str, kind: str) -> str:
    """A new way out of the location (shipping, pickup); gives its id. Shares the location. Raises `StockLocationNotFound`; names are unique."""
    await _must_exist(scope, location_id)
    made = await create_fulfillment_set(scope, name, kind)
    await location_fulfillment_sets.add(scope, [(location_id, made.id)])
    return made.id


async def _must_exist(scope: Scope, location_id: str) -> None:
    # Shared, so that nothing is joined to a location that is deleted meanwhile.
    if await scope[StockLocationService].locations.first(id=location_id, for_share=True) is None:
        raise StockLocationNotFound(location_id)


def _must_be_among(what: str, wanted: Sequence[str], found: Sequence[str]) -> None:
    for missing in (each for each in wanted if each not in found):
        raise NotThere(what, missing)
