"""`Branch`: the body of a durable run, or one of several things in it that run side by side. It numbers what is asked for."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from merx.framework.scope import Scope
from merx.framework.workflows import waits
from merx.framework.workflows.errors import LeaseLost, OutOfReach, Stopped, Suspended, WorkflowChanged
from merx.framework.workflows.handle import Handle
from merx.framework.workflows.payload import encode
from merx.framework.workflows.places import Place
from merx.framework.workflows.runs import JournalScope
from merx.framework.workflows.steps import Unit

if TYPE_CHECKING:
    from merx.framework.workflows.hooks import HookHandler
    from merx.framework.workflows.journal import Journal
    from merx.framework.workflows.workflow import Workflow

_names = msgspec.json.Decoder(list[str]).decode


class Branch:
    """The journal's `Recorder` for one line of steps."""

    def __init__(self, journal: "Journal", path: str = "") -> None:
        self.journal = journal
        self._path = path
        self._number = 0

    @property
    def name(self) -> str:
        return self.journal.name

    def _next(self) -> Place:
        self._number += 1
        return Place(self._path, self._number)

    async def perform(self, unit: Unit[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return await self.journal.perform(self._next(), unit, args, kwargs)

    async def emit(self, name: str, data: Any) -> None:
        await self.perform(_emission(name), (data,), {})

    async def start(self, workflow: "Workflow[..., Any]", key: str | None, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Handle[Any]:
        """Start another run, which begins when this one has succeeded."""
        app = self.journal.store.app

        async def begin(scope: Scope) -> str:
            return (await app.engine.start(workflow, scope, key, args, kwargs)).id

        run_id: str = await self.perform(Unit(f"start {workflow.name}", begin), (), {})
        return Handle(app, run_id, workflow.payload)

    async def sleep(self, seconds: float) -> None:
        await waits.sleep(self.journal, self._next(), seconds)

    async def wait_for(self, name: str, timeout: float | None, type: Any) -> Any:  # noqa: ASYNC109, A002 - seconds; the builder's word
        return await waits.wait_for(self.journal, self._next(), name, timeout, type)

    async def patched(self, change: str) -> bool:
        place, marker = Place(self._path, self._number + 1), _marker(change)
        record = self.journal.lease.steps.get(place.text)
        if record is None:
            if self.journal.is_past(place) or self.journal.lease.error is not None:
                return False
        elif record.name != marker.name:
            return False
        await self.perform(marker, (), {})
        return True

    async def call_handlers(self, hook: str, handlers: "Sequence[HookHandler[Any]]", context: Mapping[str, Any]) -> "list[tuple[HookHandler[Any], Any]]":
        place, unit = self._next(), _roll_call(hook)
        record = self.journal.recall(place, unit.name)
        if record is not None:
            names = _names(bytes(record.result))
        elif self.journal.is_past(place):
            names = []
        else:
            names = [handler.where for handler in handlers]  # two packages may name their functions alike
            if names:
                self.journal.check_that_it_may_begin(place, unit, None)
                await self.journal.record(self.journal.scope(place, unit), place, unit, "done", result=encode(names))
        known = {handler.where: handler for handler in handlers}
        results: list[tuple[HookHandler[Any], Any]] = []
        for number, name in enumerate(names):
            if name not in known:
                gone = WorkflowChanged(
                    f"The run {self.journal.lease.run_id} of '{self.name}' began with the hook handler '{name}', which is not here any more. "
                    "Bring it back until the runs that know it have ended, or `engine.cancel` them before it goes."
                )
                raise Stopped(gone)
            inside = Branch(self.journal, f"{place.text}.{number}")
            results.append((known[name], await inside.perform(known[name], (), context)))
        return results

    async def side_by_side(self, scope: JournalScope, branches: Sequence[Callable[[Scope], Awaitable[Any]]]) -> list[Any]:
        place = self._next()
        self.journal.recall(place, "steps side by side")
        scopes = [scope.branch(Branch(self.journal, f"{place.text}.{number}")) for number in range(len(branches))]
        outcomes = await asyncio.gather(*(branch(own) for branch, own in zip(branches, scopes, strict=True)), return_exceptions=True)
        failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        # Whoever lost the run, or must wait, ends nothing: a failure beside it is told when the run is taken up again.
        for failure in sorted(failures, key=weight):
            raise failure
        return outcomes


def weight(failure: BaseException) -> int:
    """Which of several that ended side by side counts: the least."""
    changed = isinstance(failure, Stopped) and isinstance(failure.error, WorkflowChanged)
    if changed or isinstance(failure, asyncio.CancelledError | LeaseLost | OutOfReach):
        return 0
    return 1 if isinstance(failure, Suspended) else 2


async def _say(scope: Scope, data: Any) -> None:
    assert scope.run is not None  # noqa: S101 - the journal gives it
    await scope.emit(scope.run.name.removeprefix("emit "), data)


@cache
def _emission(name: str) -> Unit[..., Any]:
    return Unit(f"emit {name}", _say)


async def _nothing(scope: Scope) -> None:
    """A record of its own is all that there is to it."""


@cache
def _marker(change: str) -> Unit[..., Any]:
    return Unit(f"patched {change}", _nothing)


@cache
def _roll_call(hook: str) -> Unit[..., Any]:
    return Unit(f"hook {hook}", _nothing)
