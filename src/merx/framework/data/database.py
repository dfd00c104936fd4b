"""The shop's PostgreSQL: a pool of asyncpg connections that speak JSON bytes.

Rows travel as JSON in both directions: PostgreSQL writes and reads it, msgspec turns it into records at C speed, and
what a client asked for goes out as the very bytes that came from the server.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

import asyncpg
import asyncpg.connection

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Connection: TypeAlias = PoolConnectionProxy[asyncpg.Record]
else:
    Connection: TypeAlias = Any


LOCK_TIMEOUT = "30s"
KEPT_STATEMENTS = 512
KEPT_TEXT = 2_000_000
"""Letters of SQL that a connection keeps prepared. PostgreSQL holds some 45 bytes for each: a page of products with prices is 1 MB, and
which fields are asked for is for whoever has a public key to say. So a connection grows by 90 MB at most."""


class Database:
    """A pool on `url`; `open` before use, `close` after. Safe to share between tasks of one event loop."""

    def __init__(self, url: str, *, min_size: int = 1, max_size: int = 10, statement_seconds: float = 0) -> None:
        self.url = url
        self._statement_timeout = f"{statement_seconds * 1000:.0f}"
        self._sizes = (min_size, max_size)
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self.statements = 0
        """Statements sent so far, transaction control left out: what the tests of statement counts read."""

    async def open(self) -> None:
        """Connect. Raises asyncpg's or the socket's error when the server cannot be reached."""
        low, high = self._sizes
        self._pool = await asyncpg.create_pool(
            self.url,
            min_size=low,
            max_size=high,
            init=_prepare,
            reset=_leave_as_is,
            # Query texts pass asyncpg's default limit of 15 kB, and a statement that is not kept is planned anew each time.
            max_cacheable_statement_size=0,
            max_cached_statement_lifetime=0,
            statement_cache_size=KEPT_STATEMENTS,
            server_settings={
                "timezone": "UTC",
                "jit": "off",
                "application_name": "merx",
                "statement_timeout": self._statement_timeout,
                # Who waits longer for a lock gets a Conflict, and gives the connection back to those who can go on.
                "lock_timeout": LOCK_TIMEOUT,
            },
        )

    async def close(self) -> None:
        """Close the pool after the connections in use came back."""
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    @property
    def is_open(self) -> bool:
        return self._pool is not None

    @property
    def pool(self) -> "asyncpg.Pool[asyncpg.Record]":
        if self._pool is None:
            msg = "the database is not open: `async with app:` or `await app.start()` comes first"
            raise RuntimeError(msg)
        return self._pool

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[Connection]:
        """A connection of its own, given back at the end."""
        async with self.pool.acquire() as connection:
            yield connection


_StatementCache: Any = vars(asyncpg.connection)["_StatementCache"]  # there is no public way to bound it but by number


class _Statements(_StatementCache):
    """Bounded by the length of its texts too: those that were not asked for the longest go first."""

    __slots__ = ()

    def put(self, query: tuple[str, *tuple[Any, ...]], statement: Any) -> None:
        super().put(query, statement)  # pyright: ignore[reportUnknownMemberType] - a class of no known type
        while len(self) > 1 and sum(len(kept[0]) for kept in self._entries) > KEPT_TEXT:
            self.set_max_size(len(self) - 1)
        self.set_max_size(KEPT_STATEMENTS)


async def _prepare(connection: Any) -> None:
    before = connection._stmt_cache  # noqa: SLF001 - as above
    connection._stmt_cache = _Statements(loop=before._loop, max_size=KEPT_STATEMENTS, on_remove=before._on_remove, max_lifetime=0)  # noqa: SLF001 - as above
    # bytes in, bytes out: no str in between, no parsing before somebody needs the values.
    await connection.set_type_codec("json", schema="pg_catalog", encoder=bytes, decoder=bytes, format="binary")


async def _leave_as_is(_: object) -> None:
    # Instead of asyncpg's `RESET ALL; UNLISTEN *; ...`, a round trip a request: we set nothing on a session, listen on no
    # pooled connection and take transaction locks only. asyncpg itself still rolls back what was left open.
    return None
