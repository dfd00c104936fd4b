"""A database for every test, copied from a template that is made once for each state of the schema."""

import asyncio
import contextlib
import os
import secrets
import time
from hashlib import sha256
from importlib import metadata
from pathlib import Path

import msgspec
import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.data import entity, fields, links, model
from merx.framework.data.migrations import homes, schema
from merx.framework.data.migrations.history import install_queue
from merx.framework.postgres import create_database, database_url, drop_database

TEMPLATES_KEPT = 24
PREFIX = "merx_test"
_TEMPLATE_PREFIX = f"{PREFIX}_template_"


class TestDatabases:
    """Makes databases on the server at `url`. Any number of processes may do so at the same time."""

    __test__ = False  # not a test itself, whatever pytest thinks of its name

    def __init__(self, url: str) -> None:
        self.url = url
        self._templates: dict[tuple[str, ...], str] = {}

    def make(self, config: Config) -> str:
        """The address of a new database with the tables of `config`'s packages and nothing else. Some 15-60 ms."""
        template = self._templates.get(config.packages) or self._template(config)
        self._templates[config.packages] = template
        try:
            return _copy(self.url, template)
        except psycopg.errors.InvalidCatalogName:
            # Another run on this server, of other code, took it for one of long ago.
            return _copy(self.url, self._template(config))

    def drop(self, url: str) -> None:
        """Drop what `make` made, and cut off who is still connected. Safe to repeat."""
        drop_copy(url)

    def drop_orphans(self) -> None:
        """Drop the databases of test processes that were killed, and templates of long ago."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            names = [name for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", (f"{PREFIX}_%",))]
            for name in names:
                owner = name.removeprefix(f"{PREFIX}_").partition("_")[0]
                if owner.isdigit() and not _is_alive(int(owner)):
                    drop_database(self.url, name)
            for name in self._old_templates(connection):
                # In use means that somebody copies it at this moment: next time then.
                with contextlib.suppress(psycopg.errors.ObjectInUse):
                    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))

    def _old_templates(self, connection: psycopg.Connection[tuple[str]]) -> list[str]:
        found = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY coalesce(shobj_description(oid, 'pg_database'), '') DESC",
            (f"{_TEMPLATE_PREFIX}%",),
        )
        return [name for (name,) in found if not name.endswith("_building")][TEMPLATES_KEPT:]

    def _template(self, config: Config) -> str:
        app = App(msgspec.structs.replace(config, database_url=self.url))
        name = f"{_TEMPLATE_PREFIX}{_fingerprint(app)}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", (name,))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
                self._build(app, connection, name)
            used = sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(f"{time.time():.0f}"))
            connection.execute(used)
        return name

    def _build(self, app: App, connection: psycopg.Connection[tuple[str]], name: str) -> None:
        building = f"{name}_building"
        drop_database(self.url, building)
        create_tables(app, create_database(self.url, building))
        connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(building), sql.Identifier(name)))


def copy_database(url: str) -> str:
    """The address of a new database with all that is in the one at `url`, where nobody may be connected.

    Raises `psycopg.errors.ObjectInUse` if somebody is. What is not dropped goes when the process has ended, as the others do.
    """
    return _copy(server_of(url), str(conninfo_to_dict(url)["dbname"]))


def drop_copy(url: str) -> None:
    """Drop what `copy_database` made, and cut off who is still connected. Safe to repeat."""
    drop_database(server_of(url), str(conninfo_to_dict(url)["dbname"]))


def server_of(url: str) -> str:
    """The server of the database at `url`, by a database that is always there."""
    return database_url(url, "postgres")


def _copy(server: str, template: str) -> str:
    # The process in the name tells which databases nobody will ever drop, see `drop_orphans`.
    name = f"{PREFIX}_{os.getpid()}_{secrets.token_hex(4)}"
    # A quarter of WAL_LOG's time; its checkpoints cost nothing without fsync.
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(name), sql.Identifier(template))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(copy)
    return database_url(server, name)


def create_tables(app: App, url: str) -> None:
    """All migrations of `app`, and on top what its models have that no migration was written for yet.

    So tests run while a model is being designed; `merx db generate` (and the test that compares) comes before the commit.
    """
    from merx.framework.data.migrations import apply, generator  # noqa: PLC0415 - only where a template has to be built
    from merx.framework.data.migrations.files import models  # noqa: PLC0415 - as above

    owners = homes(app)
    apply.migrate(url, owners)
    asyncio.run(install_queue(url))
    generator.catch_up(url, schema.metadata_of(dict.fromkeys(each for owner in owners for each in models(app, owner))))


def _fingerprint(app: App) -> str:
    """Of the files that decide how tables look."""
    digest = sha256(metadata.version("procrastinate").encode())
    for source in (__file__, *(module.__file__ or "" for module in (entity, fields, links, model, schema))):
        digest.update(Path(source).read_bytes())
    for owner in homes(app):
        for pattern in ("models.py", "models/**/*.py", "links.py", "links/**/*.py", "migrations/*.py"):
            for path in sorted(owner.folder.parent.glob(pattern)):
                digest.update(f"{owner.name}/{path.name}".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
