"""What people and programs ask of runs, whoever works on them: how they stand, to stop, to go on, to begin again."""

from typing import TYPE_CHECKING, Any

import msgspec

from merx.framework.errors import Conflict, NotAllowed, NotFound
from merx.framework.workflows.engine import StepRecord
from merx.framework.workflows.engines import statements as sql
from merx.framework.workflows.errors import RunCancelled
from merx.framework.workflows.failure import Failure, describe
from merx.framework.workflows.handle import Handle
from merx.framework.workflows.models import RunStatus
from merx.framework.workflows.payload import encode
from merx.framework.workflows.places import Place
from merx.framework.workflows.waits import WAIT

if TYPE_CHECKING:
    from merx.framework.app import App

AFRESH = ("emit ", "start ")
"""What a run said and started was dropped when it failed: it is said and started again."""


class Outcome(msgspec.Struct, frozen=True):
    status: RunStatus
    attempt: int
    result: msgspec.Raw
    error: Failure | None
    is_abandoned: bool


class _Ended(msgspec.Struct, frozen=True):
    workflow: str
    attempt: int
    status: RunStatus
    steps: list[StepRecord]


_read_outcome = msgspec.json.Decoder(Outcome).decode
_read_ended = msgspec.json.Decoder(_Ended).decode


class Requests:
    app: "App"
    _lease: float

    async def status(self, run_id: str) -> RunStatus:
        return (await self.outcome(run_id)).status

    async def outcome(self, run_id: str) -> Outcome:
        data = await self.app.scope().value(sql.OUTCOME, run_id)
        if data is None:
            raise NotFound(f"Workflow run with id: {run_id} was not found")
        return _read_outcome(data)

    async def cancel(self, run_id: str) -> bool:
        failure = encode(describe(RunCancelled(f"{run_id} was cancelled", run_id=run_id)))
        async with self.app.scope().transaction() as scope:
            status = await scope.value(sql.CANCEL, run_id, failure)
            if status == "waiting":
                await scope.value(sql.ENQUEUE, run_id)
        return status is not None

    async def signal(self, run_id: str, name: str, payload: Any = None) -> bool:
        return await self._say(run_id, name, encode(payload), None)

    async def fail_signal(self, run_id: str, name: str, message: str) -> bool:
        return await self._say(run_id, name, None, message)

    async def _say(self, run_id: str, name: str, payload: bytes | None, error: str | None) -> bool:
        async with self.app.scope().transaction() as scope:
            status = await scope.value(sql.SIGNAL, run_id, name, payload, error)
            if status == "waiting":
                await scope.value(sql.ENQUEUE, run_id)
        if status is None:
            await self.outcome(run_id)  # raises for a run that does not exist
        return status is not None

    async def retry(self, run_id: str, from_step: str | int | None = None) -> Handle[Any]:
        async with self.app.scope().transaction() as scope:
            data = await scope.value(sql.ENDED, run_id)
            if data is None:
                raise NotFound(f"Workflow run with id: {run_id} was not found")
            run = _read_ended(data)
            workflow = self.app.workflows.get(run.workflow)
            if workflow is None:
                raise NotFound(
                    f"The run {run_id} is one of the workflow '{run.workflow}', which this shop does not have. It has: {', '.join(self.app.workflows)}"
                )
            kept, dropped = _parted(run_id, run.steps, from_step)
            if await scope.value(sql.AGAIN, run_id, run.attempt, self._lease) is None:
                raise Conflict(f"The run {run_id} is {run.status}: only one that is reverted or failed can be run again.", run_id=run_id)
            await scope.value(sql.KEEP, run_id, run.attempt, [step.branch for step in kept], [step.number for step in kept])
            await scope.value(sql.KEEP_SIGNALS, run_id, run.attempt, [step.name.removeprefix(WAIT) for step in dropped if step.name.startswith(WAIT)])
            await scope.value(sql.ENQUEUE, run_id)
        return Handle(self.app, run_id, workflow.payload)

    async def prune(self, limit: int) -> int:
        return await self.app.scope().value(sql.PRUNE, limit)


def _parted(run_id: str, steps: list[StepRecord], from_step: str | int | None) -> tuple[list[StepRecord], list[StepRecord]]:
    """The steps whose records are kept, and those that run again."""
    ordered = sorted(steps, key=lambda step: Place.of(step.place))
    start = _first_not_done(ordered) if from_step is None else _named(run_id, ordered, str(from_step))
    before, after = ordered[:start], ordered[start:]
    undone = next((step for step in before if step.status == "reverted"), None)
    if undone is not None:
        raise NotAllowed(
            f"The run {run_id} took its step {undone.place}, '{undone.name}', back, so it cannot go on behind it. Retry from there, or name no step.",
            run_id=run_id,
        )
    return [step for step in before if not step.name.startswith(AFRESH)], after


def _first_not_done(steps: list[StepRecord]) -> int:
    return next((number for number, step in enumerate(steps) if step.status not in ("done", "skipped")), len(steps))


def _named(run_id: str, steps: list[StepRecord], wanted: str) -> int:
    for number, step in enumerate(steps):
        if wanted in (step.name, step.place):
            return number
    known = ", ".join(f"{step.place} '{step.name}'" for step in steps)
    raise NotFound(f"The run {run_id} has no step '{wanted}'. It has: {known or 'none'}")
