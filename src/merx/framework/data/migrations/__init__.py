"""Migrations: how a module's tables come to be and change, each module with a history of its own.

Files lie in `<module package>/migrations/NNNN_slug.py` and use Alembic's operations; the table `merx_migration` remembers
which of them a database has. Only the start of a process is in a hurry, so Alembic is imported when there is something to do.
"""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from merx.framework.data.migrations.behind import behind
from merx.framework.data.migrations.files import Home, Migration, home, homes, models
from merx.framework.data.migrations.history import QUEUE, install_queue, pending

if TYPE_CHECKING:
    from merx.framework.app import App
    from merx.framework.data.migrations.generator import Generated

__all__ = ["Home", "Migration", "behind", "differences", "generate", "homes", "migrate", "pending", "rollback"]


async def migrate(app: "App") -> list[Migration]:
    """Apply what is missing, of every module, and give it back. Safe to repeat; of two racing processes one waits.

    `app` need not be open. When nothing is missing this is one cheap statement.
    """
    missing = await pending(app)
    if not missing:
        return []
    from merx.framework.data.migrations import apply  # noqa: PLC0415 - see above

    applied = await asyncio.to_thread(apply.migrate, app.database.url, homes(app))
    await install_queue(app.database.url)
    return [*applied, *(each for each in missing if each.module == QUEUE)]


async def rollback(app: "App", module: str) -> Migration | None:
    """Undo the last applied migration of `module`, with the data in what it made; None when there is none."""
    from merx.framework.data.migrations import apply  # noqa: PLC0415 - Alembic, for these commands only

    return await asyncio.to_thread(apply.rollback, app.database.url, home(app, module))


async def generate(app: "App", module: str, message: str | None = None, *, allow_drops: bool = False) -> "Generated | None":
    """Write the migration that brings `module`'s tables to its models; None when they agree already.

    Raises `WouldDrop` rather than write drops of tables or columns without `allow_drops`. The database's own tables
    are neither read nor changed; it only has to be there.
    """
    from merx.framework.data.migrations import generator  # noqa: PLC0415 - Alembic, for these commands only
    from merx.framework.data.migrations.schema import metadata_of  # noqa: PLC0415 - Alembic, for these commands only

    owner = home(app, module)
    metadata = metadata_of(models(app, owner))
    return await asyncio.to_thread(generator.generate, app.database.url, owner, metadata, message, allow_drops=allow_drops)


async def differences(app: "App") -> dict[str, list[str]]:
    """Where models and migrations disagree, by module: empty when nothing is left to generate."""
    from merx.framework.data.migrations import generator  # noqa: PLC0415 - Alembic, for these commands only
    from merx.framework.data.migrations.schema import metadata_of  # noqa: PLC0415 - Alembic, for these commands only

    found: dict[str, list[str]] = {}
    for owner in homes(app):
        metadata = metadata_of(models(app, owner))
        _, script = await asyncio.to_thread(generator.difference, app.database.url, owner, metadata)
        if script.upgrade_ops is not None and not script.upgrade_ops.is_empty():
            found[owner.name] = [" ".join(_words(diff)) for diff in script.upgrade_ops.as_diffs()]
    return found


def _words(diff: Any) -> Iterator[str]:
    """Alembic's tuples, shortened to what happens to what."""
    parts: list[Any] = [*diff] if isinstance(diff, list | tuple) else [diff]
    for part in parts:
        if isinstance(part, list | tuple):
            yield from _words(part)
        elif part is not None and not isinstance(part, dict):
            yield str(getattr(part, "name", part))
