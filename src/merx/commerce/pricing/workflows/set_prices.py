"""The prices of a price set become those given; those on price lists stay."""

from collections.abc import Container, Mapping, Sequence
from typing import Any

from merx.commerce.pricing import ChangedPrice, NewPrice, PriceSetNotFound, PricingService, price_rows, rule_rows
from merx.commerce.pricing.workflows.terms import StandingPrice, terms_of, whole
from merx.framework.data import create_all, must_differ
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("pricing.set_prices")
async def set_prices(scope: Scope, price_set_id: str, prices: Sequence[NewPrice | ChangedPrice]) -> None:
    """Make `prices` the prices of this set. Safe to repeat. Raises what `set_prices_of` raises."""
    await set_prices_of(scope, {price_set_id: prices})


@workflow("pricing.set_prices_of")
async def set_prices_of(scope: Scope, prices: Mapping[str, Sequence[NewPrice | ChangedPrice]]) -> None:
    """Make these the prices of each price set; what is not listed is gone.

    A price with an `id` changes that row, one with the same currency, quantities and rules as a row that is there changes
    that one, others are new; whatever has the id of a price on a list is left there. At most seven statements, however many sets. Raises `PriceSetNotFound`, `RuleNeedsNumber`, `ChangedTwice`,
    and `PriceWithout`.
    """
    must_differ(price.id for each in prices.values() for price in each if price.id is not None)
    service = scope[PricingService]
    locked = await service.price_sets.list(id=list(prices), for_update=True)
    for missing in prices.keys() - {each.id for each in locked}:
        raise PriceSetNotFound(missing)
    found = await scope.query.all(StandingPrice, {"price_set_id": list(prices), "price_list_id": None})
    kept, added = _matched(await _without_lists(scope, prices, {price.id for price in found}), found)
    gone = [price.id for price in found if price.id not in kept]
    if gone:
        await service.prices.soft_delete(gone)
    await service.prices.update(_changes(key, price) for key, price in kept.items())
    ruled = _changed_rules(kept, found)
    if ruled:
        await service.price_rules.delete({"price_id": list(ruled)})
    rules = [rule for key, price in ruled.items() for rule in rule_rows(key, price.rules)]
    await create_all(scope, [*rules, *(row for key, wanted in added.items() for row in price_rows(key, wanted))])


async def _without_lists(
    scope: Scope, prices: Mapping[str, Sequence[NewPrice | ChangedPrice]], known: Container[str]
) -> Mapping[str, Sequence[NewPrice | ChangedPrice]]:
    """Without what is on price lists: a variant is shown with those too, and whoever sends back what was shown shall not have sale prices for good."""
    strange = sorted({price.id for each in prices.values() for price in each if price.id is not None and price.id not in known})
    if not strange:
        return prices
    listed = {row.id for row in await scope[PricingService].prices.list({"id": strange, "price_set_id": list(prices), "price_list_id": {"$ne": None}})}
    return {key: [price for price in each if price.id not in listed] for key, each in prices.items()}


def _matched(prices: Mapping[str, Sequence[NewPrice | ChangedPrice]], found: Sequence[StandingPrice]) -> tuple[dict[str, NewPrice], dict[str, list[NewPrice]]]:
    """The prices of rows that stay, by their ids, and the new ones by price set."""
    kept: dict[str, NewPrice] = {}
    added: dict[str, list[NewPrice]] = {}
    for price_set_id, wanted in prices.items():
        rows = {row.id: row for row in found if row.price_set_id == price_set_id}
        same = {row.terms: row.id for row in rows.values()}
        for price in (whole(each, rows) for each in wanted):
            key = price.id if price.id in rows else same.get(terms_of(price))
            if key is None:
                added.setdefault(price_set_id, []).append(price)
            else:
                kept[key] = price
    return kept, added


def _changes(key: str, price: NewPrice) -> dict[str, Any]:
    return {
        "id": key,
        "amount": price.amount,
        "currency_code": price.currency_code.lower(),
        "min_quantity": price.min_quantity,
        "max_quantity": price.max_quantity,
        "rules_count": len(price.rules),
    }


def _changed_rules(kept: Mapping[str, NewPrice], found: Sequence[StandingPrice]) -> dict[str, NewPrice]:
    rows = {row.id: row.terms[-1] for row in found}
    return {key: price for key, price in kept.items() if terms_of(price)[-1] != rows[key]}
