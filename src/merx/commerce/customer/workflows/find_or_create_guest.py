"""Guests: customers without an account, known by their e-mail address."""

from merx.commerce.customer.models import Customer
from merx.commerce.customer.service import CustomerService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("customer.find_or_create_guest")
async def find_or_create_guest(scope: Scope, email: str) -> Customer:
    """The guest with this e-mail address, made if there is none; an account with the same address is somebody else.

    Safe to repeat. Two at once get the same guest: who finds nobody takes a lock on the address and looks again. Emits
    `customer.created` for a new one.
    """
    address, customers = email.strip().lower(), scope[CustomerService].customers
    found = await customers.first(email=address, has_account=False)
    if found is None:
        await lock_email(scope, address)
        found = await customers.first(email=address, has_account=False)
    if found is None:
        found = await customers.create(Customer(email=address, has_account=False))
        await scope.emit("customer.created", {"id": found.id})
    return found


async def lock_email(scope: Scope, email: str) -> None:
    """Nobody else makes a customer with this address until the transaction ends."""
    await scope.lock(f"customer:{email}")
