"""What is not applied yet: the files on disk against one table, in one statement.

Runs at every start, so it knows neither SQLAlchemy's engine nor Alembic.
"""

from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg

from merx.framework.data.migrations.files import Migration, homes

if TYPE_CHECKING:
    from merx.framework.app import App

TABLE = "merx_migration"
APPLIED = f"SELECT module, version FROM {TABLE}"
LOCK = "pg_advisory_{}lock(hashtextextended('merx.migrations', 0))"
QUEUE = "jobs"
"""The queue's tables come from its library, which migrates them by scripts of its own."""


async def pending(app: "App") -> list[Migration]:
    """The migrations that the app's database lacks, in the order in which they will be applied."""
    on_disk = [migration for home in homes(app) for migration in home.migrations]
    connection = await asyncpg.connect(app.database.url)
    try:
        applied = await _applied(connection)
        return [migration for migration in on_disk if (migration.module, migration.version) not in applied] + await _queue(connection)
    finally:
        await connection.close()


async def _applied(connection: "asyncpg.Connection[asyncpg.Record]") -> set[tuple[str, str]]:
    try:
        return {(row["module"], row["version"]) for row in await connection.fetch(APPLIED)}
    except asyncpg.UndefinedTableError:
        return set()


async def _queue(connection: "asyncpg.Connection[asyncpg.Record]") -> list[Migration]:
    from merx.framework.jobs import schema  # noqa: PLC0415 - the queue builds on data, not the other way round

    if not schema.scripts(await connection.fetchval(schema.INSTALLED)):
        return []
    return [Migration(QUEUE, f"procrastinate_{metadata.version('procrastinate')}", Path(schema.__file__))]


async def install_queue(url: str) -> None:
    """Bring the queue's tables up to date. Safe to repeat and to race."""
    from merx.framework.jobs import schema  # noqa: PLC0415 - see above

    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute(f"SELECT {LOCK.format('xact_')}")
            await schema.install(connection)
    finally:
        await connection.close()
