"""`@step`: a piece of a workflow with a name, a policy for failure, and beside it the way back.

@step("erp.create_order", external=True, retries=3)
async def create_erp_order(scope: Scope, order: OrderSnapshot) -> str: ...

@create_erp_order.compensate
async def delete_erp_order(scope: Scope, erp_id: str) -> None: ...
"""

import asyncio
import inspect
import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Concatenate, Generic, Literal, ParamSpec, Protocol, TypeVar, cast, overload

from merx.framework.errors import AppError, ErrorType, Misconfigured
from merx.framework.origin import place_of_function
from merx.framework.scope import Scope
from merx.framework.workflows.errors import Misuse
from merx.framework.workflows.payload import Payload
from merx.framework.workflows.results import StepResult, value_of
from merx.framework.workflows.runs import AtomicRun, JournalScope

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
Compensation = Callable[[Scope, Any], Awaitable[Any]]
C = TypeVar("C", bound=Callable[..., Awaitable[Any]])

LONGEST_PAUSE = 60.0
COLLISIONS = frozenset({"40001", "40P01"})
"""Serialization failure, deadlock: PostgreSQL rolled back, and the same transaction again may pass."""


class Unit(Generic[P, R]):
    """What a durable run records as one step: a `Step`, or an atomic `Workflow` inside it."""

    external = False
    retries = 0
    backoff = 0.5
    growth = 2.0
    timeout: float | None = None
    continue_on_failure = False

    def __init__(self, name: str, function: Callable[Concatenate[Scope, P], Awaitable[R]]) -> None:
        self.name = name
        self.function = function
        self.compensation: Compensation | None = None
        self.__name__, self.__doc__, self.__module__ = function.__name__, function.__doc__, function.__module__

    @cached_property
    def payload(self) -> Payload:
        """How arguments and results become JSON and come back; raises `Misconfigured` where they cannot."""
        return Payload(self.function, self.name)

    def compensate(self, function: C) -> C:
        """Register the way back: `async def f(scope, result)`. It may run twice, so it must be safe to repeat.

        Runs when a durable run fails after this step; an atomic workflow needs none, it rolls back. A parameter that
        may be None (`made: Authorization | None`) asks for a call after a failure of the step itself too, when
        nobody knows whether it took effect; `scope.step_key` is the step's.
        """
        if self.compensation is not None:
            raise Misuse(f"'{self.name}' has a compensation already: {self.compensation}. Do both in one function.")
        self.compensation = function
        return function

    def check_scope(self, scope: object) -> None:
        """Raises `Misuse` where something else stands in its place."""
        if not isinstance(scope, Scope):
            raise Misuse(
                f"'{self.name}' is called with {type(scope).__name__} where its scope belongs. The first argument is the scope that you hold: "
                f"`await {self.__name__}(scope, ...)`."
            )

    async def once_bounded(self, scope: Scope, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """One try, `timeout` seconds long at most; raises `TimeoutError`."""
        function: Callable[..., Awaitable[Any]] = self.function
        async with asyncio.timeout(self.timeout):
            return await function(scope, *args, **kwargs)

    async def compensate_once(self, scope: Scope, data: Any) -> None:
        """One try of the way back, bounded as the step is."""
        assert self.compensation is not None  # noqa: S101 - asked for only where there is one
        async with asyncio.timeout(self.timeout):
            await self.compensation(scope, data)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"


class Step(Unit[P, R]):
    """Made by `@step`; called like the function it wraps. Any number of calls in one run, each its own record."""

    async def __call__(self, scope: Scope, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if isinstance(scope, JournalScope):
            return await scope.journal.perform(self, args, kwargs)
        self.check_scope(scope)
        call = self._call_outside if self.external else self._call_inside
        try:
            return value_of(await call(scope, *args, **kwargs))
        except Exception as error:
            if not self.continue_on_failure or not is_a_failure(error):
                raise
            logger.warning("step '%s' failed, and what called it goes on without it: %r", self.name, error)
            return cast("R", None)

    async def _call_inside(self, scope: Scope, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if isinstance(scope.run, AtomicRun):
            scope.run.steps += 1
        async with scope.transaction():
            if not self.continue_on_failure:
                return await self.once_bounded(scope, args, kwargs)
            # A savepoint: what failed is undone, and the transaction around it lives on.
            async with scope.connection() as connection, connection.transaction():
                return await self.once_bounded(scope, args, kwargs)

    async def _call_outside(self, scope: Scope, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if scope.in_transaction:
            where = f"the atomic workflow '{scope.run.name}'" if scope.run is not None else "an open transaction"
            raise Misuse(
                f"The external step '{self.name}' ({place_of_function(self.function)}) is called inside {where}. A transaction would stay open while others answer, and a rollback "
                "could not take the call back. Declare the workflow with durable=True, or call the step before or after the transaction."
            )
        outer = scope.run
        scope.run = run = outer or AtomicRun(self.name)
        if isinstance(run, AtomicRun):
            run.steps += 1
        try:
            return await attempt(self, lambda _: self.once_bounded(scope, args, kwargs))
        finally:
            scope.run = outer


class StepDecorator(Protocol):
    """What `@step(...)` makes of a function."""

    @overload
    def __call__(self, function: Callable[Concatenate[Scope, P], Awaitable[StepResult[R, Any]]], /) -> Step[P, R]: ...
    @overload
    def __call__(self, function: Callable[Concatenate[Scope, P], Awaitable[R]], /) -> Step[P, R]: ...


class SkippableStepDecorator(Protocol):
    """What `@step(..., continue_on_failure=True)` makes of a function: None is among its results."""

    @overload
    def __call__(self, function: Callable[Concatenate[Scope, P], Awaitable[StepResult[R, Any]]], /) -> Step[P, R | None]: ...
    @overload
    def __call__(self, function: Callable[Concatenate[Scope, P], Awaitable[R]], /) -> Step[P, R | None]: ...


@overload
def step(
    name: str,
    *,
    external: bool = False,
    retries: int = 0,
    backoff: float = 0.5,
    growth: float = 2.0,
    timeout: float | None = None,
    continue_on_failure: Literal[False] = False,
) -> StepDecorator: ...
@overload
def step(
    name: str,
    *,
    external: bool = False,
    retries: int = 0,
    backoff: float = 0.5,
    growth: float = 2.0,
    timeout: float | None = None,
    continue_on_failure: Literal[True],
) -> SkippableStepDecorator: ...
def step(
    name: str,
    *,
    external: bool = False,
    retries: int = 0,
    backoff: float = 0.5,
    growth: float = 2.0,
    timeout: float | None = None,
    continue_on_failure: bool = False,
) -> Any:
    """A step called `name`, by hand, so that renaming the function never orphans a running run.

    `external` steps talk to others: they run outside transactions, their result is recorded, and they may run twice, so
    they pass `scope.step_key` on as idempotency key. `retries` more tries follow a failure, after `backoff` seconds, then
    after `growth` times that, and so on: twice as long unless given, 1 for the same pause each time, a minute at most. Refusals (`AppError`,
    but for `Conflict`) are final at once, `PermanentFailure` is the one for a step's own use.
    In an atomic workflow a local step is tried once: it is a part of its transaction. `timeout` seconds bound each try.
    With `continue_on_failure` a step that fails for good is undone and recorded, gives None, and the workflow goes on.
    """
    if retries < 0 or backoff < 0 or growth <= 0 or (timeout is not None and timeout <= 0):
        raise Misconfigured(
            f"The step '{name}' has retries={retries}, backoff={backoff}, growth={growth}, timeout={timeout}. Retries and seconds are not negative."
        )

    def declare(function: Callable[Concatenate[Scope, P], Awaitable[R]]) -> Step[P, R]:
        check_function("step", name, function)
        made = Step(name, function)
        made.external, made.retries, made.backoff, made.growth, made.timeout = external, retries, backoff, growth, timeout
        made.continue_on_failure = continue_on_failure
        return made

    return declare


def check_function(kind: str, name: str, function: object) -> None:
    """Raises `Misconfigured` for what cannot be awaited."""
    if not inspect.iscoroutinefunction(function):
        raise Misconfigured(f"The {kind} '{name}' wraps {function!r}, which is no `async def f(scope, ...)`. Put @{kind} above such a function.")


async def attempt(unit: Unit[Any, Any], call: Callable[[int], Awaitable[R]], *, tries: int | None = None) -> R:
    """Call until it succeeds, it is refused for good, or `unit`'s tries (or `tries`) are used up; then the last error passes."""
    allowed = tries or unit.retries + 1
    for number in range(1, allowed + 1):
        try:
            return await call(number)
        except Exception as error:
            if number == allowed or not is_worth_retrying(error):
                raise
        await asyncio.sleep(min(unit.backoff * unit.growth ** (number - 1), LONGEST_PAUSE) * random.uniform(0.8, 1.2))  # noqa: S311 - spreads load
    raise AssertionError("unreachable: the last try returns or raises")


def is_worth_retrying(error: Exception) -> bool:
    """Whether the same call may succeed later. A refusal will not, a `Conflict` may, anything else may."""
    if isinstance(error, AppError):
        return error.type is ErrorType.CONFLICT
    return is_a_failure(error)


def is_a_failure(error: Exception) -> bool:
    """Whether the step itself failed; not who called it in the wrong way, nor the transaction around it."""
    return not isinstance(error, Misuse) and getattr(error, "sqlstate", None) not in COLLISIONS
