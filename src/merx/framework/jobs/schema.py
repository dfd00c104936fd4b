"""The queue's tables: procrastinate's own SQL, applied by `merx db migrate`, in the shop's database and schema."""

from importlib import metadata, resources
from typing import Any, Protocol

INSTALLED = """
SELECT CASE WHEN to_regclass('procrastinate_jobs') IS NULL THEN NULL
            ELSE coalesce(obj_description(to_regclass('procrastinate_jobs'), 'pg_class'), '0') END
"""
"""The version whose tables are there, or NULL: we keep it as the comment on the table, the library keeps none."""


class _Connection(Protocol):
    async def fetchval(self, query: str, /) -> Any: ...
    async def execute(self, query: str, /) -> Any: ...


def scripts(installed: str | None) -> list[str]:
    """What leads from `installed` (the answer to `INSTALLED`) to the library's present version; nothing if it is that."""
    present = metadata.version("procrastinate")
    if installed == present:
        return []
    sql = resources.files("procrastinate.sql")
    if installed is None:
        steps = [sql / "schema.sql"]
    else:
        old = _numbers(installed)
        files = sorted((f for f in (sql / "migrations").iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
        steps = [f for f in files if old < _numbers(f.name.partition("_")[0]) <= _numbers(present)]
    return [*(step.read_text(encoding="utf-8") for step in steps), f"COMMENT ON TABLE procrastinate_jobs IS '{present}'"]


async def install(connection: _Connection) -> None:
    """Bring the queue's tables up to date, in the open transaction of an asyncpg connection. Safe to repeat."""
    for script in scripts(await connection.fetchval(INSTALLED)):
        await connection.execute(script)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
