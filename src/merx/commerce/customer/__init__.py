"""Customer: the people who buy, with or without an account.

Owns: customers, their addresses, and the groups they are in.
Leaves to others: how they prove who they are (auth), what they bought (order), what a group pays (pricing).
Change freely: everything that is not in `__all__`.
Change with a decision record: when a guest becomes a customer with an account.
Holds always: an e-mail address has one account and one guest at most; of a customer's addresses one at most is the default
for shipping, and one for billing.
"""

from merx.commerce.customer.models import Customer, CustomerAddress, CustomerGroup, CustomerGroupCustomer
from merx.commerce.customer.service import CustomerService
from merx.framework.module import Module

customer = Module("customer", service=CustomerService)

__all__ = ["CustomerService", "Customer", "CustomerAddress", "CustomerGroup", "CustomerGroupCustomer", "customer"]
