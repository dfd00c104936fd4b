"""What crosses the door of fulfillment: who ships where, which options there are, and parcels to be made."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from msgspec import Struct

from merx.commerce.fulfillment.models import ShippingPriceType, ShippingRuleOperator


class ShippingContext(Struct, frozen=True, kw_only=True):
    """What decides which options reach a cart, and at which price. Without a country, places do not matter.

    `rules` are further values that options' rules may look at, `prices` further ones for the rules of their prices. `cart_id`
    is what carriers that calculate look at.
    """

    sales_channel_id: str | None
    currency_code: str
    region_id: str | None = None
    country_code: str | None = None
    province: str | None = None
    city: str | None = None
    postal_code: str | None = None
    item_total: Decimal
    customer_group_ids: tuple[str, ...] = ()
    is_return: bool = False
    enabled_in_store: bool = True
    rules: Mapping[str, Any] = {}
    prices: Mapping[str, Any] = {}
    locale: str | None = None
    """The language of the options' names."""
    cart_id: str | None = None


class ConsignmentItem(Struct, frozen=True, kw_only=True):
    """A line that shall be sent. Weight and sizes are those of one piece, as its variant says; the price is one piece's."""

    id: str
    title: str
    quantity: Decimal
    unit_price: Decimal
    requires_shipping: bool
    product_id: str | None = None
    variant_id: str | None = None
    sku: str | None = None
    weight: Decimal | None = None
    length: Decimal | None = None
    height: Decimal | None = None
    width: Decimal | None = None


class Consignment(Struct, frozen=True, kw_only=True):
    """What a carrier is asked to price: what shall be sent, where from, and where to (in `context`, with the currency).

    `location_address` holds the columns of the location's address that are not null; `more` is what hooks added.
    """

    context: ShippingContext
    items: Sequence[ConsignmentItem] = ()
    location_id: str | None = None
    location_address: Mapping[str, Any] = {}
    more: Mapping[str, Any] = {}


class CarrierPrice(Struct, frozen=True, kw_only=True):
    """What sending costs: in the currency of the consignment's context, in its major unit."""

    amount: Decimal
    is_tax_inclusive: bool = False

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or self.amount < 0:
            msg = f"{self.amount} is no price"
            raise ValueError(msg)


class NewLabel(Struct, frozen=True):
    """A label on a parcel, and how to track it."""

    tracking_number: str
    tracking_url: str
    label_url: str


class NewFulfillmentItem(Struct, frozen=True, kw_only=True):
    """So many pieces of a line, as the packing list shows them."""

    title: str
    sku: str
    barcode: str
    quantity: Decimal
    line_item_id: str | None = None
    inventory_item_id: str | None = None


class NewFulfillment(Struct, frozen=True, kw_only=True):
    """A parcel to be packed. `delivery_address` holds the columns of a `FulfillmentAddress`, `data` what the carrier kept of the customer's choice."""

    location_id: str
    provider_id: str
    items: Sequence[NewFulfillmentItem]
    order_id: str | None = None
    shipping_option_id: str | None = None
    requires_shipping: bool = True
    delivery_address: Mapping[str, Any] = {}
    labels: Sequence[NewLabel] = ()
    data: dict[str, Any] | None = None
    packed_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    canceled_at: datetime | None = None
    metadata: dict[str, Any] | None = None
    created_by: str | None = None


class Carried(Struct, frozen=True, kw_only=True):
    """What a carrier made of a parcel: its own data, and labels."""

    data: dict[str, Any] = {}
    labels: Sequence[NewLabel] = ()


class NewGeoZone(Struct, frozen=True, kw_only=True):
    """A country or a part of one. With an `id` it is the zone of that id, changed."""

    type: str
    country_code: str
    id: str | None = None
    province_code: str | None = None
    city: str | None = None
    postal_expression: dict[str, Any] | None = None
    metadata: dict[str, Any] | None = None


class NewOptionRule(Struct, frozen=True, kw_only=True):
    """A condition on who is offered an option. With an `id` it is the rule of that id, changed."""

    attribute: str
    operator: ShippingRuleOperator
    value: str | list[str]
    id: str | None = None


class NewPriceRule(Struct, frozen=True, kw_only=True):
    """A condition of an option's price on the cart (`item_total` `gte` 200)."""

    attribute: str
    operator: Literal["gte", "lte", "gt", "lt", "eq"]
    value: Decimal


class NewOptionPrice(Struct, frozen=True, kw_only=True):
    """A price in a currency, or in a region and its currency. With an `id` it is the price of that id, changed."""

    id: str | None = None
    currency_code: str | None = None
    region_id: str | None = None
    amount: Decimal | None = None
    rules: Sequence[NewPriceRule] | None = None


class NewOptionType(Struct, frozen=True, kw_only=True):
    """What an option is called to shoppers."""

    label: str
    code: str
    description: str | None = None


class NewShippingOption(Struct, frozen=True, kw_only=True):
    """An option to be written, with a type of its own or one that is there."""

    name: str
    service_zone_id: str
    shipping_profile_id: str
    provider_id: str
    type: NewOptionType | str
    price_type: ShippingPriceType = "flat"
    prices: Sequence[NewOptionPrice] = ()
    rules: Sequence[NewOptionRule] = ()
    data: dict[str, Any] | None = None
    metadata: dict[str, Any] | None = None
