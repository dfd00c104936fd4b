"""Groups of customers, and who is in them."""

from collections.abc import Sequence
from typing import Any

from merx.commerce.customer.errors import CustomerNotFound, GroupNotFound
from merx.commerce.customer.models import CustomerGroup, CustomerGroupCustomer
from merx.commerce.customer.service import CustomerService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("customer.create_group")
async def create_group(scope: Scope, name: str, *, metadata: dict[str, Any] | None = None, created_by: str | None = None) -> CustomerGroup:
    """Raises the database's refusal if the name is taken."""
    return await scope[CustomerService].groups.create(CustomerGroup(name=name, metadata=metadata, created_by=created_by))


@workflow("customer.update_group")
async def update_group(scope: Scope, group_id: str, changes: dict[str, Any]) -> None:
    """Set the given columns. Raises `GroupNotFound`."""
    if await scope[CustomerService].groups.first(id=group_id, for_update=True) is None:
        raise GroupNotFound(group_id)
    await scope[CustomerService].groups.update(group_id, **changes)


@workflow("customer.delete_group")
async def delete_group(scope: Scope, group_id: str) -> None:
    """Put the group out of sight, and everybody out of the group. Safe to repeat."""
    await scope[CustomerService].groups.soft_delete(group_id)
    await scope[CustomerService].group_customers.delete({"customer_group_id": group_id})


@workflow("customer.change_group_members")
async def change_group_members(scope: Scope, group_id: str, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
    """Put customers into the group and others out of it. Safe to repeat. Raises `GroupNotFound`, `CustomerNotFound`."""
    service = scope[CustomerService]
    if await service.groups.first(id=group_id, for_update=True) is None:
        raise GroupNotFound(group_id)
    known = {each.id for each in await service.customers.list(id=list(add))}
    for missing in (each for each in add if each not in known):
        raise CustomerNotFound(missing)
    await _join(scope, [(each, group_id) for each in add])
    if remove:
        await service.group_customers.delete({"customer_group_id": group_id, "customer_id": list(remove)})


@workflow("customer.change_groups")
async def change_groups(scope: Scope, customer_id: str, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
    """Put one customer into groups and out of others. Safe to repeat. Raises `CustomerNotFound`, `GroupNotFound`."""
    service = scope[CustomerService]
    if await service.customers.first(id=customer_id, for_update=True) is None:
        raise CustomerNotFound(customer_id)
    known = {each.id for each in await service.groups.list(id=list(add))}
    for missing in (each for each in add if each not in known):
        raise GroupNotFound(missing)
    await _join(scope, [(customer_id, each) for each in add])
    if remove:
        await service.group_customers.delete({"customer_id": customer_id, "customer_group_id": list(remove)})


async def _join(scope: Scope, pairs: Sequence[tuple[str, str]]) -> None:
    if not pairs:
        return
    members = scope[CustomerService].group_customers
    wanted = dict.fromkeys(pairs)
    found = await members.list(customer_id=[c for c, _ in wanted], customer_group_id=[g for _, g in wanted])
    there = {(each.customer_id, each.customer_group_id) for each in found}
    await members.create(CustomerGroupCustomer(customer_id=c, customer_group_id=g) for c, g in wanted if (c, g) not in there)
