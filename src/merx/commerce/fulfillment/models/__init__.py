"""The tables of this room, a file for what changes together."""

from merx.commerce.fulfillment.models.options import (
    FulfillmentProvider,
    ShippingOption,
    ShippingOptionRule,
    ShippingOptionType,
    ShippingPriceType,
    ShippingProfile,
    ShippingRuleOperator,
)
from merx.commerce.fulfillment.models.parcels import Fulfillment, FulfillmentAddress, FulfillmentItem, FulfillmentLabel
from merx.commerce.fulfillment.models.zones import FulfillmentSet, GeoZone, GeoZoneType, ServiceZone

__all__ = [
    "Fulfillment",
    "FulfillmentAddress",
    "FulfillmentItem",
    "FulfillmentLabel",
    "FulfillmentProvider",
    "FulfillmentSet",
    "GeoZone",
    "GeoZoneType",
    "ServiceZone",
    "ShippingOption",
    "ShippingOptionRule",
    "ShippingOptionType",
    "ShippingPriceType",
    "ShippingProfile",
    "ShippingRuleOperator",
]
