"""Which run a scope works for, and what that allows."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, NoReturn, Self

from merx.framework.data.database import Connection
from merx.framework.data.ids import new_id
from merx.framework.scope import Actor, Scope
from merx.framework.workflows.errors import Misuse

if TYPE_CHECKING:
    from merx.framework.app import App
    from merx.framework.workflows.engine import Recorder


class AtomicRun:
    """A run of which nothing is stored: one transaction, a delivery, a step on its own. It counts its steps, for their keys."""

    holds = False

    def __init__(self, name: str, run_id: str | None = None) -> None:
        self.name = name
        self.steps = 0
        self._id = run_id

    @property
    def id(self) -> str:
        """Made when somebody asks: most runs are never asked."""
        self._id = self._id or new_id("run")
        return self._id

    @property
    def step_key(self) -> str:
        return f"{self.id}/{self.steps}"


class JournaledStep:
    """One step of a durable run: what `scope.run` is while the step runs."""

    holds = True

    def __init__(self, name: str, run_id: str, step_key: str) -> None:
        self.name = name
        self.id = run_id
        self.step_key = step_key


class JournalScope(Scope):
    """What the body of a durable workflow holds: it calls steps and workflows, and touches nothing itself.

    A read or write between steps would happen again each time the run is taken up, so it is refused.
    """

    def __init__(self, app: "App", journal: "Recorder", *, actor: Actor, trace: str) -> None:
        super().__init__(app, actor=actor, trace=trace)
        self.journal = journal

    def branch(self, journal: "Recorder") -> "JournalScope":
        """The same run, its steps recorded elsewhere: what runs beside others has places of its own."""
        return JournalScope(self.app, journal, actor=self.actor, trace=self.trace)

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Self]:
        self._refuse()
        yield self

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[Connection]:
        self._refuse()
        yield self._connection

    async def value(self, sql: str, /, *arguments: Any) -> Any:  # noqa: ARG002 - refused whatever it is
        self._refuse()

    async def rows(self, sql: str, /, *arguments: Any) -> Sequence[Any]:  # noqa: ARG002 - refused whatever it is
        self._refuse()

    async def emit(self, name: str, data: Any) -> None:
        """Recorded like a step; delivered when the run succeeds, dropped when it is compensated."""
        await self.journal.emit(name, data)

    async def sleep(self, seconds: float) -> None:
        await self.journal.sleep(seconds)

    async def wait_for(self, name: str, *, timeout: float | None = None, type: Any = Any) -> Any:  # noqa: ASYNC109, A002 - seconds; the builder's word
        return await self.journal.wait_for(name, timeout, type)

    async def patched(self, change: str) -> bool:
        return await self.journal.patched(change)

    def _refuse(self) -> NoReturn:
        raise Misuse(
            f"The durable workflow '{self.journal.name}' uses the database between its steps, and would do so again whenever it is taken up. "
            "Move this read or write into a @step or an atomic @workflow and call that."
        )
