"""The taxes of lines and shipping methods that go to a place."""

from collections.abc import Sequence

import msgspec

from merx.commerce.tax.calculators import calculator
from merx.commerce.tax.models import TaxRate
from merx.commerce.tax.schemas import RatedItem, RatedShipping, TaxableItem, TaxableShipping, TaxAddress, TaxLine
from merx.commerce.tax.selection import due, references_of
from merx.commerce.tax.service import TaxService
from merx.framework.query import View
from merx.framework.scope import Scope


class _Rate(View, of=TaxRate):
    id: str
    name: str


async def tax_lines_for(
    scope: Scope, items: Sequence[TaxableItem], shipping: Sequence[TaxableShipping], address: TaxAddress, *, locale: str | None = None
) -> dict[str, list[TaxLine]]:
    """What is due on each, by its id; nothing where the shop has no tax region for the country.

    One statement, however many lines; with a `locale` another one, for what the rates are called in it.
    """
    if not items and not shipping:
        return {}
    named = {reference[1] for thing in (*items, *shipping) for reference in references_of(thing) if reference is not None}
    candidates = await scope[TaxService].candidates(address, sorted(named))
    if not candidates:
        return {}
    if locale is not None:
        names = {rate.id: rate.name for rate in await scope.query.all(_Rate, id=[each.id for each in candidates], context={"locale": locale})}
        candidates = [msgspec.structs.replace(each, name=names.get(each.id, each.name)) for each in candidates]
    rated_items = [RatedItem(item, due(item, candidates)) for item in items]
    rated_shipping = [RatedShipping(method, due(method, candidates)) for method in shipping]
    return await calculator(scope.app, candidates[0].provider_id).tax_lines(rated_items, rated_shipping, address)
