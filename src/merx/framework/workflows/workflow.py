"""`@workflow`: a use case. One transaction, or, where the outside world takes part, a durable run.

@workflow("restock.subscribe")
async def subscribe_to_restock(scope: Scope, data: SubscribeToRestock) -> RestockSubscription: ...
"""

import asyncio
import inspect
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar, overload

from merx.framework.errors import Misconfigured
from merx.framework.scope import Scope
from merx.framework.workflows.errors import Misuse
from merx.framework.workflows.handle import Handle
from merx.framework.workflows.hooks import Hook, HookHandler
from merx.framework.workflows.redelivery import Redeliverable
from merx.framework.workflows.runs import AtomicRun, JournalScope
from merx.framework.workflows.steps import COLLISIONS, Unit, check_function

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
H = TypeVar("H", bound=Callable[..., Awaitable[Any]])
C = TypeVar("C", bound=Callable[..., Awaitable[Any]])

TRIES = 3
KEPT = 30 * 24 * 60 * 60
"""Seconds that an ended run stays in the journal unless its workflow says otherwise."""


class Workflow(Unit[P, R]):
    """Made by `@workflow`; called like the function it wraps. Inside another workflow it is a part of that one."""

    durable = False
    hooks: tuple[str, ...] = ()
    hook_results: Mapping[str, Any] = {}
    key: Callable[..., str] | None = None
    retention: int | None = KEPT

    async def __call__(self, scope: Scope, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if isinstance(scope, JournalScope):
            if self.durable:
                return await self.function(scope, *args, **kwargs)
            return await scope.journal.perform(self, args, kwargs)
        self.check_scope(scope)
        if self.durable:
            return await self.once(scope, self._key_in(scope, args, kwargs), *args, **kwargs)
        if scope.in_transaction:
            return await self._in_transaction(scope, *args, **kwargs)
        run = scope.run
        if isinstance(run, Redeliverable):
            call = run.call_of(self, args, kwargs)
            return await retried(lambda: run.once(scope, self, call, lambda: self._in_transaction(scope, *args, **kwargs)))
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

    def _key_in(self, scope: Scope, args: Any, kwargs: Any) -> str | None:
        """The workflow's own key; else, in a delivery or a job, one that is the same when that is begun again."""
        key = self._key_of(args, kwargs)
        return scope.run.key_of(self, args, kwargs) if key is None and isinstance(scope.run, Redeliverable) else key

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
        key = key or self._key_in(scope, args, kwargs)
        if isinstance(scope, JournalScope):
            return await scope.journal.start(self, key, args, kwargs)
        return await scope.app.engine.start(self, scope, key, args, kwargs)

    def handle(self, scope: Scope, run_id: str) -> Handle[R]:
        """The handle of a run that was started before, here or elsewhere."""
        return Handle(scope.app, run_id, self.payload)

    def compensate(self, function: C) -> C:
        """As a step's, for an atomic workflow inside a durable one. Raises `Misuse` for a durable one: its steps have theirs."""
        if self.durable:
            raise Misuse(f"'{self.name}' is durable: inside another workflow its steps are that one's, and are compensated one by one. Give them the way back.")
        return super().compensate(function)

    def hook(self, name: str, *, external: bool = False) -> Callable[[H], HookHandler[H]]:
        """Take part in this workflow: the decorated `async def f(scope, *, ...)` is called where the workflow says so.

        What it gives, the workflow gets. In a durable workflow it is a step of its own, `external` if it calls others, and
        `@handler.compensate` takes back what it did. Raises `Misuse` for a hook that the workflow does not have.
        """
        self._check_hook(name)
        return lambda function: HookHandler(self.name, name, function, external=external)

    @overload
    async def call_hook(self, scope: Scope, name: str, /, **context: Any) -> list[Any]: ...
    @overload
    async def call_hook(self, scope: Scope, name: Hook[T], /, **context: Any) -> list[T]: ...
    async def call_hook(self, scope: Scope, name: str | Hook[Any], /, **context: Any) -> list[Any]:
        """Call the hook's handlers in the order they were found; gives what they returned, None left out.

        Raises `Misuse`, with the handler's name, for one that does not take `context`, or gives another type than the hook's.
        """
        name = name.name if isinstance(name, Hook) else name
        self._check_hook(name)
        handlers: Sequence[HookHandler[Any]] = scope.app.hooks.get((self.name, name), ())
        for handler in handlers:
            handler.check_context(context)
        if isinstance(scope, JournalScope):
            answers = await scope.journal.call_handlers(name, handlers, context)
        else:
            answers = [(handler, await handler(scope, **context)) for handler in handlers]
        kind = self.hook_results.get(name, Any)
        results = [handler.checked(result, kind) for handler, result in answers]
        return [result for result in results if result is not None]

    def _check_hook(self, name: str) -> None:
        if name not in self.hooks:
            known = ", ".join(self.hooks) or "none"
            raise Misuse(f"The workflow '{self.name}' has no hook '{name}'. It has: {known}. Use one of these, or add '{name}' to `hooks=` of its @workflow.")


def workflow(
    name: str,
    *,
    durable: bool = False,
    hooks: Sequence[str | Hook[Any]] = (),
    key: str | Callable[..., str] | None = None,
    retention: float | timedelta | None = KEPT,
) -> Callable[[Callable[Concatenate[Scope, P], Awaitable[R]]], Workflow[P, R]]:
    """A workflow called `name`, by hand: running shops have it stored.

    Atomic: one transaction, or a part of the one that is open; a deadlock or serialization failure starts it again from
    the beginning, three tries in all, so what it does besides writing must be safe to repeat. `durable`: a journaled run of
    transactions and external calls. `key` names the argument that two calls have in common that must not run twice, or tells it from all of them:
    an atomic workflow runs under its lock, a durable one has it as the run's id. `retention` is how long after its end a run that is done or
    reverted stays in the journal, and with it the memory of its key: seconds or a timedelta, None for ever; 30 days unless given.
    """
    seconds = retention.total_seconds() if isinstance(retention, timedelta) else retention
    if seconds is not None and seconds < 0:
        raise Misconfigured(f"The workflow '{name}' has retention={retention!r}. Give seconds or a timedelta that is not negative, or None to keep its runs.")

    def declare(function: Callable[Concatenate[Scope, P], Awaitable[R]]) -> Workflow[P, R]:
        check_function("workflow", name, function)
        made = Workflow(name, function)
        made.durable, made.key = durable, _argument(made, key) if isinstance(key, str) else key
        made.hooks = tuple(hook.name if isinstance(hook, Hook) else hook for hook in hooks)
        made.hook_results = {hook.name: hook.result for hook in hooks if isinstance(hook, Hook)}
        made.retention = None if seconds is None else int(seconds)
        return made

    return declare


def _argument(unit: Workflow[..., Any], name: str) -> Callable[..., str]:
    """What tells the argument `name` from all of them, however they are given. Raises `Misconfigured` if there is none of that name."""
    signature = inspect.signature(unit.function)
    taken = list(signature.parameters)[1:]
    if name not in taken:
        raise Misconfigured(
            f"The workflow '{unit.name}' has key='{name}' and takes no such argument. Name one of: {', '.join(taken) or 'none'}; or give a function."
        )

    def key(*args: Any, **kwargs: Any) -> str:
        bound = signature.bind(None, *args, **kwargs)
        bound.apply_defaults()
        return str(bound.arguments[name])

    return key


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
