"""A new place that holds stock."""

from typing import Any

from merx.commerce.stock_location.errors import NotThere
from merx.commerce.stock_location.models import StockLocation, StockLocationAddress
from merx.commerce.stock_location.service import StockLocationService
from merx.framework.data import create_all
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("stock_location.create", hooks=("stockLocationsCreated",))
async def create_stock_location(
    scope: Scope, name: str, *, address: dict[str, Any] | None = None, address_id: str | None = None, metadata: dict[str, Any] | None = None
) -> StockLocation:
    """Make a location at a new address, or at one that is there already. Raises `NotThere`."""
    made = StockLocationAddress(**lowered(address)) if address is not None else None
    if made is None and address_id is not None and await scope[StockLocationService].addresses.first(id=address_id) is None:
        raise NotThere("Stock location address", address_id)
    location = StockLocation(name=name, address_id=made.id if made is not None else address_id, metadata=metadata)
    await create_all(scope, [row for row in (made, location) if row is not None])
    await create_stock_location.call_hook(scope, "stockLocationsCreated", stockLocations=[location])
    return location


def lowered(address: dict[str, Any]) -> dict[str, Any]:
    """Country codes are kept in lower case, as in the country table."""
    return {**address, "country_code": address["country_code"].lower()}
