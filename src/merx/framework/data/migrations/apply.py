"""Applying migrations: one process at a time, each file in a transaction of its own, with its line in the history."""

import importlib.util
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from types import ModuleType

import psycopg
import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import DBAPIError

from merx.framework.data.migrations.files import Home, Migration
from merx.framework.data.migrations.history import APPLIED, LOCK, TABLE
from merx.framework.errors import Misconfigured

_HISTORY = f"""
    CREATE TABLE IF NOT EXISTS {TABLE} (
        module text NOT NULL,
        version text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (module, version)
    )"""
# `from alembic import op` in a migration is one global: two threads of a process take turns.
_one_at_a_time = threading.Lock()


@contextmanager
def connected(url: str) -> Generator[sa.Connection]:
    """A SQLAlchemy connection over psycopg, closed at the end."""
    engine = sa.create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(url), poolclass=sa.NullPool)
    with engine.connect() as connection:
        yield connection


def upgrade(connection: sa.Connection, migrations: Sequence[Migration]) -> None:
    """Run these files' `upgrade` in the open transaction, without a line in the history."""
    with _one_at_a_time, Operations.context(MigrationContext.configure(connection)):
        for migration in migrations:
            _load(migration).upgrade()


def migrate(url: str, homes: Sequence[Home]) -> list[Migration]:
    """Apply what is missing and give it back. Safe to repeat and to race: the second process waits and finds nothing to do.

    Each file commits together with its line in the history; when one fails, those before it stay applied.
    """
    with connected(url) as connection:
        _prepare(connection)
        applied = {(row.module, row.version) for row in connection.execute(sa.text(APPLIED))}
        connection.commit()
        missing = [m for home in homes for m in home.migrations if (m.module, m.version) not in applied]
        for migration in missing:
            with connection.begin():
                upgrade(connection, [migration])
                connection.execute(sa.text(f"INSERT INTO {TABLE} (module, version) VALUES (:module, :version)"), _key(migration))
        return missing


def rollback(url: str, home: Home) -> Migration | None:
    """Undo the last applied migration of `home`, and the data in it; None when there is nothing to undo."""
    with connected(url) as connection:
        _prepare(connection)
        applied = {row.version for row in connection.execute(sa.text(f"{APPLIED} WHERE module = :module"), {"module": home.name})}
        connection.commit()
        migration = next((m for m in reversed(home.migrations) if m.version in applied), None)
        if migration is not None:
            with connection.begin(), _one_at_a_time, Operations.context(MigrationContext.configure(connection)):
                _load(migration).downgrade()
                connection.execute(sa.text(f"DELETE FROM {TABLE} WHERE module = :module AND version = :version"), _key(migration))
        return migration


def _prepare(connection: sa.Connection) -> None:
    # The lock is the session's: it covers all the transactions that follow and ends with the connection.
    connection.execute(sa.text(f"SELECT {LOCK.format('')}"))
    connection.execute(sa.text(_HISTORY))
    connection.commit()
    ensure_trigrams(connection)
    connection.commit()


def ensure_trigrams(connection: sa.Connection) -> None:
    """What is searched has indexes of trigrams. Raises `Misconfigured` where the extension is not there and cannot be made."""
    if connection.scalar(sa.text("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')")):
        return
    try:
        connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    except DBAPIError as error:
        raise Misconfigured(
            f"The shop's database needs PostgreSQL's extension pg_trgm, and it cannot be made here: {error.orig}. Have an administrator "
            "install PostgreSQL's contrib modules and run `CREATE EXTENSION pg_trgm` in this database, then migrate again."
        ) from error


def _key(migration: Migration) -> dict[str, str]:
    return {"module": migration.module, "version": migration.version}


def _load(migration: Migration) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"merx_migration_{migration.module}_{migration.version}", migration.path)
    if spec is None or spec.loader is None:
        raise Misconfigured(f"{migration.path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
