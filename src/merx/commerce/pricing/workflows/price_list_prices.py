"""The prices on price lists."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from merx.commerce.pricing import (
    ChangedListPrice,
    NewListPrice,
    Price,
    PriceListNotFound,
    PriceNotOnList,
    PricingService,
    VariantsWithoutPriceSet,
    price_rows,
    rule_rows,
)
from merx.commerce.pricing.workflows.terms import StandingPrice, terms_of
from merx.commerce.product import ProductVariant
from merx.framework.data import create_all, must_differ
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class _Id(View):
    id: str


class _Variant(View, of=ProductVariant):
    id: str
    price_set: _Id | None


class ListPricesChanged(Struct, frozen=True):
    """What a batch did, as ids of prices."""

    created: list[str]
    updated: list[str]
    deleted: list[str]


@workflow("pricing.create_price_list_prices")
async def create_price_list_prices(scope: Scope, prices: Mapping[str, Sequence[NewListPrice]]) -> list[str]:
    """Put prices on lists, by the lists' ids; gives the prices' ids, in order. Safe to repeat: the same terms are the same price.

    Locks the lists. Five statements, however many. Raises `PriceListNotFound`, `VariantsWithoutPriceSet`, `RuleNeedsNumber`.
    """
    if not prices:
        return []
    await _lock(scope, prices)
    sets = await _price_sets(scope, (new.variant_id for each in prices.values() for new in each))
    # Of two with the same terms the later one counts.
    wanted = {(key, sets[new.variant_id], terms_of(new.price)): new.price for key, each in prices.items() for new in each}
    found = await scope.query.all(StandingPrice, {"price_list_id": list(prices), "price_set_id": list(set(sets.values()))})
    ids = {place: row.id for row in found if (place := (row.price_list_id or "", row.price_set_id, row.terms)) in wanted}
    await scope[PricingService].prices.update({"id": key, "amount": wanted[place].amount} for place, key in ids.items())
    made = {place: price_rows(place[1], [price], place[0]) for place, price in wanted.items() if place not in ids}
    await create_all(scope, [row for rows in made.values() for row in rows])
    ids |= {place: row.id for place, rows in made.items() for row in rows if isinstance(row, Price)}
    return [ids[place] for place in wanted]


@workflow("pricing.update_price_list_prices")
async def update_price_list_prices(scope: Scope, price_list_id: str, prices: Sequence[ChangedListPrice]) -> list[str]:
    """Change prices of a list; gives their ids. Locks the list.

    Raises `PriceListNotFound`, `PriceNotOnList`, `ChangedTwice`, `VariantsWithoutPriceSet`, `RuleNeedsNumber`.
    """
    if not prices:
        return []
    must_differ(each.id for each in prices)
    await _lock(scope, [price_list_id])
    sets = await _price_sets(scope, (each.variant_id for each in prices))
    service = scope[PricingService]
    wanted = {each.id: each for each in prices}
    there = {row.id for row in await service.prices.list(id=list(wanted), price_list_id=price_list_id)}
    if missing := wanted.keys() - there:
        raise PriceNotOnList(price_list_id, sorted(missing))
    ruled = {each.id: each.rules for each in wanted.values() if each.rules is not None}
    counts = {key: {"rules_count": len(rules)} for key, rules in ruled.items()}
    await service.prices.update({**each.columns, **counts.get(key, {}), "id": key, "price_set_id": sets[each.variant_id]} for key, each in wanted.items())
    if ruled:
        await service.price_rules.delete({"price_id": list(ruled)})
        await create_all(scope, [rule for key, rules in ruled.items() for rule in rule_rows(key, rules)])
    return list(wanted)


@workflow("pricing.remove_price_list_prices")
async def remove_price_list_prices(scope: Scope, price_list_id: str, price_ids: Sequence[str]) -> None:
    """Take prices off a list; those on other lists, or on none, stay. Safe to repeat. Raises `PriceListNotFound`."""
    if price_ids:
        await _lock(scope, [price_list_id])
        await scope[PricingService].prices.soft_delete({"id": list(price_ids), "price_list_id": price_list_id})


@workflow("pricing.remove_products_from_price_list")
async def remove_products_from_price_list(scope: Scope, price_list_id: str, product_ids: Sequence[str]) -> None:
    """Take all prices of these products off a list. Safe to repeat. Raises `PriceListNotFound`."""
    await _lock(scope, [price_list_id])
    found = await scope.query.all(_Variant, {"product_id": list(product_ids)})
    sets = [variant.price_set.id for variant in found if variant.price_set is not None]
    if sets:
        await scope[PricingService].prices.soft_delete({"price_set_id": sets, "price_list_id": price_list_id})


@workflow("pricing.batch_price_list_prices")
async def batch_price_list_prices(
    scope: Scope,
    price_list_id: str,
    *,
    create: Sequence[NewListPrice] = (),
    update: Sequence[ChangedListPrice] = (),
    delete: Sequence[str] = (),
) -> ListPricesChanged:
    """All of it or nothing: take prices off the list, change others, put new ones on. Raises what each of these raises."""
    await _lock(scope, [price_list_id])
    await remove_price_list_prices(scope, price_list_id, delete)
    updated = await update_price_list_prices(scope, price_list_id, update)
    created = await create_price_list_prices(scope, {price_list_id: create} if create else {})
    return ListPricesChanged(created=created, updated=updated, deleted=list(delete))


async def _lock(scope: Scope, price_list_ids: Iterable[str]) -> None:
    wanted = list(price_list_ids)
    locked = {row.id for row in await scope[PricingService].price_lists.list(id=wanted, for_update=True)}
    for missing in (key for key in wanted if key not in locked):
        raise PriceListNotFound(missing)


async def _price_sets(scope: Scope, variant_ids: Iterable[str]) -> dict[str, str]:
    """The price set of each variant. One statement. Raises `VariantsWithoutPriceSet`."""
    wanted = list(dict.fromkeys(variant_ids))
    found = {variant.id: variant.price_set.id for variant in await scope.query.all(_Variant, {"id": wanted}) if variant.price_set is not None}
    if missing := [key for key in wanted if key not in found]:
        raise VariantsWithoutPriceSet(missing)
    return found
