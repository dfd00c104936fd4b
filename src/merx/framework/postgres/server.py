"""Holding the embedded server: it runs while anybody holds it, whoever started it."""

import asyncio
import contextlib
import logging
import os
import threading
import time
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from .cluster import SUPERUSER
from .errors import EmbeddedPostgresError
from .home import Home, home_of
from .lease import Lease, acquire

logger = logging.getLogger(__name__)

REVIVALS = 5


class Server:
    """A hold on the embedded server of one data folder. The server stays up until the last hold is released or dies.

    If the server dies it is started again at the same address: connections break, new ones succeed.
    """

    def __init__(self, home: Home, lease: Lease) -> None:
        self.data_dir = home.data_dir
        self._home = home
        self._lease = lease
        self._sockets = lease.sockets
        self._is_released = False
        self._has_left = threading.Event()
        self._guard = threading.Lock()
        self._pid = os.getpid()
        threading.Thread(target=self._watch, name="merx-postgres-hold", daemon=True).start()

    @property
    def url(self) -> str:
        """The maintenance database `postgres`, for asyncpg and psycopg alike. Holds no password."""
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        return f"postgresql://{SUPERUSER}@/{quote(database, safe='')}?host={self._sockets}"

    def release(self, timeout: float = 30.0) -> None:
        """Gives the hold back. Safe to repeat.

        The last holder waits, `timeout` seconds at most, until the server has stopped.
        """
        if os.getpid() != self._pid:  # a forked child shares the connection; telling good-bye would be for the parent
            self._lease.connection.close()
            return
        with self._guard:
            self._is_released = True
            self._lease.give_back()
        self._has_left.wait(timeout)

    def _watch(self) -> None:
        """Reads until the connection ends: because we released it, or because the supervisor was killed."""
        while True:
            others_remain = _read_to_the_end(self._lease)
            self._lease.connection.close()
            with self._guard:
                is_released = self._is_released
            if is_released:
                break
            self._lease.reap()
            logger.warning("the embedded PostgreSQL lost its supervisor; starting it again")
            if not self._revive():
                break
        if others_remain:
            self._has_left.set()
        self._lease.reap()
        self._has_left.set()

    def _revive(self) -> bool:
        for attempt in range(REVIVALS):
            try:
                lease = acquire(self._home, {}, timeout=60.0)
            except (EmbeddedPostgresError, OSError) as error:
                logger.error("the embedded PostgreSQL does not start again: %s", error)  # noqa: TRY400 - its message ends with the log
                time.sleep(attempt)
                continue
            if lease.sockets != self._sockets:
                logger.error("the embedded PostgreSQL had to move to %s; restart this process", lease.sockets)
            with self._guard:
                self._lease = lease
                if self._is_released:
                    lease.give_back()
            return True
        return False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()


def _read_to_the_end(lease: Lease) -> bool:
    """True if the supervisor says that it goes on without us."""
    last = b""
    with contextlib.suppress(ConnectionError):
        while heard := lease.connection.recv(64):  # "ready" again, after a restart
            last = heard
    return last.endswith(b"left\n")


def start(data_dir: Path, *, settings: Mapping[str, str] | None = None, timeout: float = 60.0) -> Server:
    """Holds the server of this folder; returns when it accepts connections.

    Server and cluster are made if need be; `settings` go to postgresql.conf if the cluster is made now. Any number of
    processes may do this at the same time: one server runs. Raises `EmbeddedPostgresError`, after `timeout` seconds at
    the latest.
    """
    home = home_of(data_dir)
    return Server(home, acquire(home, settings or {}, timeout=timeout))


@contextlib.asynccontextmanager
async def embedded(data_dir: Path, *, settings: Mapping[str, str] | None = None, timeout: float = 60.0) -> AsyncGenerator[Server, None]:  # noqa: ASYNC109 - how long another process may take, not this task
    """`start` and `Server.release` for asyncio; neither blocks the loop."""
    server = await asyncio.to_thread(start, data_dir, settings=settings, timeout=timeout)
    try:
        yield server
    finally:
        await asyncio.to_thread(server.release)
