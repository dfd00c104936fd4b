"""The rows of this room."""

from merx.framework.data import Model


class RestockSubscription(Model, id_prefix="restock", unique=[("variant_id", "sales_channel_id", "email")]):
    """Somebody waits for a variant; a guest, unless `customer_id` says who."""

    variant_id: str
    sales_channel_id: str
    email: str
    customer_id: str | None = None
