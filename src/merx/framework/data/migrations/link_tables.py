"""Tables of links, made and removed without a migration: for shops under construction, whose links come and go.

A link's table holds pairs of ids and no foreign keys, so it can be made from the link alone. Which tables were made for links
is remembered in the comment of each: only those are ever removed.
"""

from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

from merx.framework.data.migrations.apply import connected
from merx.framework.data.migrations.history import LOCK
from merx.framework.data.migrations.schema import metadata_of
from merx.framework.data.model import Record, entity_of

if TYPE_CHECKING:
    from merx.framework.app import App

_MARK = "merx link"
_MARKED = sa.text(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND obj_description(oid, 'pg_class') = :mark"
)


class Plan(msgspec.Struct, frozen=True):
    """Tables to make for links that have none, and tables whose link is gone, each with the number of its rows."""

    missing: tuple[str, ...]
    gone: tuple[tuple[str, int], ...]


def plan(app: "App") -> Plan:
    """What `sync` would do. Changes nothing."""
    with connected(app.database.url) as connection:
        return _plan(connection, _records(app))


def sync(app: "App", *, drop: bool) -> Plan:
    """Make the tables that links lack and, if `drop` says so, remove those of links that are gone, with the pairs in them.

    One transaction, under the lock of migrations. Safe to repeat.
    """
    records = _records(app)
    with connected(app.database.url) as connection, connection.begin():
        connection.execute(sa.text(f"SELECT {LOCK.format('xact_')}"))
        found = _plan(connection, records)
        operations: Any = Operations(MigrationContext.configure(connection))
        metadata_of(records[name] for name in found.missing).create_all(connection)
        for name in found.missing:
            operations.create_table_comment(name, _MARK)
        for name, _ in found.gone if drop else ():
            operations.drop_table(name)
        return found


def _records(app: "App") -> dict[str, type[Record]]:
    return {entity_of(link.record).table: link.record for link in app.graph.links if link.record is not None}


def _plan(connection: sa.Connection, records: dict[str, type[Record]]) -> Plan:
    there = set(sa.inspect(connection).get_table_names())
    marked = sorted(connection.execute(_MARKED, {"mark": _MARK}).scalars())
    gone = [(name, _count(connection, name)) for name in marked if name not in records]
    return Plan(tuple(name for name in records if name not in there), tuple(gone))


def _count(connection: sa.Connection, table: str) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(sa.table(table))).scalar_one()
