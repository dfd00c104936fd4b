"""A customer is forgotten; what they bought stays."""

from merx.commerce.auth.workflows import forget_actor
from merx.commerce.customer.service import CustomerService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("customer.delete", hooks=("customersDeleted",))
async def delete_customer(scope: Scope, customer_id: str) -> None:
    """Put the customer and their addresses out of sight, out of their groups, and end their logins. Safe to repeat.

    Emits `customer.deleted` if there was one.
    """
    service = scope[CustomerService]
    gone = await service.customers.soft_delete(customer_id)
    if not gone:
        return
    await service.group_customers.delete({"customer_id": customer_id})
    await forget_actor(scope, "customer", customer_id)
    await scope.emit("customer.deleted", {"id": customer_id})
    await delete_customer.call_hook(scope, "customersDeleted", ids=gone)
