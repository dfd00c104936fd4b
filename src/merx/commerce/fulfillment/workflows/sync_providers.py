"""The rows of fulfillment providers follow the code that is there."""

from merx.commerce.fulfillment.carriers import carriers
from merx.commerce.fulfillment.models import FulfillmentProvider
from merx.commerce.fulfillment.service import FulfillmentService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("fulfillment.sync_providers")
async def sync_providers(scope: Scope) -> None:
    """A row, enabled, for every carrier; rows of carriers that are gone are disabled. Safe to repeat."""
    ids = sorted(carriers(scope.app))
    await scope[FulfillmentService].providers.upsert([FulfillmentProvider(id=each) for each in ids], on=("id",))
    await scope[FulfillmentService].providers.update_where({"id": {"$nin": ids}}, is_enabled=False)
