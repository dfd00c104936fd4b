"""Why goods come back: a tree of reasons, of which shoppers choose a leaf."""

from typing import Any

from merx.commerce.order.errors import ReturnReasonNotFound
from merx.commerce.order.models import ReturnReason
from merx.commerce.order.service import OrderService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

# A stranger's tree may hold circles only if somebody wrote them past us: UNION, not UNION ALL, ends there too.
_WITH_THOSE_BELOW = """
WITH RECURSIVE below AS (
    SELECT id FROM return_reason WHERE id = $1
    UNION SELECT child.id FROM return_reason AS child JOIN below ON child.parent_return_reason_id = below.id
)
SELECT id FROM below ORDER BY id
"""


@workflow("order.create_return_reason")
async def create_return_reason(scope: Scope, values: dict[str, Any]) -> ReturnReason:
    """A reason, below another one if `parent_return_reason_id` says so. Raises `ReturnReasonNotFound`; a `value` that is there is a duplicate.

    Holds the parent's row: it cannot go meanwhile.
    """
    parent_id = values.get("parent_return_reason_id")
    reasons = scope[OrderService].return_reasons
    if parent_id is not None and await reasons.first(id=parent_id, for_update=True) is None:
        raise ReturnReasonNotFound(parent_id)
    return await reasons.create(ReturnReason(**values))


@workflow("order.update_return_reason")
async def update_return_reason(scope: Scope, reason_id: str, changes: dict[str, Any]) -> None:
    """Set the given columns. Raises `ReturnReasonNotFound`; a `value` that another reason has is a duplicate."""
    reasons = scope[OrderService].return_reasons
    if await reasons.first(id=reason_id, for_update=True) is None:
        raise ReturnReasonNotFound(reason_id)
    await reasons.update(reason_id, **changes)


@workflow("order.delete_return_reason")
async def delete_return_reason(scope: Scope, reason_id: str) -> None:
    """The reason goes, with those below it; goods that came back for it keep saying so. Safe to repeat."""
    rows = await scope.rows(_WITH_THOSE_BELOW, reason_id)
    await scope[OrderService].return_reasons.soft_delete([row["id"] for row in rows])
