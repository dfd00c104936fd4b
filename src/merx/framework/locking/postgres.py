"""`postgres`: advisory locks of the shop's own database, held by every process that is connected to it.

A lock lives as long as its connection: when its holder is killed, PostgreSQL gives it to the next one at once. The connection is
one of its own, not the pool's: who holds a lock still needs those to work, and ten holders would have them all.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Hashable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import asyncpg

from merx.framework.locking.errors import LockLost, LockTimeout
from merx.framework.locking.provider import LockProvider
from merx.framework.locking.queues import QueuesOfApps

if TYPE_CHECKING:
    from merx.framework.app import App

MOST: Final = 10
"""Locks that one process holds or waits for in the database at a time; who asks for another waits for one of these."""
_CONNECTING: Final = 5.0
"""Seconds that a connection may take beyond the time that is waited for others."""

# Another seed than `scope.lock` has: a holder may open a transaction that locks the same name.
_LOCK = "SELECT pg_advisory_lock(k) FROM (SELECT DISTINCT hashtextextended(name, 1) AS k FROM unnest($1::text[]) AS name ORDER BY k) AS keys"


class PostgresLocks(LockProvider):
    """In this process by turns, then in the database: so one process asks for a name with one connection, however many wait in it."""

    id = "postgres"

    def __init__(self) -> None:
        self._queues = QueuesOfApps()
        self._places: WeakKeyDictionary[App, asyncio.Semaphore] = WeakKeyDictionary()

    @asynccontextmanager
    async def hold(self, app: "App", keys: Sequence[str], *, owner: Hashable, timeout: float) -> AsyncGenerator[None]:  # noqa: ASYNC109 - seconds
        end = time.monotonic() + timeout
        async with self._queues[app].turn(keys, owner, timeout) as new:
            if not new:
                yield
                return
            async with self._place(app, keys, timeout, end):
                connection = await self._locked(app, new, timeout, end)
                try:
                    yield
                    if connection.is_closed():
                        raise LockLost(keys)
                finally:
                    await _given_back(connection)

    @asynccontextmanager
    async def _place(self, app: "App", keys: Sequence[str], timeout: float, end: float) -> AsyncGenerator[None]:  # noqa: ASYNC109 - seconds
        places = self._places.setdefault(app, asyncio.Semaphore(MOST))
        try:
            await asyncio.wait_for(places.acquire(), max(end - time.monotonic(), 0.001))
        except TimeoutError as error:
            raise LockTimeout(keys, timeout) from error
        try:
            yield
        finally:
            places.release()

    async def _locked(self, app: "App", keys: Sequence[str], timeout: float, end: float) -> "asyncpg.Connection[asyncpg.Record]":  # noqa: ASYNC109 - seconds
        settings = {"application_name": "merx lock", "statement_timeout": "0", "idle_session_timeout": "0"}
        connection = await asyncpg.connect(app.database.url, timeout=_CONNECTING, server_settings=settings)
        try:
            # 0 would be "for ever".
            await connection.execute(f"SET lock_timeout = {max(round((end - time.monotonic()) * 1000), 1)}")
            await connection.fetch(_LOCK, list(keys))
        except (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError) as error:
            await connection.close()
            raise LockTimeout(keys, timeout) from error
        except BaseException:
            connection.terminate()
            raise
        return connection


async def _given_back(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """At once, and not only when the server has noticed that nobody is there any more."""
    try:
        if not connection.is_closed():
            await connection.execute("SELECT pg_advisory_unlock_all()")
    finally:
        connection.terminate()


postgres = PostgresLocks()
