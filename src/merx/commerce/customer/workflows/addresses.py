"""A customer's address book."""

from typing import Any

from merx.commerce.customer.errors import AddressNotFound, CustomerNotFound
from merx.commerce.customer.models import CustomerAddress
from merx.commerce.customer.service import CustomerService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

_FLAGS = ("is_default_shipping", "is_default_billing")


@workflow("customer.create_address", hooks=("addressesCreated",))
async def create_address(scope: Scope, customer_id: str, values: dict[str, Any], *, additional_data: Any = None) -> CustomerAddress:
    """Write an address down; a new default takes the place of the old one. Locks the customer. Raises `CustomerNotFound`."""
    await _lock(scope, customer_id)
    await _unset_defaults(scope, customer_id, values)
    address = await scope[CustomerService].addresses.create(CustomerAddress(customer_id=customer_id, **_lowered(values)))
    await create_address.call_hook(scope, "addressesCreated", addresses=[address], additional_data=additional_data)
    return address


@workflow("customer.update_address", hooks=("addressesUpdated",))
async def update_address(scope: Scope, customer_id: str, address_id: str, changes: dict[str, Any], *, additional_data: Any = None) -> None:
    """Set the given columns; a new default takes the place of the old one. Locks the customer.

    Raises `CustomerNotFound`, and `AddressNotFound` also for addresses of others.
    """
    await _lock(scope, customer_id)
    addresses = scope[CustomerService].addresses
    if await addresses.first(id=address_id, customer_id=customer_id) is None:
        raise AddressNotFound(address_id)
    await _unset_defaults(scope, customer_id, changes)
    address = await addresses.update(address_id, **_lowered(changes))
    await update_address.call_hook(scope, "addressesUpdated", addresses=[address], additional_data=additional_data)


@workflow("customer.delete_address", hooks=("addressesDeleted",))
async def delete_address(scope: Scope, customer_id: str, address_id: str) -> bool:
    """Remove the address from this customer's book; False if it is not there. Safe to repeat; addresses of others stay."""
    gone = await scope[CustomerService].addresses.delete({"id": address_id, "customer_id": customer_id})
    if gone:
        await delete_address.call_hook(scope, "addressesDeleted", ids=gone)
    return bool(gone)


async def _lock(scope: Scope, customer_id: str) -> None:
    if await scope[CustomerService].customers.first(id=customer_id, for_update=True) is None:
        raise CustomerNotFound(customer_id)


async def _unset_defaults(scope: Scope, customer_id: str, values: dict[str, Any]) -> None:
    for flag in _FLAGS:
        if values.get(flag):
            await scope[CustomerService].addresses.update_where({"customer_id": customer_id, flag: True}, **{flag: False})


def _lowered(values: dict[str, Any]) -> dict[str, Any]:
    # Country codes are kept in lower case, as in the country table.
    country = values.get("country_code")
    return {**values, "country_code": country.lower()} if country is not None else values
