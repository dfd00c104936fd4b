"""What a body asks for, done in the shop's event loop: each is a local activity, in the process that runs the body.

So a step gets the very arguments that the body passed, whatever they are. Temporal repeats an activity whose end it has not
heard of; it finds its record then and answers from it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from temporalio import activity
from temporalio.common import RawValue

from merx.framework.workflows.engine import Lease, StepRecord
from merx.framework.workflows.engines.temporal.receipts import Begun, Pinned, Stepped, receipt
from merx.framework.workflows.errors import LeaseLost, Stopped, WorkflowChanged
from merx.framework.workflows.failure import Failure, describe
from merx.framework.workflows.journal import Journal, Made
from merx.framework.workflows.models import RunStatus
from merx.framework.workflows.places import Place
from merx.framework.workflows.steps import Unit

if TYPE_CHECKING:
    from merx.framework.workflows.engines.temporal.engine import TemporalEngine


class AskedStep(msgspec.Struct, frozen=True):
    """A step that a body waits for."""

    lease: Lease
    place: Place
    unit: Unit[..., Any]
    args: Sequence[Any]
    kwargs: Mapping[str, Any]


class AskedRecord(msgspec.Struct, frozen=True):
    """A line of the journal that is all there is to do."""

    lease: Lease
    record: StepRecord


class AskedBack(msgspec.Struct, frozen=True):
    """A way back."""

    lease: Lease
    made: Made


class AskedEnd(msgspec.Struct, frozen=True):
    """The end of a run."""

    lease: Lease
    result: bytes | None
    failure: Failure | None


Asked = AskedStep | AskedRecord | AskedBack | AskedEnd
A = TypeVar("A", AskedStep, AskedRecord, AskedBack, AskedEnd)


class Waiting(msgspec.Struct, frozen=True):
    """A run that lies down: until when, None for a signal only. If `is_stirred`, not at all."""

    seconds: float | None = None
    is_stirred: bool = False


class StepJournal(Journal):
    """The journal of a run, opened at one step."""

    def __init__(self, engine: "TemporalEngine", lease: Lease, record: StepRecord | None) -> None:
        super().__init__(engine, msgspec.structs.replace(lease, steps={} if record is None else {record.place: record}, cancel_requested=False))

    @property
    def is_cancelled(self) -> bool:
        return self._is_cancelled

    async def revert(self, made: Made) -> bool:
        return await self._revert(made)


class Activities:
    """The activities of one engine, and what the bodies in this process have asked for."""

    def __init__(self, engine: "TemporalEngine") -> None:
        self.engine = engine
        self.asked: dict[tuple[str, str], Asked] = {}
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def all(self) -> list[Callable[..., Awaitable[Any]]]:
        return [self.begin, self.step, self.record, self.revert, self.suspend, self.compensate, self.finish, self.cancel]

    @activity.defn(name="merx.begin")
    async def begin(self, run_id: str, attempt: int) -> RawValue | None:
        """Take the run; nothing if it has ended."""
        lease = await self.engine.begin(run_id, attempt)
        if lease is None:
            return None
        return receipt(
            Begun(
                run_id=run_id,
                workflow=lease.workflow,
                status=lease.status,
                attempt=lease.attempt,
                epoch=lease.epoch,
                actor=lease.actor,
                trace=lease.trace,
                error=lease.error,
                cancel_requested=lease.cancel_requested,
                heard=lease.heard,
                steps={place: Pinned(step.status, step.is_due) for place, step in lease.steps.items()},
                signals=list(lease.signals),
            )
        )

    @activity.defn(name="merx.step")
    async def step(self, place: str) -> RawValue:
        """Do a step, or answer from its record."""
        asked = self._asked(place, AskedStep)
        lease, unit = asked.lease, asked.unit
        stepped = Stepped(run_id=lease.run_id, attempt=lease.attempt, place=place, name=unit.name)
        journal = StepJournal(self.engine, lease, await self.engine.record_of(lease, asked.place))
        error: Exception | None = None
        try:
            await journal.perform(asked.place, unit, asked.args, asked.kwargs)
        except LeaseLost:  # or somebody else has recorded this very step in between
            error = None
        except Stopped as stopped:
            if isinstance(stopped.error, WorkflowChanged):
                return receipt(msgspec.structs.replace(stepped, is_strange=True))
            error = stopped.error
        except Exception as failed:  # noqa: BLE001 - the body raises it again
            error = failed
        record = await self.engine.record_of(lease, asked.place)
        if record is None or record.status == "invoking":
            failure = None if error is None else describe(error)
            return receipt(msgspec.structs.replace(stepped, error=failure, is_lost=failure is None))
        return receipt(msgspec.structs.replace(stepped, status=record.status, is_cancelled=journal.is_cancelled))

    @activity.defn(name="merx.record")
    async def record(self, place: str) -> RawValue:
        """Write a line of the journal, or find that it is written."""
        asked = self._asked(f"record {place}", AskedRecord)
        lease, record = asked.lease, asked.record
        stepped = Stepped(run_id=lease.run_id, attempt=lease.attempt, place=place, name=record.name, status=record.status)
        try:
            is_cancelled = await self.engine.record(self.engine.app.scope(), lease, record)
        except LeaseLost:
            found = await self.engine.record_of(lease, Place.of(place))
            is_there = found is not None and (found.name, found.status) == (record.name, record.status)
            return receipt(stepped if is_there else msgspec.structs.replace(stepped, is_lost=True))
        return receipt(msgspec.structs.replace(stepped, is_cancelled=is_cancelled))

    @activity.defn(name="merx.revert")
    async def revert(self, place: str) -> bool | None:
        """Whether the way back was gone; None if the run is another's by now."""
        asked = self._asked(f"back {place}", AskedBack)
        record = await self.engine.record_of(asked.lease, asked.made.place)
        if record is not None and record.status == "reverted":
            return True
        try:
            return await StepJournal(self.engine, asked.lease, record).revert(asked.made)
        except LeaseLost:
            record = await self.engine.record_of(asked.lease, asked.made.place)
            return True if record is not None and record.status == "reverted" else None

    @activity.defn(name="merx.suspend")
    async def suspend(self, run_id: str, epoch: int, heard: int) -> bytes:
        return msgspec.json.encode(await self.engine.lay_down(run_id, epoch, heard))

    @activity.defn(name="merx.compensate")
    async def compensate(self, run_id: str, epoch: int, failure: bytes) -> int | None:
        """From here on the run goes backwards; gives its new epoch, None if it is another's by now."""
        return await self.engine.turn_back(run_id, epoch, msgspec.json.decode(failure, type=Failure))

    @activity.defn(name="merx.finish")
    async def finish(self, status: RunStatus) -> bool:
        """End the run; false if it is another's by now."""
        asked = self._asked("end", AskedEnd)
        return await self.engine.end(asked.lease, status, result=asked.result, failure=asked.failure)

    @activity.defn(name="merx.cancel")
    async def cancel(self, run_id: str) -> bool:
        return await self.engine.cancel(run_id)

    def begin_anew(self, lease: Lease) -> None:
        """Called by a body, in its own thread: it does not fit its history, so the journal is to say where it stands."""
        self._loop.call_soon_threadsafe(self._begin_anew, lease)

    def _begin_anew(self, lease: Lease) -> None:
        self._tasks.add(task := self._loop.create_task(self.engine.begin_anew(lease)))
        task.add_done_callback(self._tasks.discard)

    def _asked(self, place: str, kind: type[A]) -> A:
        asked = self.asked[activity.info().workflow_run_id or "", place]
        assert isinstance(asked, kind)  # noqa: S101 - the body put it there for this activity
        return asked
