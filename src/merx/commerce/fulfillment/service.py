"""The rows of shipping and of parcels."""

from merx.commerce.fulfillment.models import (
    Fulfillment,
    FulfillmentAddress,
    FulfillmentItem,
    FulfillmentLabel,
    FulfillmentProvider,
    FulfillmentSet,
    GeoZone,
    ServiceZone,
    ShippingOption,
    ShippingOptionRule,
    ShippingOptionType,
    ShippingProfile,
)
from merx.framework.data import Repository, Service


class FulfillmentService(Service):
    """Zones, options and fulfillments."""

    sets: Repository[FulfillmentSet]
    service_zones: Repository[ServiceZone]
    geo_zones: Repository[GeoZone]
    providers: Repository[FulfillmentProvider]
    shipping_profiles: Repository[ShippingProfile]
    shipping_option_types: Repository[ShippingOptionType]
    shipping_options: Repository[ShippingOption]
    shipping_option_rules: Repository[ShippingOptionRule]
    addresses: Repository[FulfillmentAddress]
    fulfillments: Repository[Fulfillment]
    items: Repository[FulfillmentItem]
    labels: Repository[FulfillmentLabel]
