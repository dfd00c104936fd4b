"""The ways out of a location, and who carries from there."""

from merx.commerce.fulfillment import FulfillmentProvider, FulfillmentSet
from merx.commerce.stock_location.models import StockLocation
from merx.framework.data import link

location_fulfillment_providers = link(
    StockLocation,
    FulfillmentProvider,
    name="fulfillment_providers",
    back="locations",
    many=True,
    back_many=True,
    table="location_fulfillment_provider",
    event="LinkLocationFulfillmentProvider",
    id_prefix="locfp",
    left_alias="location",
)
location_fulfillment_sets = link(
    StockLocation,
    FulfillmentSet,
    name="fulfillment_sets",
    back="location",
    many=True,
    table="location_fulfillment_set",
    event="LinkLocationFulfillmentSet",
    id_prefix="locfs",
    left_alias="location",
)
