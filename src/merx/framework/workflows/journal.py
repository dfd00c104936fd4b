"""`Journal`: one run of a durable workflow, from its records.

The workflow's body runs from the top each time the run is taken up. Steps that are recorded answer from their record, the
first that is not runs: so the body must ask for the same steps in the same order, which is checked. What asks is a `Branch`:
the body itself is one, and so is each of several things that run side by side.
"""

import logging
from collections.abc import AsyncGenerator, Awaitable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from merx.framework.scope import Scope
from merx.framework.workflows.branch import Branch, weight
from merx.framework.workflows.engine import Lease, StepRecord, Store
from merx.framework.workflows.errors import Interruption, OutOfReach, RunCancelled, Stopped, Suspended, WorkflowChanged
from merx.framework.workflows.failure import describe, revive
from merx.framework.workflows.payload import encode, takes_none
from merx.framework.workflows.performing import perform
from merx.framework.workflows.places import Place
from merx.framework.workflows.runs import JournaledStep, JournalScope
from merx.framework.workflows.steps import Unit, attempt, is_a_failure
from merx.framework.workflows.workflow import Workflow

if TYPE_CHECKING:
    from merx.framework.workflows.models import StepStatus

logger = logging.getLogger(__name__)

T = TypeVar("T")

COMPENSATION_TRIES = 4


class Made(msgspec.Struct):
    """What a step did, as its compensation gets it. `is_certain` is false for a step that failed or never answered."""

    place: Place
    unit: Unit[..., Any]
    data: Any = None
    is_certain: bool = True
    is_reverted: bool = False
    kept_from: int | None = None


class Journal:
    def __init__(self, store: Store, lease: Lease) -> None:
        self.store = store
        self.lease = lease
        self.name = lease.workflow
        self.asked: dict[str, Place] = {}
        """Which wait asks for which signal."""
        self._made: list[Made] = []
        self._is_cancelled = lease.cancel_requested
        self._recorded = sorted(Place.of(record.place) for record in lease.steps.values())

    async def run(self, workflow: Workflow[..., Any]) -> Any:
        """Bring the run to its end; gives its result or raises its error, after compensating.

        `LeaseLost`, `OutOfReach`, and `Suspended` and `Stirred` of a run that waits, pass: the run has not ended then.
        """
        scope = JournalScope(self.store.app, Branch(self), actor=self.lease.actor, trace=self.lease.trace)
        try:
            result = encode(await _ungrouped(workflow(scope, **workflow.payload.arguments(self.lease.input))))
        except Suspended:
            await self.store.suspend(self.lease)
            raise
        except Stopped as stopped:
            await self._end(stopped.error)
            raise stopped.error from None
        except Exception as error:
            await self._end(error)
            raise
        if self.lease.error is not None:  # it had failed in another process, and this body swallowed what that one did not
            await self._end(error := revive(self.lease.error))
            raise error
        await self.store.finish(self.lease, "done", result=result)
        return workflow.payload.result(result)

    async def _end(self, error: Exception) -> None:
        if isinstance(error, WorkflowChanged):
            # Compensating by a code that does not fit the records would do harm: a person decides.
            await self.store.finish(self.lease, "failed", failure=describe(error))
        else:
            await self._compensate(error)

    # what a branch asks

    async def perform(self, place: Place, unit: Unit[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """The step's result, or what it raised; None for a failure that the run may go on without."""
        return await perform(self, place, unit, args, kwargs)

    def recall(self, place: Place, name: str) -> StepRecord | None:
        """The record of this place, if there is one. Raises `Stopped`, with `WorkflowChanged`, if it is another step's."""
        record = self.lease.steps.get(place.text)
        holds = record.name if record is not None else None
        if record is None and self.has_inside(place):
            holds = "steps side by side"
        if holds is not None and holds != name:
            changed = WorkflowChanged(
                f"The run {self.lease.run_id} is taken up again and asks for '{name}' as its step {place.text}, where its journal holds '{holds}'. "
                "Either the workflow was changed while it ran, or it decides by something that no step recorded: a clock, a random number, a read. "
                "Put what changes behind `if await scope.patched(...)`; `engine.retry` then goes on with this run."
            )
            raise Stopped(changed)
        return record

    def has_inside(self, place: Place) -> bool:
        """Whether branches of this place have recorded something."""
        return any(each.is_inside(place) for each in self._recorded)

    def is_past(self, place: Place) -> bool:
        """Whether this place, or one after it in its branch, has been recorded."""
        return any(each >= place and each.branch_at(place) == place.branch for each in self._recorded)

    def check_that_it_may_begin(self, place: Place, unit: Unit[..., Any], record: StepRecord | None) -> None:
        """Raises `Stopped`, with the run's error if it is being compensated, or with `RunCancelled`."""
        if self.lease.error is None and not self._is_cancelled:
            return
        if record is not None and record.status == "invoking":  # a call that was under way, and nobody knows how it ended
            self.has_made(place, unit, is_certain=False)
        cancelled = RunCancelled(f"{self.lease.run_id} was cancelled", run_id=self.lease.run_id)
        raise Stopped(cancelled if self.lease.error is None else revive(self.lease.error))

    def has_made(self, place: Place, unit: Unit[..., Any], data: Any = None, *, is_certain: bool = True) -> None:
        self._made.append(Made(place, unit, data, is_certain=is_certain))

    def replay(self, unit: Unit[..., Any], record: StepRecord) -> Any:
        """What the step gave or raised, as recorded."""
        place, left = Place.of(record.place), bytes(record.compensation_data)
        if record.error is None:
            result = unit.payload.result(bytes(record.result))
            data = unit.payload.compensation(left) if unit.payload.has_own_data else result
            self._made.append(Made(place, unit, data, is_reverted=record.status == "reverted", kept_from=record.kept_from))
            return result
        is_known = left not in (b"", b"null")
        data = unit.payload.compensation(left) if is_known else None
        self._made.append(Made(place, unit, data, is_certain=is_known, is_reverted=record.status == "reverted", kept_from=record.kept_from))
        if unit.continue_on_failure and is_a_failure(revive(record.error)):
            return None
        raise revive(record.error)

    def scope(self, place: Place, unit: Unit[..., Any], *, kept_from: int | None = None) -> Scope:
        scope = self.store.app.scope(actor=self.lease.actor, trace=self.lease.trace)
        scope.run = JournaledStep(unit.name, self.lease.run_id, f"{self.lease.run_id}/{kept_from or self.lease.attempt}/{place.text}")
        return scope

    @asynccontextmanager
    async def knowing_the_end(self) -> AsyncGenerator[None]:
        """A transaction whose connection broke may have committed: only the journal knows, so nobody may just try again."""
        try:
            yield
        except Exception as error:
            if self.store.is_broken(error):
                raise OutOfReach(str(error)) from error
            raise

    async def record(  # noqa: PLR0913 - a line of the journal has these
        self,
        scope: Scope,
        place: Place,
        unit: Unit[..., Any],
        status: "StepStatus",
        *,
        tries: int = 1,
        input: bytes = b"",  # noqa: A002 - the column's name
        result: bytes = b"",
        data: bytes = b"",
        error: Exception | None = None,
        compensation_error: Exception | None = None,
        wake_in: float | None = None,
    ) -> None:
        record = StepRecord(
            number=place.number,
            branch=place.branch,
            name=unit.name,
            external=unit.external,
            status=status,
            tries=tries,
            input=msgspec.Raw(input),
            result=msgspec.Raw(result),
            compensation_data=msgspec.Raw(data),
            error=describe(error) if error is not None else None,
            compensation_error=describe(compensation_error) if compensation_error is not None else None,
            wake_in=wake_in,
        )
        self._is_cancelled |= await self.store.record(scope, self.lease, record)

    # the way back

    async def _compensate(self, error: Exception) -> None:
        failure = self.lease.error or describe(error)
        undo = [made for made in sorted(self._made, key=lambda made: made.place, reverse=True) if _needs_undoing(made)]
        if undo and self.lease.status != "compensating":
            await self.store.begin_compensation(self.lease, failure)
        is_reverted = [await self._revert(made) for made in undo]
        await self.store.finish(self.lease, "reverted" if all(is_reverted) else "failed", failure=failure)

    async def _revert(self, made: Made) -> bool:
        """Run one compensation; false if it fails for good. The ones before it are run all the same: more is given back."""
        unit = made.unit
        try:
            await attempt(unit, lambda _: self._revert_once(made), tries=max(unit.retries + 1, COMPENSATION_TRIES))
        except Exception as error:
            logger.exception("%s: the compensation of step %s, '%s', failed for good", self.lease.run_id, made.place.text, unit.name)
            await self.record(self.scope(made.place, unit), made.place, unit, "compensating", compensation_error=error)
            return False
        return True

    async def _revert_once(self, made: Made) -> None:
        unit = made.unit
        scope = self.scope(made.place, unit, kept_from=made.kept_from)
        assert unit.compensation is not None  # noqa: S101 - _needs_undoing
        if unit.external:
            await unit.compensate_once(scope, made.data)
            await self.record(scope, made.place, unit, "reverted")
            return
        async with self.knowing_the_end(), scope.transaction():
            await unit.compensate_once(scope, made.data)
            await self.record(scope, made.place, unit, "reverted")


async def _ungrouped(body: Awaitable[T]) -> T:
    """The body's result. What its `asyncio.TaskGroup` put around a word of the engine is taken off: the word counts."""
    try:
        return await body
    except BaseExceptionGroup as group:
        words = list(_leaves(group.subgroup(Interruption)))
        if not words:
            raise
        raise min(words, key=weight) from group


def _leaves(group: BaseExceptionGroup[Any] | None) -> Iterator[BaseException]:
    for each in group.exceptions if group is not None else ():
        if isinstance(each, BaseExceptionGroup):
            yield from _leaves(each)  # pyright: ignore[reportUnknownArgumentType] - a group of whatever
        else:
            yield each


def _needs_undoing(made: Made) -> bool:
    way_back = made.unit.compensation
    return way_back is not None and not made.is_reverted and (made.is_certain or (made.unit.external and takes_none(way_back)))
