"""The taxes of lines and shipping methods that go to a place."""

from collections.abc import Sequence

import msgspec

from merx.commerce.tax.calculators import calculator, calculators
from merx.commerce.tax.models import TaxRate
from merx.commerce.tax.schemas import RatedItem, RatedShipping, TaxableItem, TaxableShipping, TaxAddress, TaxContext, TaxLine
from merx.commerce.tax.selection import due, references_of
from merx.commerce.tax.service import TaxService
from merx.framework.query import View
from merx.framework.scope import Scope


class _Rate(View, of=TaxRate):
    id: str
    name: str


async def tax_lines_for(
    scope: Scope, items: Sequence[TaxableItem], shipping: Sequence[TaxableShipping], place: TaxAddress | TaxContext, *, locale: str | None = None
) -> dict[str, list[TaxLine]]:
    """What is due on each, by its id; nothing where the shop has no tax region for the country.

    The calculator of the country is asked, with the rates that the shop's tables give each. One statement, however many lines;
    with a `locale` another one, for what the rates are called in it.
    """
    if not items and not shipping:
        return {}
    context = place if isinstance(place, TaxContext) else TaxContext(address=place, locale=locale)
    address, locale = context.address, context.locale
    named = {reference[1] for thing in (*items, *shipping) for reference in references_of(thing) if reference is not None}
    candidates = await scope[TaxService].candidates(address, sorted(named))
    provider = candidates[0].provider_id if candidates else await _without_rates(scope, address)
    if provider is _NOBODY:
        return {}
    if locale is not None and candidates:
        names = {rate.id: rate.name for rate in await scope.query.all(_Rate, id=[each.id for each in candidates], context={"locale": locale})}
        candidates = [msgspec.structs.replace(each, name=names.get(each.id, each.name)) for each in candidates]
    rated_items = [RatedItem(item, due(item, candidates)) for item in items]
    rated_shipping = [RatedShipping(method, due(method, candidates)) for method in shipping]
    return await calculator(scope.app, provider).tax_lines(rated_items, rated_shipping, context)


_NOBODY = ""
"""In place of a provider's id: nobody works out taxes there."""


async def _without_rates(scope: Scope, address: TaxAddress) -> str | None:
    """Who works out the taxes of a country whose region has no rates of its own: only somebody else than the shop's tables can."""
    if len(calculators(scope.app)) == 1:
        return _NOBODY
    country = await scope[TaxService].regions.first(country_code=address.country_code.lower(), parent_id=None)
    return country.provider_id if country is not None else _NOBODY
