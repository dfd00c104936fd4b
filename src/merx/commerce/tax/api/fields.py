"""What taxes show. The names are the HTTP API's."""

from merx.framework.http import Fields
from merx.framework.http.naming import of

_STAMPS = "created_by created_at updated_at deleted_at metadata"

TAX_REGION = Fields(
    "tax_region",
    key="tax_region",
    plural="tax_regions",
    defaults=(
        *of("", f"id country_code province_code parent_id provider_id {_STAMPS}"),
        "*children",
        "*children.tax_rates",
        "*children.tax_rates.rules",
        "*parent",
        "*tax_rates",
        "*tax_rates.rules",
    ),
)
TAX_RATE = Fields(
    "tax_rate",
    key="tax_rate",
    plural="tax_rates",
    defaults=(*of("", f"id name code rate tax_region_id is_default is_combinable {_STAMPS}"), "*tax_region", "*rules"),
)
TAX_PROVIDER = Fields("tax_provider", key="tax_provider", plural="tax_providers", defaults=("id", "is_enabled"))
