"""A location is renamed, or moves."""

from typing import Any

from merx.commerce.stock_location.errors import NotThere, StockLocationNotFound
from merx.commerce.stock_location.models import StockLocationAddress
from merx.commerce.stock_location.service import StockLocationService
from merx.commerce.stock_location.workflows.create_stock_location import lowered
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("stock_location.update")
async def update_stock_location(scope: Scope, location_id: str, changes: dict[str, Any], *, address: dict[str, Any] | None = None) -> None:
    """Set the given columns; `address` changes the location's address, or gives it one. Locks the location.

    Raises `StockLocationNotFound`, `NotThere`.
    """
    service = scope[StockLocationService]
    location = await service.locations.first(id=location_id, for_update=True)
    if location is None:
        raise StockLocationNotFound(location_id)
    wanted = changes.get("address_id")
    if wanted is not None and await service.addresses.first(id=wanted) is None:
        raise NotThere("Stock location address", wanted)
    current = changes.get("address_id", location.address_id)
    if address is not None and current is not None:
        await service.addresses.update(current, **lowered(address))
    elif address is not None:
        made = await service.addresses.create(StockLocationAddress(**lowered(address)))
        changes = {**changes, "address_id": made.id}
    await service.locations.update(location_id, **changes)
