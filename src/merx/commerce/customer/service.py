"""The rows of customers."""

from merx.commerce.customer.models import Customer, CustomerAddress, CustomerGroup, CustomerGroupCustomer
from merx.framework.data import Repository, Service


class CustomerService(Service):
    """Customers, their addresses and groups."""

    customers: Repository[Customer]
    addresses: Repository[CustomerAddress]
    groups: Repository[CustomerGroup]
    group_customers: Repository[CustomerGroupCustomer]
