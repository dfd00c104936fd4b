"""A cart became an order: its promotions were used."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from merx.commerce.promotion.errors import BudgetExceeded, BudgetNeedsAttribute, LimitExceeded
from merx.commerce.promotion.models import CampaignBudget, CampaignBudgetUsage, Promotion
from merx.commerce.promotion.service import PromotionService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class PromotionUse(Struct, frozen=True, kw_only=True):
    """What one order takes of a promotion: how many discounts, and how much money they are together."""

    promotion_id: str
    discounts: int
    amount: Decimal


@workflow("promotion.register_usage")
async def register_usage(scope: Scope, uses: Sequence[PromotionUse], buyer: Mapping[str, str | None]) -> None:
    """Count the uses. Raises `LimitExceeded`, `BudgetExceeded`, `BudgetNeedsAttribute`; nothing is counted then.

    Locks the promotions, then their budgets, each by ascending id, until the transaction ends: so a limit of N is N uses, however
    many orders are placed at once. A limit counts one use per discount, a budget one per order and promotion. Leave out promotions
    with neither limit nor campaign: they are not counted, and every order would wait for every other.
    """
    by_promotion = {use.promotion_id: use for use in uses}
    promotions = await scope[PromotionService].promotions.list(id=list(by_promotion), for_update=True)
    await _count(scope, [each for each in promotions if each.limit is not None], by_promotion)
    by_campaign: dict[str, list[PromotionUse]] = {}
    for each in promotions:
        if each.campaign_id is not None:
            by_campaign.setdefault(each.campaign_id, []).append(by_promotion[each.id])
    if by_campaign:
        await _spend(scope, by_campaign, buyer)


async def _count(scope: Scope, promotions: Sequence[Promotion], uses: Mapping[str, PromotionUse]) -> None:
    changes: list[dict[str, str | int]] = []
    for each in promotions:
        used = each.used + uses[each.id].discounts
        if each.limit is not None and used > each.limit:
            raise LimitExceeded
        changes.append({"id": each.id, "used": used})
    await scope[PromotionService].promotions.update(changes)


async def _spend(scope: Scope, by_campaign: Mapping[str, Sequence[PromotionUse]], buyer: Mapping[str, str | None]) -> None:
    service = scope[PromotionService]
    budgets = await service.budgets.list(campaign_id=list(by_campaign), for_update=True)
    whole = [each for each in budgets if not each.type.endswith("by_attribute")]
    changes = [{"id": each.id, "used": _within(each, each.used, by_campaign)} for each in whole]
    await service.budgets.update(changes)
    apart = {each.id: each for each in budgets if each not in whole}
    if not apart:
        return
    values = {each.id: _value(each, buyer) for each in apart.values()}
    found = await service.budget_usages.list(budget_id=list(apart), attribute_value=list(set(values.values())))
    have = {each.budget_id: each for each in found if values[each.budget_id] == each.attribute_value}
    for each in apart.values():
        usage = have.setdefault(each.id, CampaignBudgetUsage(budget_id=each.id, attribute_value=values[each.id]))
        usage.used = _within(each, usage.used, by_campaign)
    await service.budget_usages.upsert(have.values())


def _within(budget: CampaignBudget, used: Decimal, by_campaign: Mapping[str, Sequence[PromotionUse]]) -> Decimal:
    uses = by_campaign[budget.campaign_id]
    more = sum((use.amount for use in uses), Decimal(0)) if budget.type.startswith("spend") else Decimal(len(uses))
    if budget.limit is not None and used + more > budget.limit:
        raise BudgetExceeded
    return used + more


def _value(budget: CampaignBudget, buyer: Mapping[str, str | None]) -> str:
    value = buyer.get(budget.attribute or "")
    if value is None:
        raise BudgetNeedsAttribute(budget.attribute or "")
    return value
