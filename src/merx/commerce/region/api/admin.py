"""Regions as administrators see and set them."""

from typing import Any

from msgspec.structs import asdict

from merx.commerce.region.workflows import NewRegion, create_region, delete_region, update_region
from merx.framework.http import UNSET, AdminScope, Answer, Body, FieldParams, Fields, ListParams, Operators, Unset, changes, delete, deleted, get, post
from merx.framework.http.naming import of

REGION = Fields(
    "region",
    key="region",
    plural="regions",
    defaults=(*of("", "id name currency_code created_at updated_at deleted_at automatic_taxes metadata"), "*countries"),
)


class RegionParams(ListParams, groups=True):
    id: str | list[str] | Unset = UNSET
    currency_code: str | list[str] | Unset = UNSET
    name: str | list[str] | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


class CreateRegion(Body):
    name: str
    currency_code: str
    countries: list[str] = []
    automatic_taxes: bool = True
    is_tax_inclusive: bool | None = None
    payment_providers: list[str] = []
    metadata: dict[str, Any] | None = None


class UpdateRegion(Body):
    name: str | Unset = UNSET
    currency_code: str | Unset = UNSET
    countries: list[str] | Unset = UNSET
    automatic_taxes: bool | Unset = UNSET
    is_tax_inclusive: bool | Unset = UNSET
    payment_providers: list[str] | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


@get("/admin/regions")
async def list_regions(scope: AdminScope, query: RegionParams) -> Answer:
    return await REGION.page(scope, query)


@get("/admin/regions/{id}")
async def retrieve(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await REGION.one(scope, id, query, missing=f"Region with id: {id} not found")


@post("/admin/regions")
async def create(scope: AdminScope, data: CreateRegion, query: FieldParams) -> Answer:
    return await REGION.one(scope, (await create_region(scope, NewRegion(**asdict(data)))).id, query)


@post("/admin/regions/{id}")
async def update(scope: AdminScope, id: str, data: UpdateRegion, query: FieldParams) -> Answer:
    given = changes(data)
    beside = {name: given.pop(name, None) for name in ("countries", "payment_providers", "is_tax_inclusive")}
    await update_region(scope, id, given, **beside)
    return await REGION.one(scope, id, query)


@delete("/admin/regions/{id}")
async def remove(scope: AdminScope, id: str) -> Answer:
    await delete_region(scope, id)
    return deleted(id, "region")
