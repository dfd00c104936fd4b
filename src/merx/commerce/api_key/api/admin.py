"""Keys as administrators see and make them. A secret token is shown by the answer that made it, and never again."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from merx.commerce.api_key.models import ApiKeyType
from merx.commerce.api_key.workflows import create_api_key, delete_api_key, link_sales_channels, revoke_api_key, update_api_key
from merx.framework.http import UNSET, AdminScope, Answer, Body, FieldParams, Fields, Limit, ListParams, Operators, Unset, delete, deleted, get, post
from merx.framework.http.naming import of

_DEFAULTS = (
    *of("", "id title token redacted type last_used_at updated_at created_at created_by revoked_at revoked_by"),
    *of("sales_channels", "id name"),
)
# `salt` is nobody's business.
_ALLOWED = (*_DEFAULTS, "deleted_at", "sales_channels", *of("sales_channels", "description is_disabled metadata created_at updated_at deleted_at"))
API_KEY = Fields("api_key", key="api_key", plural="api_keys", defaults=_DEFAULTS, allowed=_ALLOWED, title="API Key")

HUNDRED_YEARS = 3_155_760_000  # seconds


class ApiKeyParams(ListParams, groups=True):
    limit: Limit = 20
    id: str | list[str] | Unset = UNSET
    title: str | list[str] | Unset = UNSET
    token: str | list[str] | Unset = UNSET
    type: ApiKeyType | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET
    revoked_at: Operators | Unset = UNSET


class CreateApiKey(Body):
    title: str
    type: ApiKeyType


class UpdateApiKey(Body):
    title: str


class RevokeApiKey(Body):
    revoke_in: Annotated[int, Meta(ge=0, le=HUNDRED_YEARS)] = 0


class SalesChannels(Body):
    add: list[str] = []
    remove: list[str] = []


@get("/admin/api-keys")
async def list_keys(scope: AdminScope, query: ApiKeyParams) -> Answer:
    return await API_KEY.page(scope, query)


@get("/admin/api-keys/{id}")
async def retrieve(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await API_KEY.one(scope, id, query)


@post("/admin/api-keys", secret=True)
async def create(scope: AdminScope, data: CreateApiKey, query: FieldParams) -> dict[str, Any]:
    made = await create_api_key(scope, data.title, data.type, scope.actor.id or scope.actor.type)
    key = msgspec.json.decode(await API_KEY.object(scope, made.id, query))
    return {"api_key": key | {"token": made.token}}


@post("/admin/api-keys/{id}")
async def update(scope: AdminScope, id: str, data: UpdateApiKey, query: FieldParams) -> Answer:
    await update_api_key(scope, id, data.title)
    return await API_KEY.one(scope, id, query)


@post("/admin/api-keys/{id}/revoke")
async def revoke(scope: AdminScope, id: str, data: RevokeApiKey, query: FieldParams) -> Answer:
    await revoke_api_key(scope, id, scope.actor.id or scope.actor.type, data.revoke_in)
    return await API_KEY.one(scope, id, query)


@post("/admin/api-keys/{id}/sales-channels")
async def change_sales_channels(scope: AdminScope, id: str, data: SalesChannels, query: FieldParams) -> Answer:
    await link_sales_channels(scope, id, add=data.add, remove=data.remove)
    return await API_KEY.one(scope, id, query)


@delete("/admin/api-keys/{id}")
async def remove(scope: AdminScope, id: str) -> Answer:
    await delete_api_key(scope, id)
    return deleted(id, "api_key")
