"""Campaigns: a time and a budget that promotions share."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct

from merx.commerce.promotion.errors import CampaignNotFound, InvalidCampaign, PromotionsNotFound, PromotionsNotFree
from merx.commerce.promotion.models import Campaign, CampaignBudget, Promotion
from merx.commerce.promotion.schemas import NewCampaign
from merx.commerce.promotion.service import PromotionService
from merx.commerce.promotion.validity import check_budget, currencies_match
from merx.framework.data import create_all
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class BudgetLimit(Struct, frozen=True):
    """A budget's new limit; None is none at all."""

    limit: Decimal | None


@workflow("promotion.create_campaign", hooks=("campaignsCreated",))
async def create_campaign(scope: Scope, new: NewCampaign, additional_data: Any = None) -> Campaign:
    """Write a campaign and its budget. Raises `InvalidCampaign`; an identifier that exists is refused as a duplicate."""
    campaign, *budget = campaign_rows(new)
    await create_all(scope, [campaign, *budget])
    await create_campaign.call_hook(scope, "campaignsCreated", campaigns=[campaign], additional_data=additional_data)
    return campaign


def campaign_rows(new: NewCampaign) -> tuple[Campaign, *tuple[CampaignBudget, ...]]:
    """The rows of a campaign, not yet written: itself first. Raises `InvalidCampaign`."""
    campaign = Campaign(name=new.name, campaign_identifier=new.campaign_identifier, description=new.description, starts_at=new.starts_at, ends_at=new.ends_at)
    if new.budget is None:
        return (campaign,)
    check_budget(new.budget)
    code = new.budget.currency_code
    budget = CampaignBudget(
        campaign_id=campaign.id,
        type=new.budget.type,
        limit=new.budget.limit,
        currency_code=code.lower() if code else None,
        attribute=new.budget.attribute,
    )
    return (campaign, budget)


@workflow("promotion.update_campaign", hooks=("campaignsUpdated",))
async def update_campaign(
    scope: Scope, campaign_id: str, changes: Mapping[str, Any], budget: BudgetLimit | None = None, additional_data: Any = None
) -> Campaign:
    """Set the given columns, and the limit of the budget. Locks the campaign. Raises `CampaignNotFound`, `InvalidCampaign`."""
    campaign = await _locked(scope, campaign_id)
    if changes:
        campaign = await scope[PromotionService].campaigns.update(campaign_id, **changes)
    if budget is not None and not await scope[PromotionService].budgets.update_where({"campaign_id": campaign_id}, limit=budget.limit):
        raise InvalidCampaign("Campaign Budget type is a required field")
    await update_campaign.call_hook(scope, "campaignsUpdated", campaigns=[campaign], additional_data=additional_data)
    return campaign


@workflow("promotion.delete_campaign", hooks=("campaignsDeleted",))
async def delete_campaign(scope: Scope, campaign_id: str) -> None:
    """Put the campaign and its budget out of sight; its promotions belong to none then. Safe to repeat."""
    gone = await scope[PromotionService].campaigns.soft_delete(campaign_id)
    if gone:
        await scope[PromotionService].promotions.update_where({"campaign_id": campaign_id}, campaign_id=None)
        await delete_campaign.call_hook(scope, "campaignsDeleted", ids=gone)


class _Method(View):
    currency_code: str | None


class _Joining(View, of=Promotion):
    id: str
    application_method: _Method | None


@workflow("promotion.change_campaign_promotions")
async def change_campaign_promotions(scope: Scope, campaign_id: str, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
    """Let promotions that are in no campaign join this one, and others leave it. Locks the campaign.

    Raises `CampaignNotFound`, `PromotionsNotFree`, `PromotionsNotFound`, `InvalidCampaign` where the money differs.
    """
    await _locked(scope, campaign_id)
    promotions = scope[PromotionService].promotions
    if add:
        await _may_join(scope, campaign_id, add)
        await promotions.update_where({"id": list(add)}, campaign_id=campaign_id)
    if remove:
        there = {each.id for each in await promotions.list(id=list(remove), campaign_id=campaign_id)}
        missing = [each for each in remove if each not in there]
        if missing:
            raise PromotionsNotFound(missing)
        await promotions.update_where({"id": list(remove)}, campaign_id=None)


async def _may_join(scope: Scope, campaign_id: str, ids: Sequence[str]) -> None:
    found = await scope.query.all(_Joining, {"id": list(ids), "campaign_id": None})
    free = {each.id for each in found}
    taken = [each for each in ids if each not in free]
    if taken:
        raise PromotionsNotFree(taken)
    budget = await scope[PromotionService].budgets.first(campaign_id=campaign_id)
    if budget is None:
        return
    codes = [each.application_method.currency_code if each.application_method else None for each in found]
    if not all(currencies_match(budget.type, budget.currency_code, code) for code in codes):
        raise InvalidCampaign("Cannot add promotions to campaign where currency_code don't match.")


async def _locked(scope: Scope, campaign_id: str) -> Campaign:
    campaign = await scope[PromotionService].campaigns.first(id=campaign_id, for_update=True)
    if campaign is None:
        raise CampaignNotFound(campaign_id)
    return campaign
