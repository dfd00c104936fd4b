"""A new customer: made by the shop, or by somebody who registered."""

from typing import Any

from merx.commerce.auth.workflows import become_actor
from merx.commerce.customer.errors import AccountExists, AlreadyCustomer, EmailNeeded, GuestExists
from merx.commerce.customer.models import Customer
from merx.commerce.customer.service import CustomerService
from merx.commerce.customer.workflows.find_or_create_guest import lock_email
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("customer.create", hooks=("customersCreated",))
async def create_customer(scope: Scope, values: dict[str, Any], *, has_account: bool = False, additional_data: Any = None) -> Customer:
    """Make a customer from columns; a guest unless `has_account`. Emits `customer.created`. Locks the e-mail address.

    Raises `EmailNeeded`, `AccountExists`, `GuestExists`.
    """
    email = (values.get("email") or "").strip().lower()
    if not email:
        raise EmailNeeded
    await lock_email(scope, email)
    customers = scope[CustomerService].customers
    if await customers.first(email=email, has_account=has_account) is not None:
        raise AccountExists if has_account else GuestExists(email)
    columns: dict[str, Any] = {**values, "email": email, "has_account": has_account}
    customer = await customers.create(Customer(**columns))
    await scope.emit("customer.created", {"id": customer.id})
    await create_customer.call_hook(scope, "customersCreated", customers=[customer], additional_data=additional_data)
    return customer


@workflow("customer.create_account")
async def create_account(scope: Scope, values: dict[str, Any]) -> Customer:
    """Whoever asks, registered but nobody yet, becomes a customer with an account.

    Raises `AlreadyCustomer`, and what `create_customer` and `become_actor` raise.
    """
    if scope.actor.id is not None or scope.actor.auth_identity_id is None:
        raise AlreadyCustomer
    customer = await create_customer(scope, values, has_account=True)
    await become_actor(scope, scope.actor.auth_identity_id, "customer", customer.id)
    return customer
