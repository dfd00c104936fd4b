"""Customers as administrators see and set them."""

from typing import Any

import msgspec
from msgspec.structs import asdict

from merx.commerce.customer.api.fields import ADDRESS, CUSTOMER
from merx.commerce.customer.api.schemas import AdminAddressFields, AdminAddressParams, CustomerFields, CustomerParams, Joined
from merx.commerce.customer.workflows import (
    change_groups,
    create_address,
    create_customer,
    delete_address,
    delete_customer,
    update_address,
    update_customer,
)
from merx.framework.http import AdminScope, Answer, FieldParams, changes, delete, deleted, get, post


@get("/admin/customers")
async def list_customers(scope: AdminScope, query: CustomerParams) -> Answer:
    return await CUSTOMER.page(scope, query)


@get("/admin/customers/{id}")
async def retrieve(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await CUSTOMER.one(scope, id, query, missing=f"Customer with id: {id} not found")


@post("/admin/customers")
async def create(scope: AdminScope, data: CustomerFields, query: FieldParams) -> Answer:
    given = changes(data)
    more = given.pop("additional_data", None)
    made = await create_customer(scope, {**given, "created_by": scope.actor.id}, additional_data=more)
    return await CUSTOMER.one(scope, made.id, query)


@post("/admin/customers/{id}")
async def update(scope: AdminScope, id: str, data: CustomerFields, query: FieldParams) -> Answer:
    given = changes(data)
    more = given.pop("additional_data", None)
    await update_customer(scope, id, given, additional_data=more)
    return await CUSTOMER.one(scope, id, query)


@delete("/admin/customers/{id}")
async def remove(scope: AdminScope, id: str) -> Answer:
    await delete_customer(scope, id)
    return deleted(id, "customer")


@post("/admin/customers/{id}/customer-groups")
async def groups(scope: AdminScope, id: str, data: Joined, query: FieldParams) -> Answer:
    await change_groups(scope, id, **asdict(data))
    return await CUSTOMER.one(scope, id, query)


@get("/admin/customers/{id}/addresses")
async def list_addresses(scope: AdminScope, id: str, query: AdminAddressParams) -> Answer:
    return await ADDRESS.page(scope, query, filters={"customer_id": id})


@get("/admin/customers/{id}/addresses/{address_id}")
async def retrieve_address(scope: AdminScope, id: str, address_id: str, query: FieldParams) -> Answer:
    return await ADDRESS.one(scope, address_id, query, filters={"customer_id": id})


@post("/admin/customers/{id}/addresses")
async def add_address(scope: AdminScope, id: str, data: AdminAddressFields, query: FieldParams) -> Answer:
    given = changes(data)
    more = given.pop("additional_data", None)
    await create_address(scope, id, given, additional_data=more)
    return await CUSTOMER.one(scope, id, query)


@post("/admin/customers/{id}/addresses/{address_id}")
async def change_address(scope: AdminScope, id: str, address_id: str, data: AdminAddressFields, query: FieldParams) -> Answer:
    given = changes(data)
    more = given.pop("additional_data", None)
    await update_address(scope, id, address_id, given, additional_data=more)
    return await CUSTOMER.one(scope, id, query)


@delete("/admin/customers/{id}/addresses/{address_id}")
async def remove_address(scope: AdminScope, id: str, address_id: str, query: FieldParams) -> dict[str, Any]:
    await delete_address(scope, id, address_id)
    parent = await CUSTOMER.object(scope, id, query)
    return {"id": address_id, "object": "customer_address", "deleted": True, "parent": msgspec.Raw(parent)}
