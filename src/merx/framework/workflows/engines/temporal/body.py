"""A durable workflow's body in Temporal's event loop, where time and order are the history's.

Not in Temporal's sandbox: the body is the shop's own code with everything that it imports, and what it may not do (touch the
database between steps) its scope refuses.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Never, cast

import msgspec
from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ApplicationError

from merx.framework.scope import Scope
from merx.framework.workflows.engine import Lease, StepRecord
from merx.framework.workflows.engines.temporal.activities import Activities, Asked, AskedBack, AskedEnd, AskedRecord, AskedStep, Waiting
from merx.framework.workflows.engines.temporal.receipts import Answer, Stepped, read_answer
from merx.framework.workflows.errors import LeaseLost, Suspended
from merx.framework.workflows.failure import Failure, revive
from merx.framework.workflows.journal import Journal, Made
from merx.framework.workflows.models import RunStatus
from merx.framework.workflows.payload import encode
from merx.framework.workflows.places import Place
from merx.framework.workflows.steps import Unit

if TYPE_CHECKING:
    from merx.framework.app import App

ACTIVITIES: Final = "merx.activities"
"""The extern function that leads out of Temporal's loop."""

# An activity fails only where the journal is out of reach: then again, until it is back. A step's own tries are the step's.
_AGAIN: Final = RetryPolicy(initial_interval=timedelta(seconds=0.2), maximum_interval=timedelta(seconds=5))
_NO_LIMIT: Final = timedelta(days=365)
_A_MOMENT: Final = 0.01
"""Seconds by which Temporal's clock may be ahead of the database's: who wakes too early lies down again."""


async def _ask(name: str, *args: Any, of: type[Any] | None = None, summary: str | None = None) -> Any:
    return await workflow.execute_local_activity(
        name, args=args, result_type=of, schedule_to_close_timeout=_NO_LIMIT, retry_policy=_AGAIN, summary=summary
    )  # fmt: skip


class TemporalJournal(Journal):
    """The journal as the body sees it: what it asks for is done by an activity, and Temporal's history answers the next time."""

    def __init__(self, activities: Activities, lease: Lease) -> None:
        super().__init__(_Remote(self, activities), lease)
        self.waiting = Waiting(is_stirred=True)
        self._activities = activities
        self._run = workflow.info().run_id

    async def perform(self, place: Place, unit: Unit[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        record = self.recall(place, unit.name)
        if record is None or record.status == "invoking":
            self.check_that_it_may_begin(place, unit, record)
            asked = AskedStep(self.lease, place, unit, args, kwargs)
            answer = read_answer(await self.ask("merx.step", place.text, asked, place.text, of=bytes, summary=unit.name))
            stepped = await self.checked(answer, place, unit.name)
            self._is_cancelled |= stepped.is_cancelled
            if stepped.error is not None:
                raise revive(stepped.error)
            record = answer.record
        assert record is not None  # noqa: S101 - the receipt of a step without an error comes with its record
        return self.replay(unit, record)

    async def ask(self, activity: str, where: str, asked: Asked, *args: Any, of: type[Any] | None = None, summary: str | None = None) -> Any:
        """Have an activity do what is `asked`, and find it there: not all of it could go through Temporal."""
        self._activities.asked[self._run, where] = asked
        try:
            return await _ask(activity, *args, of=of, summary=summary)
        finally:
            self._activities.asked.pop((self._run, where), None)

    async def checked(self, answer: Answer, place: Place, name: str) -> Stepped:
        """The answer, if it is the one to this question. Raises `LeaseLost`."""
        stepped = answer.stepped
        if stepped is None or stepped.is_strange or (stepped.place, stepped.name) != (place.text, name):
            await self._begin_anew()
        if stepped.is_lost:
            raise LeaseLost(self.lease.run_id)
        return stepped

    async def _revert(self, made: Made) -> bool:
        place = made.place.text
        is_reverted = await self.ask("merx.revert", f"back {place}", AskedBack(self.lease, made), place, summary=made.unit.name)
        if is_reverted is None:
            raise LeaseLost(self.lease.run_id)
        return is_reverted

    def turned(self, epoch: int) -> None:
        self.lease = msgspec.structs.replace(self.lease, epoch=epoch)

    async def _begin_anew(self) -> Never:
        """The body has changed since this history was written: from outside, the run is begun again from its journal.

        Nothing more is said to Temporal until then: it would be taken for the history's next event.
        """
        self._activities.begin_anew(self.lease)
        await asyncio.get_running_loop().create_future()
        raise AssertionError("unreachable: this history is terminated")


class _Remote:
    """The store of a body's journal: reached by activities."""

    def __init__(self, journal: TemporalJournal, activities: Activities) -> None:
        self._journal = journal
        self._activities = activities

    @property
    def app(self) -> "App":
        return self._activities.engine.app

    def is_broken(self, error: Exception) -> bool:
        return self._activities.engine.is_broken(error)

    async def record(self, scope: Scope, lease: Lease, record: StepRecord) -> bool:
        del scope  # a line of its own: a wait, a roll call
        place = record.place
        answer = read_answer(await self._journal.ask("merx.record", f"record {place}", AskedRecord(lease, record), place, of=bytes, summary=record.name))
        return (await self._journal.checked(answer, Place.of(place), record.name)).is_cancelled

    async def suspend(self, lease: Lease) -> None:
        self._journal.waiting = msgspec.json.decode(await _ask("merx.suspend", lease.run_id, lease.epoch, lease.heard, of=bytes), type=Waiting)

    async def begin_compensation(self, lease: Lease, failure: Failure) -> None:
        epoch = await _ask("merx.compensate", lease.run_id, lease.epoch, encode(failure), of=int)
        if epoch is None:
            raise LeaseLost(lease.run_id)
        self._journal.turned(epoch)

    async def finish(self, lease: Lease, status: RunStatus, *, result: bytes | None = None, failure: Failure | None = None) -> None:
        if not await self._journal.ask("merx.finish", "end", AskedEnd(lease, result, failure), status):
            raise LeaseLost(lease.run_id)


@workflow.defn(name="merx.run")
class Run:
    """Any durable workflow, by the id of its run: taken up from its journal, and again whenever what it waited for has come."""

    def __init__(self) -> None:
        self._stirs = 0

    @workflow.signal(name="merx.stir")
    def stir(self) -> None:
        """Something was said to the run; the journal has what."""
        self._stirs += 1

    @workflow.run
    async def run(self, run_id: str, attempt: int) -> str:
        working = asyncio.create_task(self._work(run_id, attempt))
        while True:
            try:
                return await asyncio.shield(working)
            except asyncio.CancelledError:  # somebody cancelled it in Temporal: the same is meant as in Merx
                if working.done():
                    raise
                await _ask("merx.cancel", run_id)
                self.stir()

    async def _work(self, run_id: str, attempt: int) -> str:
        activities = cast("Mapping[str, Callable[[], Activities]]", workflow.extern_functions())[ACTIVITIES]()  # pyright: ignore[reportUnknownMemberType] - a bare Callable there
        while True:
            heard = self._stirs
            begun = await _ask("merx.begin", run_id, attempt, of=bytes)
            if begun is None:
                return "has ended"
            journal = TemporalJournal(activities, read_answer(begun).lease())
            outcome = await self._take_up(journal, activities.engine.app)
            if outcome is not None:
                return outcome
            await self._wait(journal.waiting, heard)
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(args=[run_id, attempt])

    async def _take_up(self, journal: TemporalJournal, app: "App") -> str | None:
        """Bring the run to its end, and say which; None if it waits."""
        body = app.workflows.get(journal.name)
        if body is None:  # a failure of this task only: Temporal asks another process
            msg = f"{journal.lease.run_id} waits for a process that knows the workflow '{journal.name}'"
            raise RuntimeError(msg)
        try:
            await journal.run(body)
        except Suspended:
            return None
        except LeaseLost:
            return "goes on elsewhere"
        except Exception as error:
            raise ApplicationError(str(error), type=type(error).__name__, non_retryable=True) from error
        return "done"

    async def _wait(self, waiting: Waiting, heard: int) -> None:
        if waiting.is_stirred:
            return
        seconds = None if waiting.seconds is None else max(waiting.seconds, 0) + _A_MOMENT
        with suppress(TimeoutError):
            await workflow.wait_condition(lambda: self._stirs > heard, timeout=seconds)
