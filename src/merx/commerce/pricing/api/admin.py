"""Which prices include tax, as the admin keeps it."""

from typing import TypeAlias

from merx.commerce.pricing.workflows import create_price_preference, delete_price_preferences, update_price_preference
from merx.framework.http import UNSET, AdminScope, Answer, Body, FieldParams, Fields, Limit, ListParams, Unset, changes, delete, deleted, get, post
from merx.framework.http.naming import of

PREFERENCE = Fields(
    "price_preference",
    key="price_preference",
    plural="price_preferences",
    defaults=of("", "id attribute value is_tax_inclusive created_at deleted_at updated_at"),
)

Ids: TypeAlias = str | list[str] | Unset


class PreferenceParams(ListParams, groups=True):
    limit: Limit = 300
    id: Ids = UNSET
    attribute: Ids = UNSET
    value: Ids = UNSET


class CreatePreference(Body):
    attribute: str
    value: str
    is_tax_inclusive: bool = False


class UpdatePreference(Body):
    attribute: str | Unset = UNSET
    value: str | Unset = UNSET
    is_tax_inclusive: bool | Unset = UNSET


@get("/admin/price-preferences")
async def list_preferences(scope: AdminScope, query: PreferenceParams) -> Answer:
    return await PREFERENCE.page(scope, query)


@post("/admin/price-preferences")
async def create_preference(scope: AdminScope, data: CreatePreference, query: FieldParams) -> Answer:
    preference = await create_price_preference(scope, data.attribute, data.value, is_tax_inclusive=data.is_tax_inclusive)
    return await PREFERENCE.one(scope, preference.id, query)


@get("/admin/price-preferences/{id}")
async def retrieve_preference(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await PREFERENCE.one(scope, id, query)


@post("/admin/price-preferences/{id}")
async def change_preference(scope: AdminScope, id: str, data: UpdatePreference, query: FieldParams) -> Answer:
    await update_price_preference(scope, id, changes(data))
    return await PREFERENCE.one(scope, id, query)


@delete("/admin/price-preferences/{id}")
async def delete_preference(scope: AdminScope, id: str) -> Answer:
    await delete_price_preferences(scope, [id])
    return deleted(id, "price_preference")
