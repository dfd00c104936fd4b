"""What can be done with shipping options and parcels, a file per use case."""

from merx.commerce.fulfillment.schemas import CarrierPrice, NewFulfillment, NewFulfillmentItem, NewLabel, ShippingContext
from merx.commerce.fulfillment.workflows.calculated import calculate_shipping_prices
from merx.commerce.fulfillment.workflows.offers import PricedShippingOption, shipping_options_for
from merx.commerce.fulfillment.workflows.option_rules import ChangedRules, batch_option_rules
from merx.commerce.fulfillment.workflows.option_types import (
    create_shipping_option_type,
    delete_shipping_option_type,
    update_shipping_option_type,
)
from merx.commerce.fulfillment.workflows.options import create_shipping_option, delete_shipping_option, update_shipping_option
from merx.commerce.fulfillment.workflows.parcels import cancel_fulfillment, create_fulfillment, create_shipment, mark_as_delivered
from merx.commerce.fulfillment.workflows.profiles import create_shipping_profile, delete_shipping_profile, update_shipping_profile
from merx.commerce.fulfillment.workflows.shipping_data import validate_shipping_data
from merx.commerce.fulfillment.workflows.stock import CartNeeds, needs_of_cart
from merx.commerce.fulfillment.workflows.sync_providers import sync_providers
from merx.commerce.fulfillment.workflows.zones import (
    create_fulfillment_set,
    create_service_zone,
    delete_fulfillment_set,
    delete_service_zone,
    update_service_zone,
)

__all__ = [
    "CarrierPrice",
    "CartNeeds",
    "ChangedRules",
    "NewFulfillment",
    "NewFulfillmentItem",
    "NewLabel",
    "PricedShippingOption",
    "ShippingContext",
    "batch_option_rules",
    "calculate_shipping_prices",
    "cancel_fulfillment",
    "create_fulfillment",
    "create_fulfillment_set",
    "create_service_zone",
    "create_shipment",
    "create_shipping_option",
    "create_shipping_option_type",
    "create_shipping_profile",
    "delete_fulfillment_set",
    "delete_service_zone",
    "delete_shipping_option",
    "delete_shipping_option_type",
    "delete_shipping_profile",
    "mark_as_delivered",
    "needs_of_cart",
    "shipping_options_for",
    "sync_providers",
    "update_service_zone",
    "update_shipping_option",
    "update_shipping_option_type",
    "update_shipping_profile",
    "validate_shipping_data",
]
