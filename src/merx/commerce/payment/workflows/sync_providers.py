"""The rows of payment providers follow the code that is there."""

from merx.commerce.payment.gateways import gateways
from merx.commerce.payment.models import PaymentProvider
from merx.commerce.payment.service import PaymentService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("payment.sync_providers")
async def sync_providers(scope: Scope) -> None:
    """A row, enabled, for every gateway; rows of gateways that are gone are disabled. Safe to repeat."""
    ids = sorted(gateways(scope.app))
    await scope[PaymentService].providers.upsert([PaymentProvider(id=each) for each in ids], on=("id",))
    await scope[PaymentService].providers.update_where({"id": {"$nin": ids}}, is_enabled=False)
