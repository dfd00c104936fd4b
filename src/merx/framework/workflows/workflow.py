"""`@workflow`: a use case. One transaction, or, where the outside world takes part, a durable run.

@workflow("restock.subscribe")
async def subscribe_to_restock(scope: Scope, data: SubscribeToRestock) -> RestockSubscription: ...
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from functools import update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from merx.framework.scope import Scope
from merx.framework.workflows.errors import Misuse
from merx.framework.workflows.handle import Handle
from merx.framework.workflows.runs import AtomicRun, JournalScope
from merx.framework.workflows.steps import Unit

P = ParamSpec("P")
R = TypeVar("R")
H = TypeVar("H", bound=Callable[..., Awaitable[Any]])

TRIES = 3
COLLISIONS = frozenset({"40001", "40P01"})  # serialization failure, deadlock: PostgreSQL rolled back, and the same again may pass


class HookHandler(Generic[H]):
    """A function that a workflow calls at one of its hooks; found in the `workflows` of rooms and shops."""

    def __init__(self, workflow: str, hook: str, function: H) -> None:
        self.workflow = workflow
        self.hook = hook
        self.function = function
        update_wrapper(self, function)

    async def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return await self.function(*args, **kwargs)

    def __repr__(self) -> str:
        return f"HookHandler({self.workflow!r}, {self.hook!r}, {self.function.__qualname__})"


class Workflow(Unit[P, R]):
    """Made by `@workflow`; called like the function it wraps. Inside another workflow it is a part of that one."""

    durable = False
    hooks: tuple[str, ...] = ()
    key: Callable[..., str] | None = None

    async def __call__(self, scope: Scope, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if isinstance(scope, JournalScope):
            if self.durable:
                return await self.function(scope, *args, **kwargs)
            return await scope.journal.perform(self, args, kwargs)
        if self.durable:
            return await self.once(scope, self._key_of(args, kwargs), *args, **kwargs)
        if scope.in_transaction:
            return await self._in_transaction(scope, *args, **kwargs)
        return await retried(lambda: self._in_transaction(scope, *args, **kwargs))

    async def _in_transaction(self, scope: Scope, /, *args: P.args, **kwargs: P.kwargs) -> R:
        outer = scope.run
        scope.run = outer or AtomicRun(self.name)
        try:
            async with scope.transaction():
                key = self._key_of(args, kwargs)
                if key is not None:
                    await scope.lock(f"{self.name}:{key}")
                return await self.function(scope, *args, **kwargs)
        finally:
            scope.run = outer

    def _key_of(self, args: Any, kwargs: Any) -> str | None:
        return None if self.key is None else self.key(*args, **kwargs)

    async def once(self, scope: Scope, key: str | None, /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a durable workflow here and give its result; it goes on elsewhere if this process dies.

        While a run with this `key` is under way or done, no second one begins: the caller gets the first one's result. A
        run that failed and was compensated does not block: the next call tries again.
        """
        if not self.durable:
            raise Misuse(f"'{self.name}' is atomic: nothing of it is stored. Call it plainly, or declare it durable=True.")
        if scope.in_transaction:
            raise Misuse(
                f"The durable workflow '{self.name}' is called inside an open transaction, which it could not be part of. "
                "Call it before or after, or `.start(...)` it: it then begins when the transaction has committed."
            )
        return await scope.app.engine.call(self, scope, key, args, kwargs)

    async def start(self, scope: Scope, /, *args: Any, key: str | None = None, **kwargs: Any) -> Handle[R]:
        """Have it run in the background, by any worker, as soon as the caller's transaction has committed.

        With a `key` (or the one that the workflow's own `key` tells) a run that is under way or done is not started again:
        the handle is that run's. Raises `TypeError` for arguments that the workflow does not take.
        """
        key = key or self._key_of(args, kwargs)
        if isinstance(scope, JournalScope):
            return await scope.journal.start(self, key, args, kwargs)
        return await scope.app.engine.start(self, scope, key, args, kwargs)

    def handle(self, scope: Scope, run_id: str) -> Handle[R]:
        """The handle of a run that was started before, here or elsewhere."""
        return Handle(scope.app, run_id, self.payload)

    def hook(self, name: str) -> Callable[[H], HookHandler[H]]:
        """Take part in this workflow: the decorated `async def f(scope, *, ...)` is called where the workflow says so."""
        self._check_hook(name)
        return lambda function: HookHandler(self.name, name, function)

    async def call_hook(self, scope: Scope, name: str, /, **context: Any) -> list[Any]:
        """Call the hook's handlers in the order they were found; gives what they returned, None left out."""
        self._check_hook(name)
        results = [await handler(scope, **context) for handler in scope.app.hooks.get((self.name, name), ())]
        return [result for result in results if result is not None]

    def _check_hook(self, name: str) -> None:
        if name not in self.hooks:
            known = ", ".join(self.hooks) or "none"
            raise Misuse(f"The workflow '{self.name}' has no hook '{name}'. It has: {known}.")


def workflow(
    name: str, *, durable: bool = False, hooks: tuple[str, ...] = (), key: Callable[..., str] | None = None
) -> Callable[[Callable[Concatenate[Scope, P], Awaitable[R]]], Workflow[P, R]]:
    """A workflow called `name`, by hand: running shops have it stored.

    Atomic: one transaction, or a part of the one that is open; a deadlock or serialization failure starts it again from
    the beginning, three tries in all, so what it does besides writing must be safe to repeat. `durable`: a journaled run of
    transactions and external calls. `key` tells from the arguments what two calls have in common that must not run twice:
    an atomic workflow runs under its lock, a durable one has it as the run's id.
    """

    def declare(function: Callable[Concatenate[Scope, P], Awaitable[R]]) -> Workflow[P, R]:
        made = Workflow(name, function)
        made.durable, made.hooks, made.key = durable, tuple(hooks), key
        return made

    return declare


async def retried(call: Callable[[], Awaitable[R]]) -> R:
    """Call a whole transaction; again, three times in all, when PostgreSQL chose it as the victim of a collision."""
    for number in range(1, TRIES):
        try:
            return await call()
        except Exception as error:
            if getattr(error, "sqlstate", None) not in COLLISIONS:
                raise
        await asyncio.sleep(random.uniform(0.005, 0.02) * number)  # noqa: S311 - so that the two do not meet again
    return await call()
