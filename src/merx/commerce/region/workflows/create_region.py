"""A new region."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from merx.commerce.region.models import Region
from merx.commerce.region.service import RegionService
from merx.commerce.region.workflows.terms import allow_providers, assign_countries, mean_prices, must_know_currency
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class NewRegion(Struct, frozen=True, kw_only=True):
    """What a region starts with. `is_tax_inclusive` None leaves it to the currency how prices are meant."""

    name: str
    currency_code: str
    countries: Sequence[str] = ()
    payment_providers: Sequence[str] = ()
    automatic_taxes: bool = True
    is_tax_inclusive: bool | None = None
    metadata: dict[str, Any] | None = None


@workflow("region.create")
async def create_region(scope: Scope, new: NewRegion) -> Region:
    """Make a region with its countries and payment providers. Emits `region.created`. Locks the countries.

    Raises `UnknownCurrency`, `UnknownCountries`, `CountriesTaken`, `PaymentProvidersMissing`.
    """
    code = new.currency_code.lower()
    await must_know_currency(scope, code)
    region = Region(name=new.name, currency_code=code, automatic_taxes=new.automatic_taxes, metadata=new.metadata)
    await scope[RegionService].regions.create(region)
    if new.countries:
        await assign_countries(scope, region.id, new.countries)
    if new.payment_providers:
        await allow_providers(scope, region.id, new.payment_providers)
    if new.is_tax_inclusive is not None:
        await mean_prices(scope, region.id, is_tax_inclusive=new.is_tax_inclusive)
    await scope.emit("region.created", {"id": region.id})
    return region
