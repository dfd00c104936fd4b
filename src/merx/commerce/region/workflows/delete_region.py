"""A region goes; its countries are free for another."""

from merx.commerce.pricing import PricingService
from merx.commerce.region.links import region_payment_providers
from merx.commerce.region.service import RegionService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("region.delete")
async def delete_region(scope: Scope, region_id: str) -> None:
    """Put the region out of sight, and what it was made of. Safe to repeat. Emits `region.deleted` if there was one."""
    service = scope[RegionService]
    if not await service.regions.soft_delete(region_id):
        return
    await service.countries.update_where({"region_id": region_id}, region_id=None)
    await region_payment_providers.dismiss(scope, left=region_id)
    await scope[PricingService].price_preferences.soft_delete({"attribute": "region_id", "value": region_id})
    await scope.emit("region.deleted", {"id": region_id})
