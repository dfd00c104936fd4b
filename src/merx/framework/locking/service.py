"""`scope[LockService].hold(...)`."""

from collections.abc import AsyncGenerator, Hashable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, cast

from merx.framework.data import Service
from merx.framework.locking.provider import LockProvider
from merx.framework.workflows.errors import Misuse
from merx.framework.workflows.runs import JournalScope

if TYPE_CHECKING:
    from merx.framework.scope import Scope

TIMEOUT = 5.0


class LockService(Service):
    """Locks that may last longer than a transaction: around an import, a call to others, a step of several transactions."""

    @asynccontextmanager
    async def hold(self, *keys: str, timeout: float = TIMEOUT, owner: Hashable = None) -> AsyncGenerator[None]:  # noqa: ASYNC109 - seconds
        """Hold these names while the block runs; whoever asks for one of them, in any process, waits.

            async with scope[LockService].hold("import", "stock"):
                ...

        Waits `timeout` seconds for all of them together, then raises `LockTimeout` and holds none. The `owner` (this scope unless
        given) may take a name again that he holds in this process. In an open transaction the names are held until that has ended,
        not only until the block has: else others would see what was there before. Raises `LockLost` at the end if the lock's
        connection broke meanwhile. Taken in one order, so that two who ask for the same names never wait for each other; one who
        holds a name and asks for a second may, until one of them is told `LockTimeout`.
        """
        scope = cast("Scope", self.scope)
        if isinstance(scope, JournalScope):
            raise Misuse("The body of a durable workflow is run again and holds nothing in between: hold the lock inside one of its steps.")
        if not keys:
            raise Misuse("hold() needs a name at least, as in `scope[LockService].hold('import')`.")
        providers = scope.app.providers
        provider = providers.all(LockProvider)[providers.default(LockProvider)]
        async with AsyncExitStack() as holding:
            await holding.enter_async_context(provider.hold(scope.app, sorted(set(keys)), owner=scope if owner is None else owner, timeout=timeout))
            if scope.in_transaction:
                kept = holding.pop_all()
                scope.when_over(lambda _: kept.aclose())
            yield
