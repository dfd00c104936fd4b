"""`gather`: steps side by side, in a way that a run finds its place again after a crash.

taxes, rates = await gather(scope, later(ask_taxes, cart), later(ask_rates, cart))
"""

from collections.abc import Awaitable, Callable
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar, overload

from merx.framework.scope import Scope
from merx.framework.workflows.runs import JournalScope

P = ParamSpec("P")
R = TypeVar("R")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")

Branch: TypeAlias = Callable[[Scope], Awaitable[R]]
"""One of several things to do at once; `later` makes it."""


def later(function: Callable[Concatenate[Scope, P], Awaitable[R]], *args: P.args, **kwargs: P.kwargs) -> Branch[R]:
    """The call `function(scope, ...)`, for `gather`: of a step, a workflow, or any `async def f(scope, ...)` that calls several."""
    return lambda scope: function(scope, *args, **kwargs)


@overload
async def gather(scope: Scope, one: Branch[A], two: Branch[B], /) -> tuple[A, B]: ...
@overload
async def gather(scope: Scope, one: Branch[A], two: Branch[B], three: Branch[C], /) -> tuple[A, B, C]: ...
@overload
async def gather(scope: Scope, one: Branch[A], two: Branch[B], three: Branch[C], four: Branch[D], /) -> tuple[A, B, C, D]: ...
@overload
async def gather(scope: Scope, /, *branches: Branch[R]) -> tuple[R, ...]: ...
async def gather(scope: Scope, /, *branches: Branch[Any]) -> tuple[Any, ...]:
    """Run the branches at the same time; gives their results in order.

    In a durable workflow each branch numbers its own steps, and each step is recorded and retried by itself. If a branch
    fails, the others are awaited, their waits too; then the first error passes, and compensation goes backwards through all of them.
    Elsewhere the branches run one after the other: a transaction is a conversation on one connection.
    """
    if isinstance(scope, JournalScope):
        return tuple(await scope.journal.side_by_side(scope, branches))
    return tuple([await branch(scope) for branch in branches])
