"""A customer's own account. `audience="customer"`: nobody sees or changes anybody else's."""

from typing import Any

import msgspec

from merx.commerce.customer.api.fields import STORE_ADDRESS, STORE_CUSTOMER
from merx.commerce.customer.api.schemas import AddressFields, Register, StoreAddressParams, UpdateMe
from merx.commerce.customer.errors import AddressNotFound
from merx.commerce.customer.workflows import create_account, create_address, delete_address, update_address, update_customer
from merx.framework.errors import Unauthorized
from merx.framework.http import Answer, Audience, FieldParams, StoreScope, changes, delete, get, post

REGISTERED = Audience(actors=("customer",), required=True, allow_unregistered=True, publishable_key=True)


@post("/store/customers", audience=REGISTERED)
async def create(scope: StoreScope, data: Register, query: FieldParams) -> Answer:
    return await STORE_CUSTOMER.one(scope, (await create_account(scope, changes(data))).id, query)


@get("/store/customers/me", audience="customer")
async def me(scope: StoreScope, query: FieldParams) -> Answer:
    return await STORE_CUSTOMER.one(scope, _me(scope), query)


@post("/store/customers/me", audience="customer")
async def update(scope: StoreScope, data: UpdateMe, query: FieldParams) -> Answer:
    await update_customer(scope, _me(scope), changes(data))
    return await STORE_CUSTOMER.one(scope, _me(scope), query)


@get("/store/customers/me/addresses", audience="customer")
async def list_addresses(scope: StoreScope, query: StoreAddressParams) -> Answer:
    return await STORE_ADDRESS.page(scope, query, filters={"customer_id": _me(scope)})


@get("/store/customers/me/addresses/{address_id}", audience="customer")
async def retrieve_address(scope: StoreScope, address_id: str, query: FieldParams) -> Answer:
    return await STORE_ADDRESS.one(scope, address_id, query, filters={"customer_id": _me(scope)})


@post("/store/customers/me/addresses", audience="customer")
async def add_address(scope: StoreScope, data: AddressFields, query: FieldParams) -> Answer:
    await create_address(scope, _me(scope), changes(data))
    return await STORE_CUSTOMER.one(scope, _me(scope), query)


@post("/store/customers/me/addresses/{address_id}", audience="customer")
async def change_address(scope: StoreScope, address_id: str, data: AddressFields, query: FieldParams) -> Answer:
    await update_address(scope, _me(scope), address_id, changes(data))
    return await STORE_CUSTOMER.one(scope, _me(scope), query)


@delete("/store/customers/me/addresses/{address_id}", audience="customer")
async def remove_address(scope: StoreScope, address_id: str, query: FieldParams) -> dict[str, Any]:
    if not await delete_address(scope, _me(scope), address_id):
        raise AddressNotFound(address_id)
    parent = await STORE_CUSTOMER.object(scope, _me(scope), query)
    return {"id": address_id, "object": "address", "deleted": True, "parent": msgspec.Raw(parent)}


def _me(scope: StoreScope) -> str:
    if scope.customer_id is None:
        raise Unauthorized("Unauthorized")
    return scope.customer_id
