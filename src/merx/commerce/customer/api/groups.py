"""Groups of customers."""

from msgspec.structs import asdict

from merx.commerce.customer.api.fields import GROUP
from merx.commerce.customer.api.schemas import CreateGroup, GroupParams, Joined, UpdateGroup
from merx.commerce.customer.workflows import change_group_members, create_group, delete_group, update_group
from merx.framework.http import AdminScope, Answer, FieldParams, changes, delete, deleted, get, post


@get("/admin/customer-groups")
async def list_groups(scope: AdminScope, query: GroupParams) -> Answer:
    return await GROUP.page(scope, query)


@get("/admin/customer-groups/{id}")
async def retrieve(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await GROUP.one(scope, id, query, missing=f"Customer group with id: {id} not found")


@post("/admin/customer-groups")
async def create(scope: AdminScope, data: CreateGroup, query: FieldParams) -> Answer:
    made = await create_group(scope, data.name, metadata=data.metadata, created_by=scope.actor.id)
    return await GROUP.one(scope, made.id, query)


@post("/admin/customer-groups/{id}")
async def update(scope: AdminScope, id: str, data: UpdateGroup, query: FieldParams) -> Answer:
    await update_group(scope, id, changes(data))
    return await GROUP.one(scope, id, query)


@post("/admin/customer-groups/{id}/customers")
async def members(scope: AdminScope, id: str, data: Joined, query: FieldParams) -> Answer:
    await change_group_members(scope, id, **asdict(data))
    return await GROUP.one(scope, id, query)


@delete("/admin/customer-groups/{id}")
async def remove(scope: AdminScope, id: str) -> Answer:
    await delete_group(scope, id)
    return deleted(id, "customer_group")
