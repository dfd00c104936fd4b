"""Reads and writes subscriptions."""

from typing import NamedTuple

from merx.framework.data import Repository, Service
from restock.modules.restock.models import RestockSubscription


class VariantInChannel(NamedTuple):
    sales_channel_id: str
    variant_id: str


class RestockService(Service):
    subscriptions: Repository[RestockSubscription]

    async def awaited(self) -> list[VariantInChannel]:
        """What anybody waits for: each pair once, channel by channel. One statement, however many wait."""
        rows = await self.scope.rows("SELECT DISTINCT sales_channel_id, variant_id FROM restock_subscription WHERE deleted_at IS NULL ORDER BY 1, 2")
        return [VariantInChannel(*row) for row in rows]
