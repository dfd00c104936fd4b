"""What the cart routes take. Facts of the contract; `Body` refuses unknown fields."""

from typing import Annotated, Any

from msgspec import Meta

from merx.framework.http import UNSET, Body, Email, LooseBody, Unset

Quantity = Annotated[int, Meta(gt=0, le=2_147_483_647)]
QuantityOrNone = Annotated[int, Meta(ge=0, le=2_147_483_647)]

Codes = Annotated[list[str], Meta(max_length=100)]


class Address(Body):
    first_name: str | None | Unset = UNSET
    last_name: str | None | Unset = UNSET
    phone: str | None | Unset = UNSET
    company: str | None | Unset = UNSET
    address_1: str | None | Unset = UNSET
    address_2: str | None | Unset = UNSET
    city: str | None | Unset = UNSET
    country_code: str | None | Unset = UNSET
    province: str | None | Unset = UNSET
    postal_code: str | None | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class ChangedAddress(LooseBody):
    id: str | Unset = UNSET
    first_name: str | None | Unset = UNSET
    last_name: str | None | Unset = UNSET
    phone: str | None | Unset = UNSET
    company: str | None | Unset = UNSET
    address_1: str | None | Unset = UNSET
    address_2: str | None | Unset = UNSET
    city: str | None | Unset = UNSET
    country_code: str | None | Unset = UNSET
    province: str | None | Unset = UNSET
    postal_code: str | None | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class Item(LooseBody):
    variant_id: str
    quantity: Quantity
    metadata: dict[str, Any] | None = None


class CreateCart(Body):
    region_id: str | None = None
    shipping_address: Address | str | None = None
    billing_address: Address | str | None = None
    email: Email | None = None
    currency_code: str | None = None
    items: Annotated[list[Item], Meta(max_length=1000)] = []
    sales_channel_id: str | None = None
    promo_codes: Codes = []
    metadata: dict[str, Any] | None = None
    locale: str | None = None
    additional_data: dict[str, Any] | None = None


class UpdateCart(Body):
    region_id: str | Unset = UNSET
    email: Email | None | Unset = UNSET
    billing_address: ChangedAddress | str | None | Unset = UNSET
    shipping_address: ChangedAddress | str | None | Unset = UNSET
    sales_channel_id: str | None | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET
    promo_codes: Codes | Unset = UNSET
    locale: str | None | Unset = UNSET
    additional_data: dict[str, Any] | None | Unset = UNSET


class AddLineItem(Body):
    variant_id: str
    quantity: Quantity
    metadata: dict[str, Any] | None = None


class UpdateLineItem(Body):
    quantity: QuantityOrNone
    metadata: dict[str, Any] | None | Unset = UNSET


class NewShippingMethod(LooseBody):
    option_id: str
    data: dict[str, Any] | None = None


class Promotions(Body):
    promo_codes: Codes


class Empty(LooseBody):
    """Nothing is asked for; what is sent is not read."""
