"""Whether the tables have what the models say: a model that changed without a migration is a mistake that shows late."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import asyncpg

from merx.framework.data.migrations.files import Home, homes, models
from merx.framework.data.model import Record, entity_of

if TYPE_CHECKING:
    from merx.framework.app import App

_COLUMNS = """
SELECT c.relname, array_agg(a.attname::text)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relnamespace = ANY (SELECT n::regnamespace FROM unnest(current_schemas(false)) AS n)
GROUP BY c.relname"""


async def behind(app: "App") -> list[str]:
    """What the database lacks although no migration is pending, a sentence each. One statement; types and indexes are not compared."""
    connection = await asyncpg.connect(app.database.url)
    try:
        tables = {name: set(columns) for name, columns in await connection.fetch(_COLUMNS)}
    finally:
        await connection.close()
    return [sentence for home in homes(app) for model in models(app, home) for sentence in _lacking(home, model, tables)]


def _lacking(home: Home, model: type[Record], tables: dict[str, set[str]]) -> Iterator[str]:
    entity = entity_of(model)
    if entity.table not in tables:
        yield f"{home.name}: the table '{entity.table}' of {model.__qualname__} ({model.__module__}) is not there"
    elif missing := [name for name in entity.columns if name not in tables[entity.table]]:
        yield f"{home.name}: the table '{entity.table}' lacks {', '.join(missing)} of {model.__qualname__} ({model.__module__})"
