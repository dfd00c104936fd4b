"""`Clock`: puts jobs into the queue at their hour. One in each working process; whichever comes first does it.

The row of a job in `job_state` decides: taking a time moves it on and enqueues the run, in one statement, and only
forwards. So a slow clock, a restart or a second process never runs a time twice.
"""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from merx.framework.jobs.job import Job
from merx.framework.jobs.queue import JOB, defer

if TYPE_CHECKING:
    from merx.framework.app import App

ON_TIME = timedelta(minutes=1)
"""What is older was missed."""
LONGEST_SLEEP = 60.0
"""Seconds. Longer sleeps would not notice that the machine's clock was put right."""

_INTRODUCE = """
INSERT INTO job_state (name, scheduled_for, executions) SELECT name, clock_timestamp(), 0 FROM unnest($1::text[]) AS name
ON CONFLICT (name) DO NOTHING"""
_STATES = "SELECT name, clock_timestamp() AS now, scheduled_for, executions FROM job_state WHERE name = ANY($1)"

_WAITING = "SELECT count(*)::int AS number FROM procrastinate_jobs WHERE status = 'todo' AND queueing_lock = 'job:' || $1"
_ARGUMENTS = "jsonb_build_object('job', taken.name, 'timestamp', $2::float)"
_TAKE = f"""WITH waiting AS ({_WAITING}), taken AS (
    UPDATE job_state AS job SET scheduled_for = to_timestamp($2::float), executions = executions + 1 - least(waiting.number, 1)
    FROM waiting WHERE job.name = $1 AND job.scheduled_for < to_timestamp($2::float) AND ($3::int IS NULL OR job.executions < $3)
    RETURNING job.name, waiting.number
)
{defer(JOB, _ARGUMENTS, "taken WHERE number = 0", lock="$4::text")}"""


class Clock:
    """The hours of one app's jobs."""

    def __init__(self, app: "App") -> None:
        self.app = app

    async def run(self) -> None:
        """Go on for good. What fails here (a database that is away) passes to the caller, who begins anew."""
        await self.introduce()
        while True:  # noqa: ASYNC110 - what it waits for is the time
            await asyncio.sleep(await self.tick())

    async def introduce(self) -> None:
        """Make new jobs known: their hours count from now. Safe to repeat."""
        await self.app.scope().value(_INTRODUCE, list(self.app.jobs))

    async def tick(self) -> float:
        """Enqueue what is due, and give the seconds until something is due again."""
        jobs = self.app.jobs
        pause = LONGEST_SLEEP
        for state in await self.app.scope().rows(_STATES, list(jobs)):
            job, now = jobs[state["name"]], state["now"]
            limit = job.terms.number_of_executions
            if limit is not None and state["executions"] >= limit:
                continue
            for moment in _due(job, state["scheduled_for"], now):
                await self._take(job, moment)
            pause = min(pause, (job.schedule.after(now) - now).total_seconds())
        return pause

    async def _take(self, job: Job, moment: datetime) -> None:
        lock = f"job:{job.name}" if job.terms.concurrency == "forbid" else None
        await self.app.scope().value(_TAKE, job.name, moment.timestamp(), job.terms.number_of_executions, lock)


def _due(job: Job, last: datetime, now: datetime) -> Iterator[datetime]:
    """The times after `last` to be run at `now`: those of the last minute, or of the missed ones the last."""
    moment = job.schedule.before(now)
    if moment <= last:
        return
    if moment < now - ON_TIME:
        if job.terms.missed == "catch_up":
            yield moment
        return
    moment = job.schedule.after(max(last, now - ON_TIME))
    while moment <= now:
        yield moment
        moment = job.schedule.after(moment)
