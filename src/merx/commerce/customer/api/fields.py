"""What customers, their addresses and groups show."""

from merx.framework.http import Fields
from merx.framework.http.naming import of

_ADDRESS = "address_name company customer_id first_name last_name address_1 address_2 city province postal_code country_code phone metadata"
_DEFAULT_FLAGS = "is_default_shipping is_default_billing"
_STAMPS = "created_at updated_at"
_STORE_CUSTOMER = of("", f"id email company_name first_name last_name phone metadata has_account deleted_at {_STAMPS}")
_STORE_ADDRESS = of("", f"id {_ADDRESS} {_DEFAULT_FLAGS} {_STAMPS}")

STORE_CUSTOMER = Fields(
    "customer",
    key="customer",
    plural="customers",
    defaults=(*_STORE_CUSTOMER, "*addresses"),
    allowed=(*_STORE_CUSTOMER, "addresses", "orders", *of("addresses", f"id {_ADDRESS} {_DEFAULT_FLAGS} {_STAMPS}")),
)
STORE_ADDRESS = Fields("customer_address", key="address", plural="addresses", defaults=_STORE_ADDRESS, allowed=_STORE_ADDRESS, title="Address")

CUSTOMER = Fields(
    "customer",
    key="customer",
    plural="customers",
    defaults=of("", f"id company_name first_name last_name email phone metadata has_account created_by {_STAMPS} deleted_at"),
)
# The flags are not among the contract's defaults; an administrator's client wants to know them all the same.
ADDRESS = Fields("customer_address", key="address", plural="addresses", defaults=_STORE_ADDRESS, title="Address")
GROUP = Fields("customer_group", key="customer_group", plural="customer_groups", defaults=of("", f"id name created_by {_STAMPS} deleted_at metadata"))
