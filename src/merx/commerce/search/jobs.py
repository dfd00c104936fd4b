"""What is looked after beside the events."""

from merx.commerce.search.workflows import declared, ensure_index
from merx.framework.jobs import job
from merx.framework.scope import Scope


@job("search.ensure-indexes", schedule="*/5 * * * *")
async def ensure_indexes(scope: Scope) -> None:
    """An index whose declaration or language is another now, or that never was, is built. Statements, otherwise: one for each."""
    for name in declared(scope.app):
        await ensure_index(scope, name)
