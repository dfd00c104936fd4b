"""Refund reasons over HTTP, for those who run the shop."""

from merx.commerce.payment.workflows.refund_reasons import create_refund_reason, delete_refund_reason, update_refund_reason
from merx.framework.http import UNSET, AdminScope, Answer, Body, FieldParams, Fields, Limit, ListParams, Operators, Unset, changes, delete, deleted, get, post
from merx.framework.http.naming import of

REASON = Fields("refund_reason", key="refund_reason", plural="refund_reasons", defaults=of("", "id label code description created_at updated_at deleted_at"))


class CreateReason(Body):
    label: str
    code: str
    description: str | None = None


class UpdateReason(Body):
    label: str | Unset = UNSET
    code: str | Unset = UNSET
    description: str | None | Unset = UNSET


class ReasonParams(ListParams):
    """Of the list; taken and left aside where there is one reason only, but for `fields`."""

    limit: Limit = 15
    id: str | list[str] | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


@get("/admin/refund-reasons")
async def list_reasons(scope: AdminScope, query: ReasonParams) -> Answer:
    return await REASON.page(scope, query)


@post("/admin/refund-reasons")
async def create(scope: AdminScope, data: CreateReason, query: ReasonParams) -> Answer:
    made = await create_refund_reason(scope, changes(data))
    return await REASON.one(scope, made.id, query)


@get("/admin/refund-reasons/{id}")
async def retrieve(scope: AdminScope, id: str, query: ReasonParams) -> Answer:
    return await REASON.one(scope, id, query)


@post("/admin/refund-reasons/{id}")
async def update(scope: AdminScope, id: str, data: UpdateReason, query: FieldParams) -> Answer:
    await update_refund_reason(scope, id, changes(data))
    return await REASON.one(scope, id, query)


@delete("/admin/refund-reasons/{id}")
async def remove(scope: AdminScope, id: str, query: ReasonParams) -> Answer:
    await delete_refund_reason(scope, id)
    return deleted(id, "refund_reason")
