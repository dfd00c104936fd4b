"""Stock locations as administrators see and set them."""

from typing import Any

from msgspec.structs import asdict

from merx.commerce.stock_location.workflows import (
    add_fulfillment_set,
    change_fulfillment_providers,
    change_sales_channels,
    create_stock_location,
    delete_stock_location,
    update_stock_location,
)
from merx.framework.http import (
    UNSET,
    AdminScope,
    Answer,
    Body,
    FieldParams,
    Fields,
    Limit,
    ListParams,
    LooseBody,
    Operators,
    Unset,
    changes,
    delete,
    deleted,
    get,
    post,
)
from merx.framework.http.naming import of

STOCK_LOCATION = Fields(
    "stock_location",
    key="stock_location",
    plural="stock_locations",
    defaults=(
        *of("", "id name metadata created_at updated_at"),
        *of("address", "id address_1 address_2 city country_code phone province postal_code metadata"),
    ),
)


class StockLocationParams(ListParams, groups=True, context=("sales_channel_id",)):
    limit: Limit = 20
    id: str | list[str] | Unset = UNSET
    name: str | list[str] | Unset = UNSET
    address_id: str | list[str] | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET
    sales_channel_id: str | list[str] | Unset = UNSET


class Address(LooseBody):
    address_1: str
    country_code: str
    address_2: str | None | Unset = UNSET
    company: str | None | Unset = UNSET
    city: str | None | Unset = UNSET
    phone: str | None | Unset = UNSET
    postal_code: str | None | Unset = UNSET
    province: str | None | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class CreateStockLocation(Body):
    name: str
    address: Address | None = None
    address_id: str | None = None
    metadata: dict[str, Any] | None = None


class UpdateStockLocation(Body):
    name: str | Unset = UNSET
    address: Address | Unset = UNSET
    address_id: str | None | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class FulfillmentSet(Body):
    name: str
    type: str


class Joined(Body):
    add: list[str] = []
    remove: list[str] = []


@get("/admin/stock-locations")
async def list_locations(scope: AdminScope, query: StockLocationParams) -> Answer:
    channels = query.sales_channel_id
    return await STOCK_LOCATION.page(scope, query, filters=None if channels is UNSET else {"sales_channels": {"id": channels}})


@get("/admin/stock-locations/{id}")
async def retrieve(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await STOCK_LOCATION.one(scope, id, query)


@post("/admin/stock-locations")
async def create(scope: AdminScope, data: CreateStockLocation, query: FieldParams) -> Answer:
    address = changes(data.address) if data.address is not None else None
    made = await create_stock_location(scope, data.name, address=address, address_id=data.address_id, metadata=data.metadata)
    return await STOCK_LOCATION.one(scope, made.id, query)


@post("/admin/stock-locations/{id}")
async def update(scope: AdminScope, id: str, data: UpdateStockLocation, query: FieldParams) -> Answer:
    given = changes(data)
    address: Address | None = given.pop("address", None)
    await update_stock_location(scope, id, given, address=changes(address) if address is not None else None)
    return await STOCK_LOCATION.one(scope, id, query)


@post("/admin/stock-locations/{id}/sales-channels")
async def channels(scope: AdminScope, id: str, data: Joined, query: FieldParams) -> Answer:
    await change_sales_channels(scope, id, **asdict(data))
    return await STOCK_LOCATION.one(scope, id, query)


@post("/admin/stock-locations/{id}/fulfillment-providers")
async def providers(scope: AdminScope, id: str, data: Joined, query: FieldParams) -> Answer:
    await change_fulfillment_providers(scope, id, **asdict(data))
    return await STOCK_LOCATION.one(scope, id, query)


@post("/admin/stock-locations/{id}/fulfillment-sets")
async def fulfillment_sets(scope: AdminScope, id: str, data: FulfillmentSet, query: FieldParams) -> Answer:
    await add_fulfillment_set(scope, id, data.name, data.type)
    return await STOCK_LOCATION.one(scope, id, query)


@delete("/admin/stock-locations/{id}")
async def remove(scope: AdminScope, id: str) -> Answer:
    await delete_stock_location(scope, id)
    return deleted(id, "stock_location")
