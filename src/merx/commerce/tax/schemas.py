"""What crosses the door of tax: what is taxed, where, and at which rates."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct


class TaxableItem(Struct, frozen=True):
    """A line of a cart or order, with what rules may name of it. `unit_price` is one piece's, in the major unit of the context's currency."""

    id: str
    product_id: str | None = None
    product_type_id: str | None = None
    variant_id: str | None = None
    quantity: Decimal = Decimal(1)
    unit_price: Decimal | None = None
    is_tax_inclusive: bool = False


class TaxableShipping(Struct, frozen=True):
    """A shipping method, with what rules may name of it. `amount` is in the major unit of the context's currency."""

    id: str
    shipping_option_id: str | None = None
    amount: Decimal | None = None
    is_tax_inclusive: bool = False


class TaxAddress(Struct, frozen=True):
    """Where something is sent. Upper and lower case do not matter."""

    country_code: str
    province: str | None = None


class TaxContext(Struct, frozen=True, kw_only=True):
    """What taxes may depend on beside the things themselves. `more` is what hooks added."""

    address: TaxAddress
    currency_code: str | None = None
    customer_id: str | None = None
    customer_group_ids: tuple[str, ...] = ()
    is_return: bool = False
    locale: str | None = None
    more: Mapping[str, Any] = {}


class TaxLine(Struct, frozen=True, kw_only=True):
    """A rate that is due, in percent."""

    rate: Decimal
    code: str
    name: str
    tax_rate_id: str | None
    provider_id: str | None


class DueRate(Struct, frozen=True, kw_only=True):
    """A rate of the shop's own tables that is due on something; null there is 0 percent here."""

    id: str
    rate: Decimal
    code: str
    name: str


class RatedItem(Struct, frozen=True):
    """A line with the rates that the shop's tables give it."""

    item: TaxableItem
    rates: Sequence[DueRate]


class RatedShipping(Struct, frozen=True):
    """A shipping method with the rates that the shop's tables give it."""

    method: TaxableShipping
    rates: Sequence[DueRate]


class NewTaxRate(Struct, frozen=True, kw_only=True):
    """A rate to be written. `rules` are (reference, reference id)."""

    code: str
    name: str
    rate: Decimal | None = None
    is_default: bool = False
    is_combinable: bool = False
    rules: Sequence[tuple[str, str]] = ()
    metadata: dict[str, Any] | None = None


class NewTaxRegion(Struct, frozen=True, kw_only=True):
    """A country to tax in, or with a province code a part of it; the parent is then found by the country if not given."""

    country_code: str
    province_code: str | None = None
    parent_id: str | None = None
    provider_id: str | None = None
    default_rate: NewTaxRate | None = None
    metadata: dict[str, Any] | None = None
