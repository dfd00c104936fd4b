"""Campaigns over HTTP, for those who run the shop."""

from merx.commerce.promotion.api.fields import CAMPAIGN
from merx.commerce.promotion.api.schemas import CampaignParams, CampaignPromotions, CreateCampaign, UpdateCampaign
from merx.commerce.promotion.workflows import BudgetLimit, change_campaign_promotions, create_campaign, delete_campaign, update_campaign
from merx.framework.http import UNSET, AdminScope, Answer, FieldParams, changes, delete, deleted, get, post


@get("/admin/campaigns")
async def list_campaigns(scope: AdminScope, query: CampaignParams) -> Answer:
    return await CAMPAIGN.page(scope, query)


@post("/admin/campaigns")
async def create(scope: AdminScope, data: CreateCampaign, query: FieldParams) -> Answer:
    campaign = await create_campaign(scope, data.as_new(), data.additional_data)
    return await CAMPAIGN.one(scope, campaign.id, query)


@get("/admin/campaigns/{id}")
async def retrieve(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await CAMPAIGN.one(scope, id, query)


@post("/admin/campaigns/{id}")
async def update(scope: AdminScope, id: str, data: UpdateCampaign, query: FieldParams) -> Answer:
    given = changes(data)
    additional = given.pop("additional_data", None)
    given.pop("budget", None)
    limit = data.budget.limit if data.budget is not UNSET else UNSET
    await update_campaign(scope, id, given, None if limit is UNSET else BudgetLimit(limit), additional)
    return await CAMPAIGN.one(scope, id, query)


@delete("/admin/campaigns/{id}")
async def remove(scope: AdminScope, id: str) -> Answer:
    await delete_campaign(scope, id)
    return deleted(id, "campaign")


@post("/admin/campaigns/{id}/promotions")
async def change_promotions(scope: AdminScope, id: str, data: CampaignPromotions, query: FieldParams) -> Answer:
    await change_campaign_promotions(scope, id, add=data.add, remove=data.remove)
    return await CAMPAIGN.one(scope, id, query)
