"""Sales channels as administrators see and set them."""

from typing import Any

from merx.commerce.sales_channel.workflows import change_products, create_sales_channel, delete_sales_channel, update_sales_channel
from merx.framework.http import UNSET, AdminScope, Answer, Body, FieldParams, Fields, Limit, ListParams, Operators, Unset, changes, delete, deleted, get, post
from merx.framework.http.naming import of

SALES_CHANNEL = Fields(
    "sales_channel", key="sales_channel", plural="sales_channels", defaults=of("", "id name description is_disabled created_at updated_at deleted_at metadata")
)


class SalesChannelParams(ListParams, groups=True, context=("location_id", "publishable_key_id")):
    limit: Limit = 20
    id: str | list[str] | Unset = UNSET
    name: str | list[str] | Unset = UNSET
    description: str | Unset = UNSET
    is_disabled: bool | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET
    location_id: str | list[str] | Unset = UNSET
    publishable_key_id: str | list[str] | Unset = UNSET


class CreateSalesChannel(Body):
    name: str
    description: str | None = None
    is_disabled: bool = False
    metadata: dict[str, Any] | None = None


class UpdateSalesChannel(Body):
    name: str | Unset = UNSET
    description: str | None | Unset = UNSET
    is_disabled: bool | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class Products(Body):
    add: list[str] = []
    remove: list[str] = []


@get("/admin/sales-channels")
async def list_channels(scope: AdminScope, query: SalesChannelParams) -> Answer:
    joined = {"stock_locations": query.location_id, "publishable_api_keys": query.publishable_key_id}
    return await SALES_CHANNEL.page(scope, query, filters={name: {"id": ids} for name, ids in joined.items() if ids is not UNSET})


@get("/admin/sales-channels/{id}")
async def retrieve(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await SALES_CHANNEL.one(scope, id, query, missing=f"Sales channel with id: {id} not found")


@post("/admin/sales-channels")
async def create(scope: AdminScope, data: CreateSalesChannel, query: FieldParams) -> Answer:
    made = await create_sales_channel(scope, data.name, description=data.description, is_disabled=data.is_disabled, metadata=data.metadata)
    return await SALES_CHANNEL.one(scope, made.id, query)


@post("/admin/sales-channels/{id}")
async def update(scope: AdminScope, id: str, data: UpdateSalesChannel, query: FieldParams) -> Answer:
    await update_sales_channel(scope, id, changes(data))
    return await SALES_CHANNEL.one(scope, id, query)


@post("/admin/sales-channels/{id}/products")
async def change(scope: AdminScope, id: str, data: Products, query: FieldParams) -> Answer:
    await change_products(scope, id, add=data.add, remove=data.remove)
    return await SALES_CHANNEL.one(scope, id, query)


@delete("/admin/sales-channels/{id}")
async def remove(scope: AdminScope, id: str) -> Answer:
    await delete_sales_channel(scope, id)
    return deleted(id, "sales-channel")
