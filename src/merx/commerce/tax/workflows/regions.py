"""Tax regions: countries and their provinces."""

from typing import Any

from merx.commerce.tax.errors import ParentRegionElsewhere, ParentRegionMissing, ProviderRequired, WrongKindOfRegion
from merx.commerce.tax.models import TaxRate, TaxRateRule, TaxRegion
from merx.commerce.tax.schemas import NewTaxRegion
from merx.commerce.tax.service import TaxService
from merx.commerce.tax.workflows.rates import rate_rows
from merx.framework.data import create_all
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("tax.create_region", hooks=("taxRegionsCreated",))
async def create_tax_region(scope: Scope, new: NewTaxRegion, *, additional_data: Any = None) -> TaxRegion:
    """Tax in this country or province, with its default rate if one is given.

    Raises `ProviderRequired`, `ParentRegionMissing`, `ParentRegionElsewhere`; a region that exists is refused as a duplicate.
    """
    country, province = new.country_code.lower(), new.province_code.lower() if new.province_code else None
    if province is None and new.parent_id is None and new.provider_id is None:
        raise ProviderRequired
    parent_id = await _parent(scope, new.parent_id, country, province)
    region = TaxRegion(
        country_code=country,
        province_code=province,
        parent_id=parent_id,
        provider_id=new.provider_id if parent_id is None else None,
        created_by=scope.actor.id,
        metadata=new.metadata,
    )
    rates: tuple[TaxRate | TaxRateRule, ...] = () if new.default_rate is None else rate_rows(region.id, new.default_rate, created_by=scope.actor.id)
    await create_all(scope, [region, *rates])
    await create_tax_region.call_hook(scope, "taxRegionsCreated", tax_regions=[region], additional_data=additional_data)
    return region


async def _parent(scope: Scope, parent_id: str | None, country: str, province: str | None) -> str | None:
    if province is None and parent_id is None:
        return None
    wanted = {"id": parent_id} if parent_id is not None else {"country_code": country, "parent_id": None}
    parent = await scope[TaxService].regions.first(wanted)
    if parent is None or parent.parent_id is not None:
        raise ParentRegionMissing(country, province or "")
    if parent.country_code != country:
        raise ParentRegionElsewhere(country, province or "", parent.country_code)
    return parent.id


@workflow("tax.update_region")
async def update_tax_region(scope: Scope, region_id: str, changes: dict[str, Any]) -> TaxRegion:
    """Change province code, provider or metadata; what `changes` lacks stays. Holds the region's row.

    Raises `NotFound`; `WrongKindOfRegion` where a country would get a province code, a province lose it or get a provider.
    """
    region = await scope[TaxService].regions.retrieve(region_id, for_update=True)
    is_province = region.parent_id is not None
    if "province_code" in changes and bool(changes["province_code"]) != is_province:
        raise WrongKindOfRegion(region_id, "province_code", is_province=is_province)
    if is_province and changes.get("provider_id") is not None:
        raise WrongKindOfRegion(region_id, "provider_id", is_province=is_province)
    if changes.get("province_code"):
        changes = {**changes, "province_code": changes["province_code"].lower()}
    return await scope[TaxService].regions.update(region_id, **changes)


@workflow("tax.delete_region")
async def delete_tax_region(scope: Scope, region_id: str) -> None:
    """Stop taxing there: the region goes with its provinces, rates and rules. Safe to repeat."""
    await scope[TaxService].regions.soft_delete({"$or": [{"id": region_id}, {"parent_id": region_id}]})
