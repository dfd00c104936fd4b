"""What promotions show. The names are the HTTP API's."""

from merx.framework.http import Fields
from merx.framework.http.naming import of

_STAMPS = "created_at updated_at deleted_at"

PROMOTION = Fields(
    "promotion",
    key="promotion",
    plural="promotions",
    defaults=(
        *of("", f"id code is_automatic is_tax_inclusive type limit used status {_STAMPS} metadata"),
        "*campaign",
        "*campaign.budget",
        "*application_method",
        "*application_method.buy_rules",
        "application_method.buy_rules.values.value",
        "*application_method.target_rules",
        "application_method.target_rules.values.value",
        *of("rules", "id attribute operator values.value"),
    ),
)
CAMPAIGN = Fields(
    "campaign",
    key="campaign",
    plural="campaigns",
    defaults=(*of("", f"id name description campaign_identifier starts_at ends_at {_STAMPS}"), "*budget"),
)
RULE = ("id", "description", "attribute", "operator", "values.id", "values.value")
