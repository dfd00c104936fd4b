"""Which promotions a cart may get, with all that decides it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from merx.commerce.promotion.discounts import Budget, Offer
from merx.commerce.promotion.errors import UnknownCode
from merx.commerce.promotion.models import Promotion
from merx.commerce.promotion.rules import Rule
from merx.commerce.promotion.schemas import Allocation, BudgetType, MethodType, PromotionType, RuleOperator, TargetType
from merx.commerce.promotion.service import PromotionService
from merx.framework.data import utcnow
from merx.framework.query import View
from merx.framework.scope import Scope

_ZERO = Decimal(0)


class _Value(View):
    value: str


class _Rule(View):
    attribute: str
    operator: RuleOperator
    values: list[_Value]


class _Method(View):
    type: MethodType
    target_type: TargetType
    allocation: Allocation | None
    value: Decimal | None
    currency_code: str | None
    max_quantity: int | None
    apply_to_quantity: int | None
    buy_rules_min_quantity: int | None
    target_rules: list[_Rule]
    buy_rules: list[_Rule]


class _Budget(View):
    id: str
    type: BudgetType
    limit: Decimal | None
    used: Decimal
    attribute: str | None


class _Campaign(View):
    starts_at: datetime | None
    ends_at: datetime | None
    budget: _Budget | None


class _Promotion(View, of=Promotion):
    id: str
    code: str
    type: PromotionType
    is_tax_inclusive: bool
    limit: int | None
    used: int
    campaign_id: str | None
    rules: list[_Rule]
    campaign: _Campaign | None
    application_method: _Method | None


async def promotions_with(scope: Scope, codes: Sequence[str]) -> list[Promotion]:
    """The promotions with these codes, whatever their status. One statement, none for no codes. Raises `UnknownCode`."""
    if not codes:
        return []
    found = {each.code: each for each in await scope[PromotionService].promotions.list(code=list(dict.fromkeys(codes)))}
    for code in codes:
        if code not in found:
            raise UnknownCode(code)
    return list(found.values())


async def offers_for(scope: Scope, promotion_ids: Sequence[str], buyer: Mapping[str, str | None]) -> list[Offer]:
    """Those of these promotions and of the automatic ones that are active today.

    `buyer` says who counts where a budget counts by customer: `customer_id`, `customer_email`. One statement; one more
    only where there is such a budget.
    """
    active = await scope.query.all(_Promotion, {"status": "active", "$or": [{"is_automatic": True}, {"id": list(promotion_ids)}]})
    now = utcnow()
    running = [each for each in active if each.campaign is None or _runs(each.campaign, now)]
    used = await _used(scope, running, buyer)
    return [_offer(each, each.application_method, used) for each in running if each.application_method is not None]


def _runs(campaign: _Campaign, now: datetime) -> bool:
    return (campaign.starts_at is None or campaign.starts_at <= now) and (campaign.ends_at is None or now <= campaign.ends_at)


def _budget(promotion: _Promotion) -> _Budget | None:
    return promotion.campaign.budget if promotion.campaign else None


async def _used(scope: Scope, promotions: Sequence[_Promotion], buyer: Mapping[str, str | None]) -> dict[str, Decimal]:
    """By budget: what of it this buyer used."""
    budgets = {budget.id: buyer.get(budget.attribute) for each in promotions if (budget := _budget(each)) and budget.attribute}
    values = {value for value in budgets.values() if value is not None}
    if not values:
        return {}
    found = await scope[PromotionService].budget_usages.list(budget_id=list(budgets), attribute_value=list(values))
    return {each.budget_id: each.used for each in found if budgets[each.budget_id] == each.attribute_value}


def _offer(promotion: _Promotion, method: _Method, used: Mapping[str, Decimal]) -> Offer:
    budget = _budget(promotion)
    return Offer(
        id=promotion.id,
        code=promotion.code,
        type=promotion.type,
        value_type=method.type,
        target_type=method.target_type,
        value=method.value or _ZERO,
        allocation=method.allocation or "across",
        currency_code=method.currency_code,
        is_tax_inclusive=promotion.is_tax_inclusive,
        max_quantity=method.max_quantity,
        apply_to_quantity=method.apply_to_quantity,
        buy_rules_min_quantity=method.buy_rules_min_quantity,
        limit=promotion.limit,
        used=promotion.used,
        rules=_rules(promotion.rules),
        target_rules=_rules(method.target_rules, within=method.target_type),
        buy_rules=_rules(method.buy_rules, within="items"),
        campaign_id=promotion.campaign_id,
        budget=budget and Budget(id=budget.id, type=budget.type, limit=budget.limit, used=used.get(budget.id, _ZERO) if budget.attribute else budget.used),
    )


def _rules(rules: Sequence[_Rule], *, within: TargetType | None = None) -> tuple[Rule, ...]:
    # `items.product.id` of a target rule is `product.id` of each line.
    prefix = f"{'items' if within == 'order' else within}."
    return tuple(Rule(rule.attribute.removeprefix(prefix), rule.operator, tuple(value.value for value in rule.values)) for rule in rules)
