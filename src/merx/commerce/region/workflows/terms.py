"""What a region is made of besides its own row: countries, payment providers, how its prices are meant."""

from collections.abc import Sequence

from merx.commerce.currency import CurrencyService
from merx.commerce.payment import PaymentService
from merx.commerce.pricing import PricePreference, PricingService
from merx.commerce.region.errors import CountriesTaken, PaymentProvidersMissing, UnknownCountries, UnknownCurrency
from merx.commerce.region.links import region_payment_providers
from merx.commerce.region.service import RegionService
from merx.framework.scope import Scope


async def must_know_currency(scope: Scope, code: str) -> None:
    """Raises `UnknownCurrency`."""
    if await scope[CurrencyService].currencies.first(code=code) is None:
        raise UnknownCurrency(code)


async def assign_countries(scope: Scope, region_id: str, codes: Sequence[str]) -> None:
    """These countries, and no others, are in the region. Locks them by code. Raises `UnknownCountries`, `CountriesTaken`."""
    countries = scope[RegionService].countries
    wanted = list(dict.fromkeys(code.lower() for code in codes))
    known = {each.iso_2: each.region_id for each in await countries.list(iso_2=wanted, for_update=True)}
    if missing := [code for code in wanted if code not in known]:
        raise UnknownCountries(missing)
    if taken := [code for code, owner in known.items() if owner not in (None, region_id)]:
        raise CountriesTaken(taken)
    await countries.update_where({"region_id": region_id, "iso_2": {"$nin": wanted}}, region_id=None)
    await countries.update_where({"iso_2": wanted}, region_id=region_id)


async def allow_providers(scope: Scope, region_id: str, ids: Sequence[str]) -> None:
    """These payment providers, and no others, collect money in the region. Raises `PaymentProvidersMissing`."""
    enabled = {each.id for each in await scope[PaymentService].providers.list(id=list(ids), is_enabled=True)}
    if missing := [each for each in ids if each not in enabled]:
        raise PaymentProvidersMissing(missing)
    await region_payment_providers.dismiss(scope, left=region_id)
    if ids:
        await region_payment_providers.add(scope, [(region_id, each) for each in dict.fromkeys(ids)])


async def mean_prices(scope: Scope, region_id: str, *, is_tax_inclusive: bool) -> None:
    """Whether prices that are set for this region include tax."""
    preference = PricePreference(attribute="region_id", value=region_id, is_tax_inclusive=is_tax_inclusive)
    await scope[PricingService].price_preferences.upsert([preference], on=("attribute", "value"))
