"""Price lists: what they are called, when and for whom they count."""

from collections.abc import Mapping, Sequence
from typing import Any

from merx.commerce.pricing import NewPriceList, PriceList, PriceListNotFound, PriceListRule, PricingService
from merx.commerce.pricing.workflows.price_list_prices import create_price_list_prices
from merx.framework.data import create_all
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

Rules = Mapping[str, Sequence[str]]


@workflow("pricing.create_price_lists")
async def create_price_lists(scope: Scope, new: Sequence[NewPriceList]) -> list[PriceList]:
    """Price lists with their rules and prices, in order. Five statements, however many. Raises `VariantsWithoutPriceSet`."""
    lists = [_row(each) for each in new]
    await create_all(scope, [*lists, *(rule for row, each in zip(lists, new, strict=True) for rule in _rules(row.id, each.rules))])
    await create_price_list_prices(scope, {row.id: each.prices for row, each in zip(lists, new, strict=True) if each.prices})
    return lists


def _row(new: NewPriceList) -> PriceList:
    return PriceList(
        title=new.title,
        description=new.description,
        type=new.type,
        status=new.status,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        rules_count=len(new.rules),
        metadata=new.metadata,
    )


def _rules(price_list_id: str, rules: Rules) -> list[PriceListRule]:
    return [PriceListRule(price_list_id=price_list_id, attribute=attribute, value=list(values)) for attribute, values in rules.items()]


@workflow("pricing.update_price_list")
async def update_price_list(scope: Scope, price_list_id: str, changes: Mapping[str, Any], rules: Rules | None = None) -> None:
    """Set columns; `rules`, if given, take the place of all that the list has. Raises `PriceListNotFound`."""
    service = scope[PricingService]
    if await service.price_lists.first(id=price_list_id, for_update=True) is None:
        raise PriceListNotFound(price_list_id)
    columns = dict(changes)
    if rules is not None:
        await service.price_list_rules.delete({"price_list_id": price_list_id})
        await create_all(scope, _rules(price_list_id, rules))
        columns["rules_count"] = len(rules)
    await service.price_lists.update(price_list_id, **columns)


@workflow("pricing.delete_price_lists")
async def delete_price_lists(scope: Scope, price_list_ids: Sequence[str]) -> None:
    """Put the lists out of sight, and their prices and rules with them. Safe to repeat."""
    await scope[PricingService].price_lists.soft_delete(list(price_list_ids))
