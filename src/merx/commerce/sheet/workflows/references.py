"""What a sheet names: tags, categories, channels and so on, by id, or by the word that people know them by."""

from collections.abc import Iterable, Mapping
from typing import Any

from merx.framework.scope import Scope

KINDS: Mapping[str, tuple[str, ...]] = {
    "product_tag": ("value",),
    "product_type": ("value",),
    "product_collection": ("handle",),
    "product_category": ("handle", "name"),
    "sales_channel": ("name",),
    "shipping_profile": ("name",),
    "region": ("name",),
}
"""Entities, and by which columns they may be named besides their id. An id counts before a name."""


class References:
    """Ids by what they are called. Asks for each name once, those of a part together."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._found: dict[tuple[str, str], list[str]] = {}
        self.rows: dict[str, Mapping[str, Any]] = {}
        """What was found, by id."""

    async def look_up(self, entity: str, names: Iterable[str]) -> None:
        """One statement, none for names that are known."""
        asked = sorted({name for name in names if (entity, name) not in self._found})
        if not asked:
            return
        columns = KINDS[entity]
        fields = ["id", *columns, *(["currency_code"] if entity == "region" else [])]
        wanted = {"$or": [{column: asked} for column in ("id", *columns)]}
        rows = await self._scope.query.graph(entity, fields=fields, filters=wanted)
        self.rows |= {row["id"]: row for row in rows}
        for name in asked:
            by: list[list[str]] = [[row["id"] for row in rows if row[column] == name] for column in ("id", *columns)]
            self._found[entity, name] = next((found for found in by if found), by[0])

    def id_of(self, entity: str, name: str) -> str:
        """The id of what is called so. Raises `ValueError` where there is none, or several."""
        found = self._found[entity, name]
        word = entity.removeprefix("product_").replace("_", " ")
        if not found:
            raise ValueError(f"there is no {word} '{name[:80]}'")
        if len(found) > 1:
            raise ValueError(f"{len(found)} {word}s are called '{name[:80]}': name one by its id")
        return found[0]

    def known_id(self, entity: str, name: str | None) -> str | None:
        """As `id_of`, None where that refuses, and for no name."""
        found = self._found.get((entity, name or ""), [])
        return found[0] if len(found) == 1 else None
