"""The rows of tax providers follow the code that is there."""

from merx.commerce.tax.calculators import calculators
from merx.commerce.tax.models import TaxProvider
from merx.commerce.tax.service import TaxService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("tax.sync_providers")
async def sync_providers(scope: Scope) -> None:
    """A row, enabled, for every calculator; rows of calculators that are gone are disabled. Safe to repeat."""
    ids = sorted(calculators(scope.app))
    await scope[TaxService].providers.upsert([TaxProvider(id=each) for each in ids], on=("id",))
    await scope[TaxService].providers.update_where({"id": {"$nin": ids}}, is_enabled=False)
