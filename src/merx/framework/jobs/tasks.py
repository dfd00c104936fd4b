"""The only file that knows procrastinate: what its workers run for us."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import procrastinate
from procrastinate import jobs, retry

from merx.framework.data.fields import utcnow
from merx.framework.events.delivery import PAUSES, deliver
from merx.framework.jobs.queue import DELIVER, JOB, QUEUE, RUN

if TYPE_CHECKING:
    from merx.framework.app import App


class _Backoff(retry.BaseRetryStrategy):
    """Always again: who gives up is decided in `deliver`, and a stop of the process must not lose work."""

    def get_retry_decision(self, *, exception: BaseException, job: jobs.Job) -> retry.RetryDecision:
        del exception
        pause = PAUSES[min(job.attempts, len(PAUSES) - 1)]
        return retry.RetryDecision(retry_at=utcnow() + timedelta(seconds=pause))


def queue_of(app: "App") -> "procrastinate.App":
    """The queue of this app: its tasks, and its jobs with their hours. Not open yet."""
    # Two connections for the queue's own statements and one that listens; the shop's work uses the shop's pool.
    connector = procrastinate.PsycopgConnector(conninfo=app.database.url, min_size=1, max_size=2)
    queue = procrastinate.App(connector=connector)

    @queue.task(name=DELIVER, queue=QUEUE, pass_context=True, retry=_Backoff())
    async def _(context: procrastinate.JobContext, *, event_id: str, subscriber: str) -> None:
        await deliver(app, event_id, subscriber, context.job.attempts + 1)

    @queue.task(name=RUN, queue=QUEUE, retry=_Backoff())
    async def _(*, run_id: str) -> None:
        await app.engine.work(run_id)

    @queue.task(name=JOB, queue=QUEUE)
    async def tick(timestamp: int, *, job: str) -> None:
        del timestamp
        await app.jobs[job](app.scope())

    for job in app.jobs.values():
        name: dict[str, Any] = {"job": job.name}
        lock = f"job:{job.name}"
        queue.periodic(cron=job.schedule, periodic_id=job.name, task_kwargs=name, lock=lock, queueing_lock=lock)(tick)
    return queue
