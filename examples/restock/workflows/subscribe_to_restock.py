"""Put somebody on the list of those who wait for a variant."""

from merx.commerce.customer import CustomerService
from merx.commerce.inventory.workflows import availability
from merx.commerce.product import ProductService
from merx.commerce.sales_channel import SalesChannelService
from merx.framework.errors import InvalidData
from merx.framework.scope import Scope
from merx.framework.workflows import workflow
from restock.modules.restock import RestockService, RestockSubscription


@workflow("restock.subscribe")
async def subscribe_to_restock(
    scope: Scope, variant_id: str, sales_channel_id: str, *, email: str | None = None, customer_id: str | None = None
) -> RestockSubscription:
    """The subscription, made or found: safe to repeat. Without `email`, the customer's own is taken.

    Raises `NotFound` for a variant, channel or customer that is not there, `InvalidData` where the variant is in stock.
    """
    await scope[ProductService].variants.retrieve(variant_id)
    await scope[SalesChannelService].sales_channels.retrieve(sales_channel_id)
    if (await availability(scope, [variant_id], sales_channel_id))[variant_id] > 0:
        raise InvalidData("Variant isn't out of stock.", code="restock.in_stock")
    wanted = RestockSubscription(
        variant_id=variant_id, sales_channel_id=sales_channel_id, email=email or await _email_of(scope, customer_id), customer_id=customer_id
    )
    return await _find_or_create(scope, wanted)


async def _email_of(scope: Scope, customer_id: str | None) -> str:
    customer = await scope[CustomerService].customers.retrieve(customer_id) if customer_id else None
    if customer is None or customer.email is None:
        raise InvalidData("Whom shall we tell? Give an email, or log in.", code="restock.email_missing")
    return customer.email


async def _find_or_create(scope: Scope, wanted: RestockSubscription) -> RestockSubscription:
    subscriptions = scope[RestockService].subscriptions
    # Or two clicks at once both find nothing, and the slower one is refused by the index.
    await scope.lock(f"restock:{wanted.variant_id}:{wanted.sales_channel_id}:{wanted.email}")
    found = await subscriptions.first(variant_id=wanted.variant_id, sales_channel_id=wanted.sales_channel_id, email=wanted.email)
    if found is None:
        return await subscriptions.create(wanted)
    return await subscriptions.update(found.id, customer_id=found.customer_id or wanted.customer_id)
