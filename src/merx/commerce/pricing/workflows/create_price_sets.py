"""New price sets with their prices."""

from collections.abc import Sequence

from merx.commerce.pricing import NewPrice, PriceSet, price_rows
from merx.framework.data import create_all
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("pricing.create_price_sets")
async def create_price_sets(scope: Scope, prices: Sequence[Sequence[NewPrice]]) -> list[PriceSet]:
    """A price set for each list of prices, in their order. One statement. Raises `RuleNeedsNumber`."""
    sets = [PriceSet() for _ in prices]
    rows = [row for each, wanted in zip(sets, prices, strict=True) for row in price_rows(each.id, wanted)]
    await create_all(scope, [*sets, *rows])
    return sets
