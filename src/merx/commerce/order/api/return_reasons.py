"""Return reasons: administrators keep them, shoppers choose one."""

from typing import Any

from merx.commerce.order.workflows.return_reasons import create_return_reason, delete_return_reason, update_return_reason
from merx.framework.http import (
    UNSET,
    AdminScope,
    Answer,
    Body,
    FieldParams,
    Fields,
    Limit,
    ListParams,
    Operators,
    StoreScope,
    Unset,
    changes,
    delete,
    deleted,
    get,
    post,
)
from merx.framework.http.naming import of

_OWN = of("", "id value label parent_return_reason_id description created_at updated_at deleted_at")
_TREE = ("*parent_return_reason", "*return_reason_children")

REASON = Fields("return_reason", key="return_reason", plural="return_reasons", defaults=(*_OWN, *_TREE))
REASONS = Fields("return_reason", key="return_reason", plural="return_reasons", defaults=_OWN)
STORE_REASON = Fields(
    "return_reason",
    key="return_reason",
    plural="return_reasons",
    defaults=(*_OWN, *_TREE),
    allowed=(*_OWN, "parent_return_reason", "return_reason_children"),
)


class CreateReason(Body):
    value: str
    label: str
    description: str | None = None
    parent_return_reason_id: str | None = None
    metadata: dict[str, Any] | None = None


class UpdateReason(Body):
    value: str
    label: str
    description: str | None | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class ReasonParams(ListParams, groups=True):
    limit: Limit = 20
    id: str | list[str] | Unset = UNSET
    value: str | list[str] | Unset = UNSET
    label: str | list[str] | Unset = UNSET
    description: str | list[str] | Unset = UNSET
    parent_return_reason_id: str | list[str] | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


class StoreReasonParams(ListParams):
    limit: Limit = 20


@get("/admin/return-reasons")
async def list_reasons(scope: AdminScope, query: ReasonParams) -> Answer:
    return await REASONS.page(scope, query)


@post("/admin/return-reasons")
async def create(scope: AdminScope, data: CreateReason, query: FieldParams) -> Answer:
    made = await create_return_reason(scope, changes(data))
    return await REASON.one(scope, made.id, query)


@get("/admin/return-reasons/{id}")
async def retrieve(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await REASON.one(scope, id, query)


@post("/admin/return-reasons/{id}")
async def update(scope: AdminScope, id: str, data: UpdateReason, query: FieldParams) -> Answer:
    await update_return_reason(scope, id, changes(data))
    return await REASON.one(scope, id, query)


@delete("/admin/return-reasons/{id}")
async def remove(scope: AdminScope, id: str) -> Answer:
    await delete_return_reason(scope, id)
    return deleted(id, "return_reason")


@get("/store/return-reasons")
async def list_for_shoppers(scope: StoreScope, query: StoreReasonParams) -> Answer:
    return await STORE_REASON.page(scope, query)


@get("/store/return-reasons/{id}")
async def retrieve_for_shoppers(scope: StoreScope, id: str, query: FieldParams) -> Answer:
    return await STORE_REASON.one(scope, id, query)
