"""What is known of a customer changes."""

from typing import Any

from merx.commerce.customer.errors import AccountExists, CustomerNotFound, GuestExists
from merx.commerce.customer.service import CustomerService
from merx.commerce.customer.workflows.find_or_create_guest import lock_email
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("customer.update", hooks=("customersUpdated",))
async def update_customer(scope: Scope, customer_id: str, changes: dict[str, Any], *, additional_data: Any = None) -> None:
    """Set the given columns. Emits `customer.updated`. Locks the customer, and a new e-mail address.

    A new address does not change what the customer logs in with. Raises `CustomerNotFound`, `AccountExists`, `GuestExists`.
    """
    customers = scope[CustomerService].customers
    customer = await customers.first(id=customer_id, for_update=True)
    if customer is None:
        raise CustomerNotFound(customer_id)
    if changes.get("email") is not None:
        changes = {**changes, "email": changes["email"].strip().lower()}
        await lock_email(scope, changes["email"])
        other = await customers.first(email=changes["email"], has_account=customer.has_account)
        if other is not None and other.id != customer_id:
            raise AccountExists if customer.has_account else GuestExists(changes["email"])
    updated = await customers.update(customer_id, **changes)
    await scope.emit("customer.updated", {"id": customer_id})
    await update_customer.call_hook(scope, "customersUpdated", customers=[updated], additional_data=additional_data)
