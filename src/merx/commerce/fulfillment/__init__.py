"""Fulfillment: how goods get to people: which ways there are, and the parcels that went.

Owns: fulfillment sets, service zones, shipping options and profiles, fulfillments and their labels.
Leaves to others: pieces (inventory), what an option costs (pricing; a link, or its carrier), where sets stand (stock_location; a link).
Change freely: everything that is not in `__all__`.
Change with a decision record: rule operators, provider ids, when a fulfillment may still be cancelled.
Holds always: a shipped or delivered fulfillment is not cancelled; an option serves the zone it stands in only.
"""

from merx.commerce.fulfillment.carriers import Carrier, CarrierOption, carriers
from merx.commerce.fulfillment.models import (
    Fulfillment,
    FulfillmentAddress,
    FulfillmentItem,
    FulfillmentLabel,
    FulfillmentProvider,
    FulfillmentSet,
    GeoZone,
    GeoZoneType,
    ServiceZone,
    ShippingOption,
    ShippingOptionRule,
    ShippingOptionType,
    ShippingPriceType,
    ShippingProfile,
    ShippingRuleOperator,
)
from merx.commerce.fulfillment.schemas import (
    Carried,
    CarrierPrice,
    Consignment,
    ConsignmentItem,
    NewFulfillment,
    NewFulfillmentItem,
    NewGeoZone,
    NewLabel,
    NewOptionPrice,
    NewOptionRule,
    NewOptionType,
    NewPriceRule,
    NewShippingOption,
    ShippingContext,
)
from merx.commerce.fulfillment.service import FulfillmentService
from merx.framework.module import Module
from merx.framework.providers import Providers

fulfillment = Module("fulfillment", service=FulfillmentService, providers=Providers(Carrier, shipped=("merx.providers.fulfillment_manual:manual",)))

__all__ = [
    "FulfillmentService",
    "Carried",
    "Carrier",
    "CarrierOption",
    "CarrierPrice",
    "Consignment",
    "ConsignmentItem",
    "NewFulfillment",
    "NewFulfillmentItem",
    "NewGeoZone",
    "NewLabel",
    "NewOptionPrice",
    "NewOptionRule",
    "NewOptionType",
    "NewPriceRule",
    "NewShippingOption",
    "ShippingContext",
    "carriers",
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
    "fulfillment",
]
