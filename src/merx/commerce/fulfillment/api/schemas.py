"""What the fulfillment routes take. Facts of the contract; `Body` refuses unknown fields."""

from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

from msgspec import Meta, structs

from merx.commerce.fulfillment import (
    GeoZoneType,
    NewGeoZone,
    NewLabel,
    NewOptionPrice,
    NewOptionRule,
    NewOptionType,
    NewPriceRule,
    ShippingPriceType,
    ShippingRuleOperator,
)
from merx.framework.http import UNSET, Body, LooseBody, NotNegative, Number, Positive, Unset

Url: TypeAlias = Annotated[str, Meta(pattern=r"^(https?://|#$)")]


class CreateProfile(Body):
    name: str
    type: str
    metadata: dict[str, Any] | None = None


class UpdateProfile(Body):
    name: str | Unset = UNSET
    type: str | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class GeoZone(LooseBody):
    country_code: str
    type: GeoZoneType
    province_code: str | None = None
    city: str | None = None
    postal_expression: dict[str, Any] | None = None
    metadata: dict[str, Any] | None = None

    def as_new(self) -> NewGeoZone:
        return NewGeoZone(
            type=self.type,
            country_code=self.country_code,
            province_code=self.province_code,
            city=self.city,
            postal_expression=self.postal_expression,
            metadata=self.metadata,
        )


class ChangedGeoZone(GeoZone):
    id: str | None = None

    def as_new(self) -> NewGeoZone:
        return structs.replace(super().as_new(), id=self.id)


class CreateServiceZone(Body):
    name: str
    geo_zones: list[GeoZone] = []


class UpdateServiceZone(Body):
    name: str | None | Unset = UNSET
    geo_zones: list[ChangedGeoZone] | Unset = UNSET


class CreateOptionType(Body):
    label: str
    code: str
    description: str | None = None

    def as_new(self) -> NewOptionType:
        return NewOptionType(label=self.label, code=self.code, description=self.description)


class UpdateOptionType(Body):
    label: str | Unset = UNSET
    code: str | Unset = UNSET
    description: str | Unset = UNSET


class PriceRule(LooseBody):
    attribute: Literal["item_total"]
    operator: Literal["gte", "lte", "gt", "lt", "eq"]
    value: Number


class Price(Body):
    amount: NotNegative
    currency_code: str | None = None
    region_id: str | None = None
    rules: list[PriceRule] | None = None

    def as_new(self) -> NewOptionPrice:
        return NewOptionPrice(amount=self.amount, currency_code=self.currency_code, region_id=self.region_id, rules=_rules(self.rules))


class ChangedPrice(Body):
    id: str | None = None
    amount: NotNegative | None = None
    currency_code: str | None = None
    region_id: str | None = None
    rules: list[PriceRule] | None = None

    def as_new(self) -> NewOptionPrice:
        return NewOptionPrice(id=self.id, amount=self.amount, currency_code=self.currency_code, region_id=self.region_id, rules=_rules(self.rules))


def _rules(given: list[PriceRule] | None) -> list[NewPriceRule] | None:
    return None if given is None else [NewPriceRule(attribute=rule.attribute, operator=rule.operator, value=rule.value) for rule in given]


class Rule(Body):
    operator: ShippingRuleOperator
    attribute: str
    value: str | list[str]

    def as_new(self) -> NewOptionRule:
        return NewOptionRule(attribute=self.attribute, operator=self.operator, value=self.value)


class ChangedRule(Body):
    operator: ShippingRuleOperator
    attribute: str
    value: str | list[str]
    id: str | None = None

    def as_new(self) -> NewOptionRule:
        return NewOptionRule(id=self.id, attribute=self.attribute, operator=self.operator, value=self.value)


class CreateShippingOption(Body):
    name: str
    service_zone_id: str
    shipping_profile_id: str
    price_type: ShippingPriceType
    provider_id: str
    prices: list[Price]
    data: dict[str, Any] | None = None
    type: CreateOptionType | None = None
    type_id: str | None = None
    rules: list[Rule] = []
    metadata: dict[str, Any] | None = None


class UpdateShippingOption(Body):
    name: str | Unset = UNSET
    data: dict[str, Any] | Unset = UNSET
    price_type: ShippingPriceType | Unset = UNSET
    provider_id: str | Unset = UNSET
    shipping_profile_id: str | Unset = UNSET
    type: CreateOptionType | Unset = UNSET
    type_id: str | Unset = UNSET
    prices: list[ChangedPrice] | Unset = UNSET
    rules: list[ChangedRule] | Unset = UNSET
    metadata: dict[str, Any] | Unset = UNSET


class UpdatedRule(ChangedRule):
    id: str  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues]  # a batch changes rules that are there


class BatchRules(Body):
    create: list[Rule] = []
    update: list[UpdatedRule] = []
    delete: list[str] = []


class Label(LooseBody):
    tracking_number: str
    tracking_url: Url
    label_url: Url

    def as_new(self) -> NewLabel:
        return NewLabel(tracking_number=self.tracking_number, tracking_url=self.tracking_url, label_url=self.label_url)


class CreateShipment(Body):
    labels: list[Label]


class ParcelItem(LooseBody):
    title: str
    sku: str
    quantity: Positive
    barcode: str
    line_item_id: str | None = None
    inventory_item_id: str | None = None


class ParcelAddress(Body):
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


class CreateFulfillment(Body):
    location_id: str
    provider_id: str
    delivery_address: ParcelAddress
    items: list[ParcelItem]
    labels: list[Label]
    order_id: str
    data: dict[str, Any] | None
    metadata: dict[str, Any] | None
    shipping_option_id: str | None = None
    packed_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    canceled_at: datetime | None = None


class CalculatePrice(Body):
    cart_id: str
    data: dict[str, Any] = {}


class Empty(LooseBody):
    """Nothing is asked for; what is sent is not read."""
