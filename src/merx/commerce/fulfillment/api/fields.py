"""What shipping options, their surroundings and parcels show. The names are the HTTP API's."""

from merx.framework.http import Fields
from merx.framework.http.naming import of

SHIPPING_PROFILE = Fields(
    "shipping_profile", key="shipping_profile", plural="shipping_profiles", defaults=of("", "id name type metadata created_at updated_at")
)
SHIPPING_OPTION_TYPE = Fields(
    "shipping_option_type",
    key="shipping_option_type",
    plural="shipping_option_types",
    defaults=of("", "id label code description created_at updated_at"),
)
SHIPPING_OPTION = Fields(
    "shipping_option",
    key="shipping_option",
    plural="shipping_options",
    defaults=(
        *of("", "id name price_type data provider_id metadata created_at updated_at"),
        "*rules",
        "*type",
        "*prices",
        "*prices.price_rules",
        "*service_zone",
        "*shipping_profile",
        "*provider",
    ),
)
SHIPPING_OPTION_RULE = Fields("shipping_option_rule", key="rule", plural="rules", defaults=of("", "id description attribute operator value shipping_option_id"))
FULFILLMENT_SET = Fields(
    "fulfillment_set",
    key="fulfillment_set",
    plural="fulfillment_sets",
    defaults=(*of("", "id name type created_at updated_at deleted_at"), "*service_zones", "*service_zones.geo_zones"),
)
SERVICE_ZONE = Fields(
    "service_zone",
    key="service_zone",
    plural="service_zones",
    defaults=(*of("", "id name fulfillment_set_id created_at updated_at deleted_at"), "*geo_zones"),
)
FULFILLMENT_PROVIDER = Fields("fulfillment_provider", key="fulfillment_provider", plural="fulfillment_providers", defaults=("id", "is_enabled"))
FULFILLMENT = Fields(
    "fulfillment",
    key="fulfillment",
    plural="fulfillments",
    defaults=(
        *of("", "id location_id packed_at shipped_at marked_shipped_by created_by delivered_at canceled_at data provider_id"),
        *of("", "shipping_option_id metadata order created_at updated_at deleted_at"),
        "*delivery_address",
        "*items",
        "*labels",
    ),
)
