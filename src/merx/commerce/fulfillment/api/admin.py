"""Where goods can be sent, and how, over HTTP for those who run the shop."""

from typing import Any

import msgspec

from merx.commerce.fulfillment.api.fields import FULFILLMENT_PROVIDER, FULFILLMENT_SET, SERVICE_ZONE, SHIPPING_OPTION_TYPE, SHIPPING_PROFILE
from merx.commerce.fulfillment.api.params import OptionTypeParams, ProfileParams, ProviderParams
from merx.commerce.fulfillment.api.schemas import (
    CreateOptionType,
    CreateProfile,
    CreateServiceZone,
    UpdateOptionType,
    UpdateProfile,
    UpdateServiceZone,
)
from merx.commerce.fulfillment.carriers import carrier
from merx.commerce.fulfillment.workflows import (
    create_service_zone,
    create_shipping_option_type,
    create_shipping_profile,
    delete_fulfillment_set,
    delete_service_zone,
    delete_shipping_option_type,
    delete_shipping_profile,
    update_service_zone,
    update_shipping_option_type,
    update_shipping_profile,
)
from merx.framework.http import UNSET, AdminScope, Answer, FieldParams, changes, delete, deleted, get, post


@get("/admin/shipping-profiles")
async def list_profiles(scope: AdminScope, query: ProfileParams) -> Answer:
    return await SHIPPING_PROFILE.page(scope, query)


@post("/admin/shipping-profiles")
async def create_profile(scope: AdminScope, data: CreateProfile, query: ProfileParams) -> Answer:
    profile = await create_shipping_profile(scope, data.name, data.type, data.metadata)
    return await SHIPPING_PROFILE.one(scope, profile.id, query)


@get("/admin/shipping-profiles/{id}")
async def retrieve_profile(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await SHIPPING_PROFILE.one(scope, id, query)


@post("/admin/shipping-profiles/{id}")
async def update_profile(scope: AdminScope, id: str, data: UpdateProfile, query: FieldParams) -> Answer:
    await update_shipping_profile(scope, id, changes(data))
    return await SHIPPING_PROFILE.one(scope, id, query)


@delete("/admin/shipping-profiles/{id}")
async def delete_profile(scope: AdminScope, id: str) -> Answer:
    await delete_shipping_profile(scope, id)
    return deleted(id, "shipping_profile")


@get("/admin/shipping-option-types")
async def list_types(scope: AdminScope, query: OptionTypeParams) -> Answer:
    return await SHIPPING_OPTION_TYPE.page(scope, query)


@post("/admin/shipping-option-types")
async def create_type(scope: AdminScope, data: CreateOptionType, query: FieldParams) -> Answer:
    made = await create_shipping_option_type(scope, data.as_new())
    return await SHIPPING_OPTION_TYPE.one(scope, made.id, query)


@get("/admin/shipping-option-types/{id}")
async def retrieve_type(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await SHIPPING_OPTION_TYPE.one(scope, id, query)


@post("/admin/shipping-option-types/{id}")
async def update_type(scope: AdminScope, id: str, data: UpdateOptionType, query: FieldParams) -> Answer:
    await update_shipping_option_type(scope, id, changes(data))
    return await SHIPPING_OPTION_TYPE.one(scope, id, query)


@delete("/admin/shipping-option-types/{id}")
async def delete_type(scope: AdminScope, id: str) -> Answer:
    await delete_shipping_option_type(scope, id)
    return deleted(id, "shipping_option_type")


@delete("/admin/fulfillment-sets/{id}")
async def delete_set(scope: AdminScope, id: str) -> Answer:
    await delete_fulfillment_set(scope, id)
    return deleted(id, "fulfillment_set")


@post("/admin/fulfillment-sets/{id}/service-zones")
async def create_zone(scope: AdminScope, id: str, data: CreateServiceZone, query: FieldParams) -> Answer:
    await create_service_zone(scope, id, data.name, [zone.as_new() for zone in data.geo_zones])
    return await FULFILLMENT_SET.one(scope, id, query)


@get("/admin/fulfillment-sets/{id}/service-zones/{zone_id}")
async def retrieve_zone(scope: AdminScope, id: str, zone_id: str, query: FieldParams) -> Answer:
    wanted = {"id": zone_id, "fulfillment_set_id": id}
    return await SERVICE_ZONE.one(scope, wanted, query, missing=f"Service zone with id: {zone_id} not found")


@post("/admin/fulfillment-sets/{id}/service-zones/{zone_id}")
async def update_zone(scope: AdminScope, id: str, zone_id: str, data: UpdateServiceZone, query: FieldParams) -> Answer:
    named = {"name": data.name} if data.name is not UNSET and data.name is not None else {}
    places = None if data.geo_zones is UNSET else [zone.as_new() for zone in data.geo_zones]
    await update_service_zone(scope, id, zone_id, named, places)
    return await FULFILLMENT_SET.one(scope, id, query)


@delete("/admin/fulfillment-sets/{id}/service-zones/{zone_id}")
async def delete_zone(scope: AdminScope, id: str, zone_id: str, query: FieldParams) -> dict[str, Any]:
    await delete_service_zone(scope, id, zone_id)
    parent = await FULFILLMENT_SET.object(scope, id, query)
    return {"id": zone_id, "object": "service_zone", "deleted": True, "parent": msgspec.Raw(parent)}


@get("/admin/fulfillment-providers")
async def list_providers(scope: AdminScope, query: ProviderParams) -> Answer:
    here = {} if query.stock_location_id is UNSET else {"locations.id": query.stock_location_id}
    return await FULFILLMENT_PROVIDER.page(scope, query, filters=here)


@get("/admin/fulfillment-providers/{id}/options")
async def list_provider_options(scope: AdminScope, id: str) -> dict[str, Any]:
    options = await carrier(scope.app, id).options()
    return {"fulfillment_options": options, "count": len(options), "offset": 0, "limit": len(options)}
