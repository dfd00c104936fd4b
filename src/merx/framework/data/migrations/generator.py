"""Writing migrations: what a module's models say, against what its migrations so far have made.

The comparison happens in a scratch schema where only this module's migrations ran, in a transaction that is rolled back.
So the tables of others cannot be seen, let alone touched, and it does not matter what the database holds.
"""

import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec
import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.operations import Operations, ops
from alembic.runtime.migration import MigrationContext
from sqlalchemy.dialects.postgresql import JSONB

from merx.framework.data.migrations.apply import connected, ensure_trigrams, upgrade
from merx.framework.data.migrations.files import Home
from merx.framework.data.migrations.schema import FILLING, LINKS
from merx.framework.errors import Misconfigured

_FILE = '''"""{title}."""

import sqlalchemy as sa
from alembic import op
{imports}

def upgrade() -> None:
{upgrade}


def downgrade() -> None:
{downgrade}
'''


class WouldDrop(Misconfigured):
    """The difference holds drops, and nobody said that data may go."""


class Generated(msgspec.Struct, frozen=True):
    """A written migration. `warnings` name what will fail on tables that hold rows already."""

    path: Path
    warnings: tuple[str, ...]


def difference(url: str, home: Home, metadata: sa.MetaData) -> tuple[MigrationContext, ops.MigrationScript]:
    """What has to happen to the tables that `home`'s migrations make until they are those of `metadata`. Changes nothing."""
    scratch = f"merx_scratch_{secrets.token_hex(4)}"
    with connected(url) as connection, connection.begin() as transaction:
        ensure_trigrams(connection)
        # Public stays in the path while the migrations run, for extensions, and leaves it for the comparison.
        connection.execute(sa.text(f"CREATE SCHEMA {scratch}"))
        connection.execute(sa.text(f"SET LOCAL search_path TO {scratch}, public"))
        upgrade(connection, home.migrations)
        connection.execute(sa.text(f"SET LOCAL search_path TO {scratch}"))
        connection.dialect.default_schema_name = scratch
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        script = produce_migrations(context, metadata)
        transaction.rollback()
    return context, script


def generate(url: str, home: Home, metadata: sa.MetaData, message: str | None, *, allow_drops: bool) -> Generated | None:
    """Write the next file in `home.folder`, or nothing (None) when models and migrations agree.

    Raises `WouldDrop` when tables or columns would go and `allow_drops` is not set. Never asks anything.
    """
    context, script = difference(url, home, metadata)
    forward, backward = script.upgrade_ops, script.downgrade_ops
    if forward is None or backward is None or forward.is_empty():
        return None
    drops = list(_drops(forward))
    if drops and not allow_drops:
        raise WouldDrop(
            f"Module '{home.name}': this migration would drop {', '.join(drops)}, with the data in it. If that is meant, allow drops "
            "(`merx db generate --allow-drops`). If something was renamed, write the migration by hand with op.rename_table or op.alter_column(new_column_name=...)."
        )
    _allow_synced(forward, metadata)
    warnings = tuple(_fill(forward, metadata))
    slug = _slug(message) if message else "initial" if not home.migrations else _describe(forward)
    path = home.folder / f"{_next_number(home)}_{slug}.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(_render(context, f"{home.name.capitalize()}: {slug.replace('_', ' ')}", forward, backward))
    return Generated(path, warnings)


def catch_up(url: str, metadata: sa.MetaData) -> None:
    """Bring the tables of `metadata` to what it says, drops included, without writing anything down. For tests' databases."""

    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "table" or name in metadata.tables

    with connected(url) as connection, connection.begin():
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True, "include_name": ours})
        script = produce_migrations(context, metadata)
        operations = Operations(context)
        for _, operation in _each(script.upgrade_ops or ops.UpgradeOps()):
            operations.invoke(operation)


def _each(container: ops.OpContainer) -> Iterator[tuple[ops.OpContainer, ops.MigrateOperation]]:
    for operation in container.ops:
        if isinstance(operation, ops.OpContainer):
            yield from _each(operation)
        else:
            yield container, operation


def _allow_synced(container: ops.OpContainer, metadata: sa.MetaData) -> None:
    """Where `merx db sync-links` has made a link's table already, its migration finds it there."""
    links: frozenset[str] = metadata.info.get(LINKS, frozenset())
    for _, operation in _each(container):
        if isinstance(operation, ops.CreateTableOp | ops.CreateIndexOp) and operation.table_name in links:
            operation.if_not_exists = True


def _drops(container: ops.OpContainer) -> Iterator[str]:
    for _, operation in _each(container):
        if isinstance(operation, ops.DropTableOp):
            yield f"the table {operation.table_name}"
        elif isinstance(operation, ops.DropColumnOp):
            yield f"the column {operation.table_name}.{operation.column_name}"


def _fill(container: ops.OpContainer, metadata: sa.MetaData) -> Iterator[str]:
    """Give rows that exist the model's default for a column that must not be null; gives warnings where it has none."""
    for holder, operation in list(_each(container)):
        if not isinstance(operation, ops.AddColumnOp) or operation.column.nullable:
            continue
        if operation.column.server_default is not None or operation.column.identity is not None:
            continue
        declared = metadata.tables[operation.table_name].c[operation.column.name]
        filling: str | None = declared.info.get(FILLING)
        if filling is None:
            yield f"{operation.table_name}.{operation.column.name} is required and has no default: the migration fails where the table has rows. Edit it to fill them."
            continue
        operation.column.server_default = sa.DefaultClause(sa.text(filling))
        # For the rows that are there only: later ones bring their value along.
        done = ops.AlterColumnOp(operation.table_name, operation.column.name, existing_type=operation.column.type, modify_server_default=None)
        holder.ops.insert(holder.ops.index(operation) + 1, done)


def _next_number(home: Home) -> str:
    numbers = [int(found[0]) for m in home.migrations if (found := re.match(r"\d+", m.version))]
    return f"{max(numbers, default=0) + 1:04}"


def _slug(message: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", message.lower()).strip("_")[:60] or "change"


def _describe(container: ops.OpContainer) -> str:
    for _, operation in _each(container):
        if isinstance(operation, ops.CreateTableOp):
            return _slug(f"add {operation.table_name}")
        if isinstance(operation, ops.AddColumnOp):
            return _slug(f"add {operation.table_name} {operation.column.name}")
        if isinstance(operation, ops.DropTableOp):
            return _slug(f"drop {operation.table_name}")
        if isinstance(operation, ops.DropColumnOp | ops.AlterColumnOp):
            return _slug(f"change {operation.table_name} {operation.column_name}")
    return "change_indexes"


def _render(context: MigrationContext, title: str, forward: ops.UpgradeOps, backward: ops.DowngradeOps) -> str:
    bodies = {"upgrade": _code(context, forward), "downgrade": _code(context, backward)}
    uses_dialect = any("postgresql." in body for body in bodies.values())
    return _FILE.format(title=title, imports="from sqlalchemy.dialects import postgresql\n" if uses_dialect else "", **bodies)


def _code(context: MigrationContext, container: ops.UpgradeOps | ops.DowngradeOps) -> str:
    code = render_python_code(container, migration_context=context, render_item=_item)
    lines = [line.rstrip() for line in code.splitlines() if not line.strip().startswith("# ###")]
    return "    " + "\n".join(lines).strip()


def _item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    if kind == "type" and isinstance(item, JSONB):
        return "postgresql.JSONB()"
    return False
