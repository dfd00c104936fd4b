"""Who holds what in this process, and who waits for it, in the order they came."""

import asyncio
from collections.abc import AsyncGenerator, Hashable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from merx.framework.locking.errors import LockTimeout

if TYPE_CHECKING:
    from merx.framework.app import App


class _Name:
    """One name: its holder, how often he has it, and how many know it (the holder and those who wait)."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.owner: Hashable = None
        self.depth = 0
        self.known_to = 0


class Queues:
    """The names of one app in one process. Nothing is kept of a name that nobody holds."""

    def __init__(self) -> None:
        self._names: dict[str, _Name] = {}

    @asynccontextmanager
    async def turn(self, keys: Sequence[str], owner: Hashable, timeout: float) -> AsyncGenerator[list[str]]:  # noqa: ASYNC109 - seconds
        """Hold `keys`, taken in their order, so that two who ask for the same never wait for each other; gives those that are new to `owner`."""
        held: list[str] = []
        new: list[str] = []
        try:
            try:
                async with asyncio.timeout(timeout):
                    for key in keys:
                        if await self._take(key, owner):
                            new.append(key)
                        held.append(key)
            except TimeoutError as error:
                raise LockTimeout(keys, timeout) from error
            yield new
        finally:
            for key in reversed(held):
                self._give_back(key)

    async def _take(self, key: str, owner: Hashable) -> bool:
        name = self._names.setdefault(key, _Name())
        if name.depth and name.owner == owner:
            name.depth += 1
            return False
        name.known_to += 1
        try:
            await name.lock.acquire()
        except BaseException:
            self._forget(key, name)
            raise
        name.owner, name.depth = owner, 1
        return True

    def _give_back(self, key: str) -> None:
        name = self._names[key]
        name.depth -= 1
        if name.depth == 0:
            name.owner = None
            name.lock.release()
            self._forget(key, name)

    def _forget(self, key: str, name: _Name) -> None:
        name.known_to -= 1
        if name.known_to == 0:
            del self._names[key]


class QueuesOfApps:
    """`Queues` by app: two apps in one process (tests, above all) are two shops."""

    def __init__(self) -> None:
        self._queues: WeakKeyDictionary[App, Queues] = WeakKeyDictionary()

    def __getitem__(self, app: "App") -> Queues:
        return self._queues.setdefault(app, Queues())
