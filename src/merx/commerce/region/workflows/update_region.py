"""What a region is changes. Open carts keep their currency; taxes and providers are today's at their next refresh."""

from collections.abc import Sequence
from typing import Any

from merx.commerce.region.errors import RegionNotFound
from merx.commerce.region.service import RegionService
from merx.commerce.region.workflows.terms import allow_providers, assign_countries, mean_prices, must_know_currency
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("region.update")
async def update_region(
    scope: Scope,
    region_id: str,
    changes: dict[str, Any],
    *,
    countries: Sequence[str] | None = None,
    payment_providers: Sequence[str] | None = None,
    is_tax_inclusive: bool | None = None,
) -> None:
    """Set the given columns; `countries` and `payment_providers`, where given, become all there are. Locks the region.

    Emits `region.updated`. Raises `RegionNotFound`, and what `create_region` raises.
    """
    regions = scope[RegionService].regions
    if await regions.first(id=region_id, for_update=True) is None:
        raise RegionNotFound(region_id)
    if "currency_code" in changes:
        changes = {**changes, "currency_code": changes["currency_code"].lower()}
        await must_know_currency(scope, changes["currency_code"])
    if countries is not None:
        await assign_countries(scope, region_id, countries)
    if payment_providers is not None:
        await allow_providers(scope, region_id, payment_providers)
    if is_tax_inclusive is not None:
        await mean_prices(scope, region_id, is_tax_inclusive=is_tax_inclusive)
    await regions.update(region_id, **changes)
    await scope.emit("region.updated", {"id": region_id})
