"""`Journal`: one run of a durable workflow, from its records.

The workflow's body runs from the top each time the run is taken up. Steps that are recorded answer from their record, the
first that is not runs: so the body must ask for the same steps in the same order, which is checked.
"""

import logging
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from merx.framework.scope import Scope
from merx.framework.workflows.engine import Lease, StepRecord, Store
from merx.framework.workflows.errors import LeaseLost, OutOfReach, RunCancelled, WorkflowChanged
from merx.framework.workflows.failure import describe, revive
from merx.framework.workflows.handle import Handle
from merx.framework.workflows.payload import encode, takes_none
from merx.framework.workflows.runs import JournaledStep, JournalScope
from merx.framework.workflows.steps import Unit, attempt
from merx.framework.workflows.workflow import Workflow, retried

if TYPE_CHECKING:
    from merx.framework.workflows.models import StepStatus

logger = logging.getLogger(__name__)

COMPENSATION_TRIES = 4


class _Made(msgspec.Struct):
    """What a step did, as its compensation gets it. `is_certain` is false for a step that failed or never answered."""

    number: int
    unit: Unit[..., Any]
    result: Any = None
    is_certain: bool = True
    is_reverted: bool = False


class Journal:
    def __init__(self, store: Store, lease: Lease) -> None:
        self.store = store
        self.lease = lease
        self.name = lease.workflow
        self._numbers = 0
        self._made: list[_Made] = []
        self._is_cancelled = lease.cancel_requested

    async def run(self, workflow: Workflow[..., Any]) -> Any:
        """Bring the run to its end; gives its result or raises its error, after compensating.

        `LeaseLost` and `OutOfReach` pass: the run has not ended then.
        """
        scope = JournalScope(self.store.app, self, actor=self.lease.actor, trace=self.lease.trace)
        try:
            result = encode(await workflow(scope, **workflow.payload.arguments(self.lease.input)))
        except (LeaseLost, OutOfReach):
            raise
        except WorkflowChanged as error:
            # Compensating by a code that does not fit the records would do harm: a person decides.
            await self.store.finish(self.lease, "failed", failure=describe(error))
            raise
        except Exception as error:
            await self._compensate(error)
            raise
        if self.lease.error is not None:  # it had failed in another process, and this body swallowed what that one did not
            await self._compensate(error := revive(self.lease.error))
            raise error
        await self.store.finish(self.lease, "done", result=result)
        return workflow.payload.result(result)

    async def perform(self, unit: Unit[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """The step's result: from its record, or by running it now."""
        self._numbers += 1
        number = self._numbers
        record = self._recall(number, unit)
        if record is not None and record.status != "invoking":
            return self._replay(unit, record)
        self._check_that_it_may_begin(number, unit, record)
        work = self._call if unit.external else self._commit
        result = await work(number, unit, args, kwargs)
        self._made.append(_Made(number, unit, result))
        return result

    async def emit(self, name: str, data: Any) -> None:
        await self.perform(_emission(name), (data,), {})

    async def start(self, workflow: Workflow[..., Any], key: str | None, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Handle[Any]:
        """Start another run, which begins when this one has succeeded."""

        async def begin(scope: Scope) -> str:
            return (await self.store.app.engine.start(workflow, scope, key, args, kwargs)).id

        run_id: str = await self.perform(Unit(f"start {workflow.name}", begin), (), {})
        return Handle(self.store.app, run_id, workflow.payload)

    def _recall(self, number: int, unit: Unit[..., Any]) -> StepRecord | None:
        record = self.lease.steps.get(number)
        if record is not None and record.name != unit.name:
            raise WorkflowChanged(
                f"The run {self.lease.run_id} is taken up again and asks for '{unit.name}' as its step {number}, where its journal holds '{record.name}'. "
                "Either the workflow was changed while it ran, or it decides by something that no step recorded: a clock, a random number, a read."
            )
        return record

    def _replay(self, unit: Unit[..., Any], record: StepRecord) -> Any:
        result = unit.payload.result(bytes(record.result)) if record.error is None else None
        self._made.append(_Made(record.number, unit, result, is_certain=record.error is None, is_reverted=record.status == "reverted"))
        if record.error is not None:
            raise revive(record.error)
        return result

    def _check_that_it_may_begin(self, number: int, unit: Unit[..., Any], record: StepRecord | None) -> None:
        if self.lease.error is None and not self._is_cancelled:
            return
        if record is not None:  # a call that was under way, and nobody knows how it ended
            self._made.append(_Made(number, unit, is_certain=False))
        raise revive(self.lease.error) if self.lease.error is not None else RunCancelled(f"{self.lease.run_id} was cancelled", run_id=self.lease.run_id)

    def _scope(self, number: int, unit: Unit[..., Any]) -> Scope:
        scope = self.store.app.scope(actor=self.lease.actor, trace=self.lease.trace)
        scope.run = JournaledStep(unit.name, self.lease.run_id, f"{self.lease.run_id}/{self.lease.attempt}/{number}")
        return scope

    async def _commit(self, number: int, unit: Unit[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        given = unit.payload.readable_input(args, kwargs)
        tried = 0

        async def commit(tries: int) -> bytes:
            nonlocal tried
            tried = tries
            scope = self._scope(number, unit)
            async with self._knowing_the_end(), scope.transaction():
                result = encode(await unit.function(scope, *args, **kwargs))
                await self._record(scope, number, unit, "done", tries=tries, input=given, result=result)
            return result

        try:
            result = await attempt(unit, lambda tries: retried(lambda: commit(tries)))
        except (LeaseLost, OutOfReach):
            raise
        except Exception as error:
            await self._record(self._scope(number, unit), number, unit, "failed", tries=tried, input=given, error=error)
            raise
        return unit.payload.result(result)

    @asynccontextmanager
    async def _knowing_the_end(self) -> AsyncGenerator[None]:
        """A transaction whose connection broke may have committed: only the journal knows, so nobody may just try again."""
        try:
            yield
        except Exception as error:
            if self.store.is_broken(error):
                raise OutOfReach(str(error)) from error
            raise

    async def _call(self, number: int, unit: Unit[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        scope = self._scope(number, unit)
        given = unit.payload.readable_input(args, kwargs)
        tried = 0

        async def call(tries: int) -> Any:
            nonlocal tried
            tried = tries
            return await unit.function(scope, *args, **kwargs)

        # Written ahead: whoever lost the lease calls nobody, and after a crash it is known that somebody may have been called.
        await self._record(self._scope(number, unit), number, unit, "invoking", input=given)
        try:
            result = encode(await attempt(unit, call))
        except (LeaseLost, OutOfReach):
            raise
        except Exception as error:
            self._made.append(_Made(number, unit, is_certain=False))
            await self._record(scope, number, unit, "failed", tries=tried, input=given, error=error)
            raise
        await self._record(scope, number, unit, "done", tries=tried, input=given, result=result)
        return unit.payload.result(result)

    async def _record(  # noqa: PLR0913 - a line of the journal has these
        self,
        scope: Scope,
        number: int,
        unit: Unit[..., Any],
        status: "StepStatus",
        *,
        tries: int = 1,
        input: bytes = b"",  # noqa: A002 - the column's name
        result: bytes = b"",
        error: Exception | None = None,
        compensation_error: Exception | None = None,
    ) -> None:
        record = StepRecord(
            number=number,
            name=unit.name,
            external=unit.external,
            status=status,
            tries=tries,
            input=msgspec.Raw(input),
            result=msgspec.Raw(result),
            error=describe(error) if error is not None else None,
            compensation_error=describe(compensation_error) if compensation_error is not None else None,
        )
        self._is_cancelled |= await self.store.record(scope, self.lease, record)

    async def _compensate(self, error: Exception) -> None:
        failure = self.lease.error or describe(error)
        undo = [made for made in sorted(self._made, key=lambda made: -made.number) if _needs_undoing(made)]
        if undo and self.lease.status != "compensating":
            await self.store.begin_compensation(self.lease, failure)
        is_reverted = [await self._revert(made) for made in undo]
        await self.store.finish(self.lease, "reverted" if all(is_reverted) else "failed", failure=failure)

    async def _revert(self, made: _Made) -> bool:
        """Run one compensation; false if it fails for good. The ones before it are run all the same: more is given back."""
        unit = made.unit
        try:
            await attempt(unit, lambda _: self._revert_once(made), tries=max(unit.retries + 1, COMPENSATION_TRIES))
        except (LeaseLost, OutOfReach):
            raise
        except Exception as error:
            logger.exception("%s: the compensation of step %d, '%s', failed for good", self.lease.run_id, made.number, unit.name)
            await self._record(self._scope(made.number, unit), made.number, unit, "compensating", compensation_error=error)
            return False
        return True

    async def _revert_once(self, made: _Made) -> None:
        scope, unit = self._scope(made.number, made.unit), made.unit
        assert unit.compensation is not None  # noqa: S101 - _needs_undoing
        if unit.external:
            await unit.compensation(scope, made.result)
            await self._record(scope, made.number, unit, "reverted")
            return
        async with self._knowing_the_end(), scope.transaction():
            await unit.compensation(scope, made.result)
            await self._record(scope, made.number, unit, "reverted")


def _needs_undoing(made: _Made) -> bool:
    way_back = made.unit.compensation
    return way_back is not None and not made.is_reverted and (made.is_certain or (made.unit.external and takes_none(way_back)))


async def _say(scope: Scope, data: Any) -> None:
    assert scope.run is not None  # noqa: S101 - the journal gives it
    await scope.emit(scope.run.name.removeprefix("emit "), data)


@cache
def _emission(name: str) -> Unit[..., Any]:
    return Unit(f"emit {name}", _say)
