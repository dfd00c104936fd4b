"""The parts of files that are being imported."""

from typing import Any

from merx.commerce.sheet.errors import ImportNotFound
from merx.commerce.sheet.models import SheetPart
from merx.framework.data import Repository, Service


class SheetService(Service):
    """Parts of files."""

    parts: Repository[SheetPart]

    async def part(self, import_id: str, number: int) -> SheetPart:
        """The part as it was planned. Raises `ImportNotFound` once the import is forgotten."""
        found = await self.parts.first(import_id=import_id, number=number)
        if found is None:
            raise ImportNotFound(import_id)
        return found

    async def rows(self, import_id: str, number: int) -> list[tuple[int, list[str]]]:
        """The rows of a part as they were read, by their lines."""
        found = await self.parts.list(import_id=import_id, number=number)
        rows: list[Any] = [row for part in found for row in part.rows or ()]
        return sorted((row[0], row[1]) for row in rows)

    async def forget(self, import_id: str) -> None:
        """Remove all parts. Safe to repeat."""
        await self.parts.delete({"import_id": import_id})
