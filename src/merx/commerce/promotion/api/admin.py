"""Promotions over HTTP, for those who run the shop."""

from typing import Any

import msgspec

from merx.commerce.promotion import RuleType
from merx.commerce.promotion.api.fields import PROMOTION, RULE
from merx.commerce.promotion.api.schemas import BatchRules, CreatePromotion, PromotionParams, RuleParams, UpdatePromotion
from merx.commerce.promotion.workflows import batch_rules, create_promotion, delete_promotion, update_promotion
from merx.framework.http import BATCH_BODY_LIMIT, AdminScope, Answer, FieldParams, changes, delete, deleted, get, post


@get("/admin/promotions")
async def list_promotions(scope: AdminScope, query: PromotionParams) -> Answer:
    return await PROMOTION.page(scope, query)


@post("/admin/promotions")
async def create(scope: AdminScope, data: CreatePromotion, query: FieldParams) -> Answer:
    promotion = await create_promotion(scope, data.as_new(), data.additional_data)
    return await PROMOTION.one(scope, promotion.id, query)


@get("/admin/promotions/{id}")
async def retrieve(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    """A promotion by its id or its code."""
    return await PROMOTION.one(scope, {"$or": [{"id": id}, {"code": id}]}, query, missing=f"Promotion with id or code: {id} was not found")


@post("/admin/promotions/{id}")
async def update(scope: AdminScope, id: str, data: UpdatePromotion, query: FieldParams) -> Answer:
    given = changes(data)
    additional, method = given.pop("additional_data", None), given.pop("application_method", None)
    # A method has no description of its own: it is taken, as the contract says, and not kept.
    columns = {name: value for name, value in changes(method).items() if name != "description"} if method is not None else None
    await update_promotion(scope, id, given, columns, additional)
    return await PROMOTION.one(scope, id, query)


@delete("/admin/promotions/{id}")
async def remove(scope: AdminScope, id: str) -> Answer:
    await delete_promotion(scope, id)
    return deleted(id, "promotion")


@post("/admin/promotions/{id}/rules/batch", body_limit=BATCH_BODY_LIMIT)
async def change_rules(scope: AdminScope, id: str, data: BatchRules, query: RuleParams) -> dict[str, Any]:
    return await _changed(scope, id, "rules", data)


@post("/admin/promotions/{id}/target-rules/batch", body_limit=BATCH_BODY_LIMIT)
async def change_target_rules(scope: AdminScope, id: str, data: BatchRules, query: RuleParams) -> dict[str, Any]:
    return await _changed(scope, id, "target-rules", data)


@post("/admin/promotions/{id}/buy-rules/batch", body_limit=BATCH_BODY_LIMIT)
async def change_buy_rules(scope: AdminScope, id: str, data: BatchRules, query: RuleParams) -> dict[str, Any]:
    return await _changed(scope, id, "buy-rules", data)


async def _changed(scope: AdminScope, promotion_id: str, kind: RuleType, data: BatchRules) -> dict[str, Any]:
    create, update = [rule.as_new() for rule in data.create], [rule.as_changed() for rule in data.update]
    done = await batch_rules(scope, promotion_id, kind, create=create, update=update, delete=data.delete)
    return {
        "created": await _rules(scope, done.created),
        "updated": await _rules(scope, done.updated),
        "deleted": {"ids": done.deleted, "object": "promotion-rule", "deleted": True},
    }


async def _rules(scope: AdminScope, ids: list[str]) -> msgspec.Raw:
    return msgspec.Raw(await scope.query.json("promotion_rule", fields=RULE, filters={"id": ids}))
