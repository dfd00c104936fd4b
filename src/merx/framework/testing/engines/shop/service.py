from merx.framework.data import Repository, Service
from merx.framework.testing.engines.shop.models import Entry


class LedgerService(Service):
    entries: Repository[Entry]

    async def write(self, text: str, key: str | None = None) -> str:
        return (await self.entries.create(Entry(text=text, key=key))).id

    async def texts(self) -> list[str]:
        """In the order they were written."""
        return [entry.text for entry in await self.entries.list(order="id")]
