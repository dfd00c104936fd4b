"""The rows of notifications."""

from collections.abc import Iterable

from merx.commerce.notification.models import Notification, NotificationProviderRow
from merx.framework.data import Repository, Service


class NotificationService(Service):
    """Notifications, and the rows of their providers."""

    notifications: Repository[Notification]
    providers: Repository[NotificationProviderRow]

    async def lock_keys(self, keys: Iterable[str]) -> dict[str, Notification]:
        """What these idempotency keys stand for already, by key; locked until the transaction ends, what is not there yet included."""
        wanted = sorted(set(keys))
        if not wanted:
            return {}
        await self.scope.rows(_LOCK, wanted)
        return {str(row.idempotency_key): row for row in await self.notifications.list(idempotency_key=wanted)}


_LOCK = """SELECT pg_advisory_xact_lock(k)
FROM (SELECT DISTINCT hashtextextended('notification:' || key, 0) AS k FROM unnest($1::text[]) AS key ORDER BY k) AS keys"""
