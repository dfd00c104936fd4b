"""What is done with customers, a file per use case."""

from merx.commerce.customer.workflows.addresses import create_address, delete_address, update_address
from merx.commerce.customer.workflows.create_customer import create_account, create_customer
from merx.commerce.customer.workflows.delete_customer import delete_customer
from merx.commerce.customer.workflows.find_or_create_guest import find_or_create_guest
from merx.commerce.customer.workflows.groups import change_group_members, change_groups, create_group, delete_group, update_group
from merx.commerce.customer.workflows.update_customer import update_customer

__all__ = [
    "change_group_members",
    "change_groups",
    "create_account",
    "create_address",
    "create_customer",
    "create_group",
    "delete_address",
    "delete_customer",
    "delete_group",
    "find_or_create_guest",
    "update_address",
    "update_customer",
    "update_group",
]
