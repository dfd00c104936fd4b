"""A new promotion, with its rules, and with the campaign it begins if there is one."""

from collections.abc import Sequence
from typing import Any

from merx.commerce.promotion.errors import InvalidPromotion, UnknownCampaign
from merx.commerce.promotion.models import (
    ApplicationMethod,
    BuyRule,
    Campaign,
    CampaignBudget,
    Promotion,
    PromotionPromotionRule,
    TargetRule,
)
from merx.commerce.promotion.schemas import NewMethod, NewPromotion
from merx.commerce.promotion.service import PromotionService
from merx.commerce.promotion.validity import Terms, check_promotion, currencies_match
from merx.commerce.promotion.workflows.campaigns import campaign_rows
from merx.commerce.promotion.workflows.rules import rule_rows
from merx.framework.data import Record, create_all
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("promotion.create", hooks=("promotionsCreated",))
async def create_promotion(scope: Scope, new: NewPromotion, additional_data: Any = None) -> Promotion:
    """Write the promotion, in one statement. Codes are unique: a second one is refused as a duplicate.

    Raises `InvalidPromotion`, `InvalidCampaign`, `UnknownCampaign`.
    """
    check_promotion(_terms(new))
    campaign: Sequence[Campaign | CampaignBudget] = campaign_rows(new.campaign) if new.campaign else ()
    budget = next((row for row in campaign if isinstance(row, CampaignBudget)), None)
    if new.campaign_id is not None:
        if new.campaign is not None:
            raise InvalidPromotion("Provide either the 'campaign' or 'campaign_id' parameter; both cannot be used simultaneously.")
        budget = await budget_of(scope, new.campaign_id)
    method = method_row(new.application_method)
    if budget is not None and not currencies_match(budget.type, budget.currency_code, method.currency_code):
        raise InvalidPromotion("Currency between promotion and campaigns should match")
    promotion = Promotion(
        code=new.code,
        type=new.type,
        is_automatic=new.is_automatic,
        is_tax_inclusive=new.is_tax_inclusive,
        status=new.status,
        limit=new.limit,
        campaign_id=campaign[0].id if campaign else new.campaign_id,
        metadata=new.metadata,
    )
    method.promotion_id = promotion.id
    await create_all(scope, [*campaign, promotion, method, *_rules(promotion, method, new)])
    await create_promotion.call_hook(scope, "promotionsCreated", promotions=[promotion], additional_data=additional_data)
    return promotion


async def budget_of(scope: Scope, campaign_id: str) -> CampaignBudget | None:
    """The budget of a campaign that must be there. Raises `UnknownCampaign`."""
    if await scope[PromotionService].campaigns.first(id=campaign_id) is None:
        raise UnknownCampaign(campaign_id)
    return await scope[PromotionService].budgets.first(campaign_id=campaign_id)


def method_row(new: NewMethod) -> ApplicationMethod:
    """The row of an application method, not yet any promotion's."""
    return ApplicationMethod(
        promotion_id="",
        type=new.type,
        target_type=new.target_type,
        value=new.value,
        allocation=new.allocation or ("across" if new.target_type == "order" else None),
        currency_code=new.currency_code.lower() if new.currency_code else None,
        max_quantity=new.max_quantity,
        apply_to_quantity=new.apply_to_quantity,
        buy_rules_min_quantity=new.buy_rules_min_quantity,
    )


def _rules(promotion: Promotion, method: ApplicationMethod, new: NewPromotion) -> list[Record]:
    rows: list[Record] = []
    for rule, *values in (rule_rows(each) for each in new.rules):
        rows += [rule, *values, PromotionPromotionRule(promotion_id=promotion.id, promotion_rule_id=rule.id)]
    for rule, *values in (rule_rows(each) for each in new.application_method.target_rules):
        rows += [rule, *values, TargetRule(application_method_id=method.id, promotion_rule_id=rule.id)]
    for rule, *values in (rule_rows(each) for each in new.application_method.buy_rules):
        rows += [rule, *values, BuyRule(application_method_id=method.id, promotion_rule_id=rule.id)]
    return rows


def _terms(new: NewPromotion) -> Terms:
    method = new.application_method
    return Terms(
        type=new.type,
        is_automatic=new.is_automatic,
        limit=new.limit,
        used=0,
        value_type=method.type,
        target_type=method.target_type,
        allocation=method.allocation,
        value=method.value,
        max_quantity=method.max_quantity,
        apply_to_quantity=method.apply_to_quantity,
        buy_rules_min_quantity=method.buy_rules_min_quantity,
        target_rules=len(method.target_rules),
        buy_rules=len(method.buy_rules),
    )
