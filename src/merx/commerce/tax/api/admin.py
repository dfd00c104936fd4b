"""Taxes over HTTP, for those who run the shop."""

from typing import Any

import msgspec

from merx.commerce.tax import NewTaxRate, NewTaxRegion
from merx.commerce.tax.api.fields import TAX_PROVIDER, TAX_RATE, TAX_REGION
from merx.commerce.tax.api.schemas import (
    CreateRule,
    CreateTaxRate,
    CreateTaxRegion,
    ProviderParams,
    RateParams,
    RegionParams,
    UpdateTaxRate,
    UpdateTaxRegion,
)
from merx.commerce.tax.workflows import (
    add_tax_rate_rule,
    create_tax_rate,
    create_tax_region,
    delete_tax_rate,
    delete_tax_region,
    remove_tax_rate_rule,
    update_tax_rate,
    update_tax_region,
)
from merx.framework.http import UNSET, AdminScope, Answer, FieldParams, changes, delete, deleted, get, post


@get("/admin/tax-regions")
async def list_regions(scope: AdminScope, query: RegionParams) -> Answer:
    if query.parent_id != "null":
        return await TAX_REGION.page(scope, query)
    # A query string knows no null; clients that want countries only write it out.
    countries = msgspec.structs.replace(query, parent_id=UNSET)
    return await TAX_REGION.page(scope, countries, filters={"parent_id": None})


@post("/admin/tax-regions")
async def create_region(scope: AdminScope, data: CreateTaxRegion, query: RegionParams) -> Answer:
    new = NewTaxRegion(
        country_code=data.country_code,
        province_code=data.province_code,
        parent_id=data.parent_id,
        provider_id=data.provider_id,
        default_rate=data.default_tax_rate.as_new() if data.default_tax_rate else None,
        metadata=data.metadata,
    )
    region = await create_tax_region(scope, new, additional_data=data.additional_data)
    return await TAX_REGION.one(scope, region.id, query)


@get("/admin/tax-regions/{id}")
async def retrieve_region(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await TAX_REGION.one(scope, id, query)


@post("/admin/tax-regions/{id}")
async def update_region(scope: AdminScope, id: str, data: UpdateTaxRegion, query: RegionParams) -> Answer:
    await update_tax_region(scope, id, changes(data))
    return await TAX_REGION.one(scope, id, query)


@delete("/admin/tax-regions/{id}")
async def delete_region(scope: AdminScope, id: str) -> Answer:
    await delete_tax_region(scope, id)
    return deleted(id, "tax_region")


@get("/admin/tax-rates")
async def list_rates(scope: AdminScope, query: RateParams) -> Answer:
    return await TAX_RATE.page(scope, query)


@post("/admin/tax-rates")
async def create_rate(scope: AdminScope, data: CreateTaxRate, query: FieldParams) -> Answer:
    new = NewTaxRate(
        code=data.code,
        name=data.name,
        rate=data.rate,
        is_default=data.is_default,
        is_combinable=data.is_combinable,
        rules=[rule.pair for rule in data.rules],
        metadata=data.metadata,
    )
    rate = await create_tax_rate(scope, data.tax_region_id, new)
    return await TAX_RATE.one(scope, rate.id, query)


@get("/admin/tax-rates/{id}")
async def retrieve_rate(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await TAX_RATE.one(scope, id, query)


@post("/admin/tax-rates/{id}")
async def update_rate(scope: AdminScope, id: str, data: UpdateTaxRate, query: FieldParams) -> Answer:
    given = changes(data)
    rules = given.pop("rules", None)
    await update_tax_rate(scope, id, given, None if rules is None else [rule.pair for rule in rules])
    return await TAX_RATE.one(scope, id, query)


@delete("/admin/tax-rates/{id}")
async def delete_rate(scope: AdminScope, id: str) -> Answer:
    await delete_tax_rate(scope, id)
    return deleted(id, "tax_rate")


@post("/admin/tax-rates/{id}/rules")
async def add_rule(scope: AdminScope, id: str, data: CreateRule, query: FieldParams) -> Answer:
    await add_tax_rate_rule(scope, id, data.reference, data.reference_id)
    return await TAX_RATE.one(scope, id, query)


@delete("/admin/tax-rates/{id}/rules/{rule_id}")
async def remove_rule(scope: AdminScope, id: str, rule_id: str, query: FieldParams) -> dict[str, Any]:
    await remove_tax_rate_rule(scope, id, rule_id)
    parent = await TAX_RATE.object(scope, id, query)
    return {"id": rule_id, "object": "tax_rate_rule", "deleted": True, "parent": msgspec.Raw(parent)}


@get("/admin/tax-providers")
async def list_providers(scope: AdminScope, query: ProviderParams) -> Answer:
    return await TAX_PROVIDER.page(scope, query)
