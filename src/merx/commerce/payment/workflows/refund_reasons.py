"""Why money is given back."""

from typing import Any

from merx.commerce.payment.errors import RefundReasonNotFound
from merx.commerce.payment.models import RefundReason
from merx.commerce.payment.service import PaymentService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("payment.create_refund_reason")
async def create_refund_reason(scope: Scope, values: dict[str, Any]) -> RefundReason:
    return await scope[PaymentService].refund_reasons.create(RefundReason(**values))


@workflow("payment.update_refund_reason")
async def update_refund_reason(scope: Scope, reason_id: str, changes: dict[str, Any]) -> None:
    """Set the given columns. Raises `RefundReasonNotFound`."""
    reasons = scope[PaymentService].refund_reasons
    if await reasons.first(id=reason_id, for_update=True) is None:
        raise RefundReasonNotFound(reason_id)
    await reasons.update(reason_id, **changes)


@workflow("payment.delete_refund_reason")
async def delete_refund_reason(scope: Scope, reason_id: str) -> None:
    """The reason goes; refunds that were made for it keep its id. Safe to repeat."""
    await scope[PaymentService].refund_reasons.soft_delete(reason_id)
