"""`POST /store/restock-subscriptions`: guests and customers ask to be told."""

from merx.framework.errors import InvalidData
from merx.framework.http import Body, Email, StoreScope, post
from restock.workflows.subscribe_to_restock import subscribe_to_restock


class Subscribe(Body):
    variant_id: str
    email: Email | None = None
    sales_channel_id: str | None = None


@post("/store/restock-subscriptions", status=201)
async def subscribe(scope: StoreScope, data: Subscribe) -> None:
    """The sales channel is the body's, else the publishable key's first."""
    channel = data.sales_channel_id or next(iter(scope.sales_channel_ids), None)
    if channel is None:
        raise InvalidData("At least one sales channel ID is required, either associated with the publishable API key or in the request body.")
    await subscribe_to_restock(scope, data.variant_id, channel, email=data.email, customer_id=scope.customer_id)
