"""A place that holds stock is given up."""

from merx.commerce.fulfillment.workflows import delete_fulfillment_set
from merx.commerce.sales_channel.links import sales_channel_locations
from merx.commerce.stock_location.links import location_fulfillment_providers, location_fulfillment_sets
from merx.commerce.stock_location.service import StockLocationService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("stock_location.delete")
async def delete_stock_location(scope: Scope, location_id: str) -> None:
    """Put the location out of sight with its ways out, and part it from channels and carriers. Locks it. Safe to repeat."""
    if not await scope[StockLocationService].locations.soft_delete(location_id):
        return
    for _, set_id in await location_fulfillment_sets.pairs(scope, left=location_id):
        await delete_fulfillment_set(scope, set_id)
    await location_fulfillment_sets.dismiss(scope, left=location_id)
    await location_fulfillment_providers.dismiss(scope, left=location_id)
    await sales_channel_locations.dismiss(scope, right=location_id)
