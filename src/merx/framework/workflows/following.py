"""What happens to runs, as a stream: each look at the journal is compared with the one before."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from typing import Any

from merx.framework.data.fields import utcnow
from merx.framework.scope import Scope
from merx.framework.workflows.executions import RunRow, Wanted, as_step, find, named
from merx.framework.workflows.models import StepStatus

PAUSE = 0.5
LONGEST = 15 * 60.0
"""Seconds after which a stream ends, and its reader connects again: so that a process that is stopped waits for nobody."""
SLACK = timedelta(seconds=5)
"""How long a statement's `updated_at` may lie before its commit."""
MOST = 200

STEPS: dict[StepStatus, str] = {
    "invoking": "stepBegin",
    "waiting": "stepAwaiting",
    "done": "stepSuccess",
    "failed": "stepFailure",
    "skipped": "stepSkipped",
    "compensating": "compensateStepFailure",
    "reverted": "compensateStepSuccess",
}


class Follower:
    """Remembers how the runs stood at the last look."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, int], dict[str, str]] = {}

    def news(self, run: RunRow) -> Iterator[dict[str, Any]]:
        """What happened to the run since the last look, in the order of its steps; everything at the first."""
        is_new = (run.id, run.attempt) not in self._seen
        before = self._seen.setdefault((run.id, run.attempt), {})
        if is_new and run.status != "not_started":
            yield _event(run, "begin")
        for step, action in named(run.steps):
            if before.get(step.place.text) != step.status:
                before[step.place.text] = step.status
                yield _event(run, STEPS[step.status], step=as_step(step, action), response=step.result)
        if before.get("") != run.status:
            before[""] = run.status
            if run.status == "compensating":
                yield _event(run, "compensateBegin")
            if run.has_ended:
                yield _event(run, "finish", result=run.result, errors=[] if run.error is None else [{"message": run.error.message}])


def _event(run: RunRow, kind: str, **more: Any) -> dict[str, Any]:
    return {"eventType": kind, "workflowId": run.workflow, "transactionId": run.transaction_id, **more}


async def follow_run(scope: Scope, run_id: str) -> AsyncIterator[dict[str, Any] | None]:
    """What happened to the run and will, until it has ended. None where nothing did: a sign of life."""
    follower, deadline = Follower(), time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        runs = (await find(scope, Wanted(ids=[run_id]))).runs
        told = [event for run in runs for event in follower.news(run)]
        for event in told or [None]:
            yield event
        if not runs or runs[0].has_ended:
            return
        await asyncio.sleep(PAUSE)


async def follow_workflow(scope: Scope, workflow: str) -> AsyncIterator[dict[str, Any] | None]:
    """What happens to the runs of a workflow from now on; None where nothing does."""
    follower, deadline, since = Follower(), time.monotonic() + LONGEST, await _now(scope)
    while time.monotonic() < deadline:
        look = await _now(scope)
        runs = (await find(scope, Wanted(workflow_ids=[workflow], changed_since=since - SLACK, order="updated_at", limit=MOST))).runs
        told = [event for run in runs for event in follower.news(run)]
        for event in told or [None]:
            yield event
        since = runs[-1].updated_at if len(runs) == MOST else look
        await asyncio.sleep(PAUSE)


async def _now(scope: Scope) -> datetime:
    """The database's clock: it wrote the times that are compared."""
    return await scope.value("SELECT clock_timestamp()") or utcnow()
