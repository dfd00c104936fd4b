"""The rows of translations, and how much is translated."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from merx.commerce.translation.models import Locale, Translation, TranslationSettings
from merx.framework.data import Repository, Service
from merx.framework.data.statements import table_of

_COUNTED = """
SELECT '{entity}' AS entity, NULL::text AS locale, count(*) AS counted FROM {table} AS row WHERE {in_sight}
UNION ALL
SELECT '{entity}', said.locale_code, count(*)
FROM translation AS said JOIN {table} AS row ON row.{key} = said.reference_id AND {in_sight}
CROSS JOIN LATERAL jsonb_each_text(said.translations) AS word
WHERE said.reference = '{entity}' AND said.deleted_at IS NULL AND said.locale_code = ANY($1::text[]) AND word.key = ANY({columns}) AND word.value <> ''
GROUP BY said.locale_code
"""


class Counted(Struct, frozen=True):
    """How many rows an entity has, and in each language how many of their words are there."""

    rows: int
    words: Mapping[str, int]


class TranslationService(Service):
    """Languages, translations and settings."""

    locales: Repository[Locale]
    translations: Repository[Translation]
    settings: Repository[TranslationSettings]

    async def counted(self, columns: Mapping[str, Sequence[str]], locales: Sequence[str]) -> dict[str, Counted]:
        """What is there of these entities, by the columns that count. One statement. Raises `KeyError` for no entity."""
        if not columns:
            return {}
        parts = [self._counting(entity, position) for position, entity in enumerate(columns, start=2)]
        found = await self.scope.rows("UNION ALL".join(parts), list(locales), *(list(each) for each in columns.values()))
        rows = {row["entity"]: row["counted"] for row in found if row["locale"] is None}
        return {
            entity: Counted(rows[entity], {row["locale"]: row["counted"] for row in found if row["entity"] == entity and row["locale"] is not None})
            for entity in columns
        }

    def _counting(self, name: str, position: int) -> str:
        entity = self.scope.graph.entity(name)
        in_sight = "row.deleted_at IS NULL" if entity.soft_deletes else "true"
        table = f'"{table_of(entity).name}"'
        return _COUNTED.format(entity=entity.name, table=table, key=entity.key, in_sight=in_sight, columns=f"${position}::text[]")
