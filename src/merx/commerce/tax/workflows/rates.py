"""Tax rates and what they are for."""

from collections.abc import Sequence
from typing import Any

from merx.commerce.tax.errors import TaxRateNotFound, TaxRegionNotFound
from merx.commerce.tax.models import TaxRate, TaxRateRule
from merx.commerce.tax.schemas import NewTaxRate
from merx.commerce.tax.service import TaxService
from merx.framework.data import create_all
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("tax.create_rate")
async def create_tax_rate(scope: Scope, region_id: str, new: NewTaxRate) -> TaxRate:
    """A rate of this region, with its rules. Holds the region's row. Raises `TaxRegionNotFound`; a second default rate of a region is a duplicate."""
    if await scope[TaxService].regions.first(id=region_id, for_update=True) is None:
        raise TaxRegionNotFound(region_id)
    rate, *rules = rate_rows(region_id, new, is_default=new.is_default, created_by=scope.actor.id)
    await create_all(scope, [rate, *rules])
    return rate


def rate_rows(region_id: str, new: NewTaxRate, *, is_default: bool = True, created_by: str | None) -> tuple[TaxRate, *tuple[TaxRateRule, ...]]:
    """The rows of a new rate, not yet written: the rate first, then its rules."""
    rate = TaxRate(
        tax_region_id=region_id,
        rate=new.rate,
        code=new.code,
        name=new.name,
        is_default=is_default,
        is_combinable=new.is_combinable,
        created_by=created_by,
        metadata=new.metadata,
    )
    return (rate, *_rules(rate.id, new.rules, created_by))


def _rules(rate_id: str, rules: Sequence[tuple[str, str]], created_by: str | None) -> list[TaxRateRule]:
    return [
        TaxRateRule(tax_rate_id=rate_id, reference=reference, reference_id=reference_id, created_by=created_by)
        for reference, reference_id in dict.fromkeys(rules)
    ]


@workflow("tax.update_rate")
async def update_tax_rate(scope: Scope, rate_id: str, changes: dict[str, Any], rules: Sequence[tuple[str, str]] | None = None) -> TaxRate:
    """Change a rate; `rules`, if given, take the place of those it had. Holds the rate's row. Raises `TaxRateNotFound`."""
    service = scope[TaxService]
    await _must_exist(scope, rate_id)
    rate = await service.rates.update(rate_id, **changes)
    if rules is not None:
        await service.rate_rules.soft_delete({"tax_rate_id": rate_id})
        await service.rate_rules.create(_rules(rate_id, rules, scope.actor.id))
    return rate


@workflow("tax.delete_rate")
async def delete_tax_rate(scope: Scope, rate_id: str) -> None:
    """The rate goes, with its rules. Safe to repeat."""
    await scope[TaxService].rates.soft_delete(rate_id)


@workflow("tax.add_rate_rule")
async def add_tax_rate_rule(scope: Scope, rate_id: str, reference: str, reference_id: str) -> TaxRateRule:
    """The rate is for this product, product type or shipping option too. Raises `TaxRateNotFound`; a rule that exists is a duplicate."""
    await _must_exist(scope, rate_id)
    (rule,) = await scope[TaxService].rate_rules.create(_rules(rate_id, [(reference, reference_id)], scope.actor.id))
    return rule


@workflow("tax.remove_rate_rule")
async def remove_tax_rate_rule(scope: Scope, rate_id: str, rule_id: str) -> None:
    """The rate is no longer for what this rule names. Safe to repeat."""
    await scope[TaxService].rate_rules.soft_delete({"id": rule_id, "tax_rate_id": rate_id})


async def _must_exist(scope: Scope, rate_id: str) -> None:
    if await scope[TaxService].rates.first(id=rate_id, for_update=True) is None:
        raise TaxRateNotFound(rate_id)
