"""A customer as payment providers know them."""

from merx.commerce.customer.models import Customer
from merx.commerce.payment import AccountHolder
from merx.framework.data import link

customer_account_holders = link(
    Customer, AccountHolder, name="account_holders", back="customer", many=True, table="customer_account_holder", id_prefix="custacchldr"
)
