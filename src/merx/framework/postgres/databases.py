"""The database of a shop, wherever it is, and the making and dropping of databases."""

import asyncio
import contextlib
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from .server import Server, start

SHOP_DATABASE = "merx"


class HeldDatabase:
    """The address of a shop's database, with the hold on the server behind it if that is the embedded one."""

    def __init__(self, url: str, server: Server | None = None) -> None:
        self.url = url
        self.server = server

    def release(self) -> None:
        """Gives the hold back; the last holder waits until the server has stopped. Safe to repeat."""
        if self.server:
            self.server.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await asyncio.to_thread(self.release)


def open_database(url: str | None, data_dir: Path, *, name: str = SHOP_DATABASE, settings: Mapping[str, str] | None = None) -> HeldDatabase:
    """The one at `url` as it is, else the one called `name` on the embedded server in `data_dir`, made if missing.

    Raises `EmbeddedPostgresError` if there is no url and no server can be had.
    """
    if url:
        return HeldDatabase(url)
    server = start(data_dir, settings=settings)
    try:
        ensure_exists(server.url, name)
    except BaseException:
        server.release()
        raise
    return HeldDatabase(database_url(server.url, name), server)


async def ensure_database(url: str | None, data_dir: Path, *, name: str = SHOP_DATABASE, settings: Mapping[str, str] | None = None) -> HeldDatabase:
    """`open_database` for asyncio; does not block the loop."""
    return await asyncio.to_thread(open_database, url, data_dir, name=name, settings=settings)


def database_url(url: str, name: str) -> str:
    """The same server and user as `url`, another database."""
    return urlunsplit(urlsplit(url)._replace(path="/" + quote(name, safe="")))


def create_database(url: str, name: str, *, template: str | None = None) -> str:
    """Creates a database through a connection to `url` (another database of that server) and gives its address.

    With a `template` it is a copy of that database, to which nobody may be connected meanwhile
    (`psycopg.errors.ObjectInUse`). An existing name raises `psycopg.errors.DuplicateDatabase`.
    """
    statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template is not None:
        # The default strategy, through the log: as fast as FILE_COPY for a shop's schema (measured: 120 tables, 0.3 to 0.7 s either way),
        # and without its two checkpoints, which all others on the server wait for.
        statement += sql.SQL(" TEMPLATE {} STRATEGY WAL_LOG").format(sql.Identifier(template))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
    return database_url(url, name)


def drop_database(url: str, name: str) -> None:
    """Drops a database and cuts off its connections. Safe to repeat. `url` is another database of that server."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def ensure_exists(url: str, name: str) -> None:
    """Creates the database unless it is there. Safe to race."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
    if not found:
        with contextlib.suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            create_database(url, name)
