"""People who buy."""

from typing import Annotated

from merx.framework.data import BelongsTo, Index, Indexed, Metadata, Model, Searchable, Translatable


class Customer(Model, id_prefix="cus", unique=[("email", "has_account")]):
    """Someone who buys; a guest until `has_account`."""

    company_name: Annotated[str | None, Searchable] = None
    first_name: Annotated[str | None, Searchable] = None
    last_name: Annotated[str | None, Searchable] = None
    email: Annotated[str | None, Searchable] = None
    phone: Annotated[str | None, Searchable] = None
    has_account: bool = False
    created_by: str | None = None
    metadata: Metadata = None


class CustomerAddress(
    Model,
    id_prefix="cuaddr",
    indexes=[
        Index(("customer_id",), unique=True, where="is_default_billing AND deleted_at IS NULL"),
        Index(("customer_id",), unique=True, where="is_default_shipping AND deleted_at IS NULL"),
    ],
):
    """An address in a customer's book."""

    customer_id: Annotated[str, BelongsTo("customer", back="addresses"), Indexed]
    address_name: Annotated[str | None, Searchable] = None
    is_default_shipping: bool = False
    is_default_billing: bool = False
    company: Annotated[str | None, Searchable] = None
    first_name: Annotated[str | None, Searchable] = None
    last_name: Annotated[str | None, Searchable] = None
    address_1: Annotated[str | None, Searchable] = None
    address_2: Annotated[str | None, Searchable] = None
    city: Annotated[str | None, Searchable] = None
    country_code: str | None = None
    province: Annotated[str | None, Searchable] = None
    postal_code: Annotated[str | None, Searchable] = None
    phone: str | None = None
    metadata: Metadata = None


class CustomerGroup(Model, id_prefix="cusgroup", unique=[("name",)]):
    """Customers who are treated alike."""

    name: Annotated[str, Searchable, Translatable]
    created_by: str | None = None
    metadata: Metadata = None


class CustomerGroupCustomer(Model, id_prefix="cusgc", pivot=("groups", "customers")):
    """A customer is in this group."""

    customer_id: Annotated[str, BelongsTo("customer"), Indexed]
    customer_group_id: Annotated[str, BelongsTo("customer_group"), Indexed]
    created_by: str | None = None
    metadata: Metadata = None
