"""What the customer routes take. Facts of the contract; `Body` refuses unknown fields."""

from typing import Any, cast

import msgspec

from merx.framework.data import Filters
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


def _groups(wanted: Any) -> Filters:
    """Groups by their ids, or by their fields."""
    return {"groups": wanted if isinstance(wanted, dict) else {"id": wanted}}


def _customers(wanted: Any) -> Filters:
    """Customers by their ids, or by their fields; a default address is one of those in the book."""
    if not isinstance(wanted, dict):
        return {"customers": {"id": wanted}}
    given = cast("dict[str, Any]", wanted)
    conditions = [{name: value} for name, value in given.items() if name not in _DEFAULTS]
    conditions += [{"addresses": {"id": given[name], flag: True}} for name, flag in _DEFAULTS.items() if name in given]
    return {"customers": {"$and": conditions} if conditions else {}}


_DEFAULTS = {"default_billing_address_id": "is_default_billing", "default_shipping_address_id": "is_default_shipping"}


class GroupFilter(msgspec.Struct, kw_only=True, omit_defaults=True):
    id: str | list[str] | Unset = UNSET
    name: str | list[str] | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


class CustomerFilter(msgspec.Struct, kw_only=True, omit_defaults=True):
    id: str | list[str] | Unset = UNSET
    email: Operators | Unset = UNSET
    default_billing_address_id: str | list[str] | Unset = UNSET
    default_shipping_address_id: str | list[str] | Unset = UNSET
    company_name: str | list[str] | Unset = UNSET
    first_name: str | list[str] | Unset = UNSET
    last_name: str | list[str] | Unset = UNSET
    created_by: str | list[str] | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


class CustomerParams(ListParams, groups=True, through={"groups": _groups}):
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


class GroupParams(ListParams, groups=True, through={"customers": _customers}):
    id: str | list[str] | Unset = UNSET
    name: str | list[str] | Unset = UNSET
    customers: str | list[str] | CustomerFilter | Unset = UNSET
    created_by: str | list[str] | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET
