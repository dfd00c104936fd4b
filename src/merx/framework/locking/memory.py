"""`memory`: locks in this process, for shops that are one process. Costs nothing, and others know nothing of them."""

from collections.abc import AsyncGenerator, Hashable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from merx.framework.locking.provider import LockProvider
from merx.framework.locking.queues import QueuesOfApps

if TYPE_CHECKING:
    from merx.framework.app import App


class MemoryLocks(LockProvider):
    """Whoever comes first has it first."""

    id = "memory"

    def __init__(self) -> None:
        self._queues = QueuesOfApps()

    @asynccontextmanager
    async def hold(self, app: "App", keys: Sequence[str], *, owner: Hashable, timeout: float) -> AsyncGenerator[None]:  # noqa: ASYNC109 - seconds
        async with self._queues[app].turn(keys, owner, timeout):
            yield


memory = MemoryLocks()
