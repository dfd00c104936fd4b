"""The rows of notification providers follow the code that is there."""

from merx.commerce.notification.models import NotificationProviderRow
from merx.commerce.notification.providers import NotificationProvider
from merx.commerce.notification.service import NotificationService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("notification.sync_providers")
async def sync_providers(scope: Scope) -> None:
    """A row, enabled, for every provider; rows of providers that are gone are disabled. Safe to repeat."""
    known = scope.app.providers.all(NotificationProvider)
    service = scope[NotificationService]
    rows = [row_of(known[each]) for each in sorted(known)]
    await service.providers.upsert(rows, on=("id",))
    await service.providers.update_where({"id": {"$nin": [row.id for row in rows]}}, is_enabled=False)


def row_of(provider: NotificationProvider) -> NotificationProviderRow:
    return NotificationProviderRow(id=provider.id, handle=provider.id, name=provider.name, channels=list(provider.channels))
