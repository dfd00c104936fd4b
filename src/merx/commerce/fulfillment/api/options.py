"""Shipping options over HTTP, for those who run the shop."""

from typing import Any

import msgspec

from merx.commerce.fulfillment import NewOptionType, NewShippingOption
from merx.commerce.fulfillment.api.fields import SHIPPING_OPTION, SHIPPING_OPTION_RULE
from merx.commerce.fulfillment.api.params import OptionParams
from merx.commerce.fulfillment.api.schemas import BatchRules, CreateShippingOption, UpdateShippingOption
from merx.commerce.fulfillment.workflows import batch_option_rules, create_shipping_option, delete_shipping_option, update_shipping_option
from merx.framework.errors import InvalidData
from merx.framework.http import BATCH_BODY_LIMIT, AdminScope, Answer, FieldParams, changes, delete, deleted, get, post


@get("/admin/shipping-options")
async def list_options(scope: AdminScope, query: OptionParams) -> Answer:
    return await SHIPPING_OPTION.page(scope, query, filters=query.through())


@post("/admin/shipping-options")
async def create_option(scope: AdminScope, data: CreateShippingOption, query: FieldParams) -> Answer:
    new = NewShippingOption(
        name=data.name,
        service_zone_id=data.service_zone_id,
        shipping_profile_id=data.shipping_profile_id,
        provider_id=data.provider_id,
        type=_type(data),
        price_type=data.price_type,
        prices=[price.as_new() for price in data.prices],
        rules=[rule.as_new() for rule in data.rules],
        data=data.data,
        metadata=data.metadata,
    )
    option = await create_shipping_option(scope, new)
    return await SHIPPING_OPTION.one(scope, option.id, query)


def _type(data: CreateShippingOption) -> NewOptionType | str:
    if data.type is not None and data.type_id is None:
        return data.type.as_new()
    if data.type_id is not None and data.type is None:
        return data.type_id
    raise InvalidData("Invalid request: Exactly one of 'type' or 'type_id' must be provided, but not both")


@get("/admin/shipping-options/{id}")
async def retrieve_option(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await SHIPPING_OPTION.one(scope, id, query, missing=f"Shipping Option with id: {id} not found")


@post("/admin/shipping-options/{id}")
async def update_option(scope: AdminScope, id: str, data: UpdateShippingOption, query: FieldParams) -> Answer:
    given = changes(data)
    kind, type_id, prices, rules = (given.pop(name, None) for name in ("type", "type_id", "prices", "rules"))
    if kind is not None and type_id is not None:
        raise InvalidData("Invalid request: Only one of 'type' or 'type_id' can be provided")
    await update_shipping_option(
        scope,
        id,
        given,
        type=kind.as_new() if kind is not None else type_id,
        prices=None if prices is None else [price.as_new() for price in prices],
        rules=None if rules is None else [rule.as_new() for rule in rules],
    )
    return await SHIPPING_OPTION.one(scope, id, query)


@delete("/admin/shipping-options/{id}")
async def delete_option(scope: AdminScope, id: str) -> Answer:
    await delete_shipping_option(scope, id)
    return deleted(id, "shipping_option")


@post("/admin/shipping-options/{id}/rules/batch", body_limit=BATCH_BODY_LIMIT)
async def batch_rules(scope: AdminScope, id: str, data: BatchRules, query: FieldParams) -> dict[str, Any]:
    done = await batch_option_rules(
        scope, id, create=[rule.as_new() for rule in data.create], update=[rule.as_new() for rule in data.update], delete=data.delete
    )
    return {
        "created": await _rules(scope, done.created, query),
        "updated": await _rules(scope, done.updated, query),
        "deleted": {"ids": done.deleted, "object": "shipping_option_rule", "deleted": True},
    }


async def _rules(scope: AdminScope, ids: list[str], query: FieldParams) -> msgspec.Raw:
    fields = SHIPPING_OPTION_RULE.selected(scope, query)
    return msgspec.Raw(await scope.query.json("shipping_option_rule", fields=fields, filters={"id": ids}))
