"""What payments show. The names are the HTTP API's."""

from merx.framework.http import Fields
from merx.framework.http.naming import of

PAYMENT = Fields(
    "payment",
    key="payment",
    plural="payments",
    defaults=(
        *of("", "id currency_code amount captured_at payment_collection_id payment_session_id"),
        *of("captures", "id amount"),
        *of("refunds", "id amount note payment_id refund_reason.label refund_reason.code"),
    ),
)
PAYMENT_COLLECTION = Fields(
    "payment_collection",
    key="payment_collection",
    plural="payment_collections",
    defaults=(
        *of("", "id currency_code amount status authorized_amount captured_amount refunded_amount"),
        "*payment_sessions",
        "*payments",
    ),
)
PAYMENT_PROVIDER = Fields("payment_provider", key="payment_provider", plural="payment_providers", defaults=("id", "is_enabled"))

STORE_PAYMENT_COLLECTION = Fields(
    "payment_collection",
    key="payment_collection",
    plural="payment_collections",
    defaults=(*of("", "id currency_code amount"), "*payment_sessions"),
    allowed=(
        *of("", "id currency_code amount payment_sessions status payment_providers payment_providers.id"),
        *of("payment_sessions", "id amount currency_code provider_id data status"),
    ),
)
STORE_PAYMENT_PROVIDER = Fields(
    "payment_provider", key="payment_provider", plural="payment_providers", defaults=("id", "is_enabled"), allowed=("id", "is_enabled")
)
