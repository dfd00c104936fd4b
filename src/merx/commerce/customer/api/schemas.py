"""What the customer routes take. Facts of the contract; `Body` refuses unknown fields."""

from typing import Any

import msgspec

from merx.framework.http import UNSET, Body, Email, ListParams, Operators, Unset


class AddressFields(Body):
    address_name: str | None | Unset = UNSET
    is_default_shipping: bool | Unset = UNSET
    is_default_billing: bool | Unset = UNSET
    company: str | None | Unset = UNSET
    first_name: str | None | Unset = UNSET
    last_name: str | None | Unset = UNSET
    address_1: str | None | Unset = UNSET
    address_2: str | None | Unset = UNSET
    city: str | None | Unset = UNSET
    country_code: str | None | Unset = UNSET
    province: str | None | Unset = UNSET
    postal_code: str | None | Unset = UNSET
    phone: str | None | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class AdminAddressFields(AddressFields):
    additional_data: dict[str, Any] | None = None


class UpdateMe(Body):
    company_name: str | None | Unset = UNSET
    first_name: str | None | Unset = UNSET
    last_name: str | None | Unset = UNSET
    phone: str | None | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class Register(UpdateMe):
    email: Email | None = None


class CustomerFields(UpdateMe):
    email: Email | None | Unset = UNSET
    additional_data: dict[str, Any] | None = None


class CreateGroup(Body):
    name: str
    metadata: dict[str, Any] | None = None


class UpdateGroup(Body):
    name: str | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class Joined(Body):
    add: list[str] = []
    remove: list[str] = []


class StoreAddressParams(ListParams):
    city: str | list[str] | Unset = UNSET
    country_code: str | list[str] | Unset = UNSET
    postal_code: str | list[str] | Unset = UNSET


class AdminAddressParams(StoreAddressParams):
    company: str | list[str] | Unset = UNSET
    province: str | list[str] | Unset = UNSET


class GroupFilter(msgspec.Struct, kw_only=True, omit_defaults=True):
    id: str | list[str] | Unset = UNSET
    name: str | list[str] | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


class CustomerFilter(msgspec.Struct, kw_only=True, omit_defaults=True):
    id: str | list[str] | Unset = UNSET
    email: Operators | Unset = UNSET
    company_name: str | list[str] | Unset = UNSET
    first_name: str | list[str] | Unset = UNSET
    last_name: str | list[str] | Unset = UNSET
    created_by: str | list[str] | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


class CustomerParams(ListParams, groups=True, context=("groups",)):
    id: Operators | Unset = UNSET
    email: str | list[str] | Unset = UNSET
    groups: str | list[str] | GroupFilter | Unset = UNSET
    company_name: str | list[str] | Unset = UNSET
    first_name: str | list[str] | Unset = UNSET
    last_name: str | list[str] | Unset = UNSET
    has_account: bool | Unset = UNSET
    created_by: str | list[str] | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


class GroupParams(ListParams, groups=True, context=("customers",)):
    id: str | list[str] | Unset = UNSET
    name: str | list[str] | Unset = UNSET
    customers: str | list[str] | CustomerFilter | Unset = UNSET
    created_by: str | list[str] | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


def through(relation: str, wanted: str | list[str] | msgspec.Struct | Unset) -> dict[str, Any] | None:
    """The filter over `relation`: by ids, or by its fields."""
    if wanted is UNSET:
        return None
    return {relation: msgspec.to_builtins(wanted) if isinstance(wanted, msgspec.Struct) else {"id": wanted}}
