"""The only file that knows procrastinate: what its workers run for us."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import asyncpg
import procrastinate
from procrastinate import exceptions, job_context, jobs, retry
from procrastinate.worker import Worker

from merx.framework.data.fields import utcnow
from merx.framework.events.delivery import PAUSES, deliver
from merx.framework.jobs.queue import DELIVER, JOB, QUEUE, RUN, wake
from merx.framework.workflows.engines.store import is_broken
from merx.framework.workflows.errors import Interruption
from merx.framework.workflows.redelivery import Redeliverable

if TYPE_CHECKING:
    from merx.framework.app import App


class _Backoff(retry.BaseRetryStrategy):
    """Always again: who gives up is decided in `deliver`, and a stop of the process must not lose work."""

    def __init__(self, app: "App") -> None:
        self._app = app
        self._alarms: set[asyncio.Task[None]] = set()

    def get_retry_decision(self, *, exception: BaseException, job: jobs.Job) -> retry.RetryDecision:
        if isinstance(exception, asyncio.CancelledError):  # this process ends: another may begin at once
            return retry.RetryDecision(retry_at=utcnow())
        pause = PAUSES[min(job.attempts, len(PAUSES) - 1)]
        alarm = asyncio.create_task(self._wake_after(pause), name="retry alarm")
        self._alarms.add(alarm)
        alarm.add_done_callback(self._alarms.discard)
        return retry.RetryDecision(retry_at=utcnow() + timedelta(seconds=pause))

    async def _wake_after(self, pause: float) -> None:
        """The queue itself looks every few seconds only. If this process dies meanwhile, that is when it is found."""
        await asyncio.sleep(pause + 0.02)
        await wake(self._app)


class _Bell(asyncio.Event):
    """Rung by what is new. procrastinate looks into the queue and then clears it, so what came while it looked would wait
    for its next look, seconds later: this one stays rung then.
    """

    def __init__(self) -> None:
        super().__init__()
        self.rang = False

    def set(self) -> None:
        self.rang = True
        super().set()

    def clear(self) -> None:
        if not self.rang:
            super().clear()


# `attempts` is raised by whoever gives a job back to the queue, so it tells whether the job is still the one that was fetched.
_OURS = "id = %(id)s AND status = 'doing' AND attempts = %(attempts)s"
# Without its queueing lock, as in `REVIVE`: the next time of the same job may be waiting already.
_AGAIN = (
    "UPDATE procrastinate_jobs SET status = 'todo', attempts = attempts + 1, scheduled_at = %(at)s, queueing_lock = NULL, worker_id = NULL, abort_requested = false "
    f"WHERE {_OURS}"
)
_OVER = (
    "SELECT procrastinate_finish_job_v1(job.id, %(status)s::procrastinate_job_status, %(is_done)s) "
    f"FROM (SELECT id FROM procrastinate_jobs WHERE {_OURS} FOR UPDATE) AS job"
)


class _FencedWorker(Worker):
    """Lets go of a job that another process was given while this one slept. procrastinate's own would end that one's job: and if
    the other died then, nobody would do the rest.
    """

    async def _persist_job_status(
        self,
        job: jobs.Job,
        status: jobs.Status,
        retry_decision: retry.RetryDecision | None,
        context: job_context.JobContext,
        job_result: job_context.JobResult | None,
    ) -> None:
        del context, job_result
        ours: dict[str, Any] = {"id": job.id, "attempts": job.attempts}
        try:
            if retry_decision is not None:
                await self.app.connector.execute_query_async(_AGAIN, **ours, at=retry_decision.retry_at)
            else:
                await self.app.connector.execute_query_async(_OVER, **ours, status=status.value, is_done=status is jobs.Status.SUCCEEDED)
        except exceptions.ConnectorException:
            # A worker that lives on would keep it "doing" for good. This one goes, another comes, and the job is an orphan's.
            self.stop()
            raise
        self._job_ids_to_abort.pop(job.id or 0, None)


async def drain(queue: procrastinate.App, **options: Any) -> None:
    """Work off the open queue until cancelled; `options` are those of procrastinate's worker."""
    bell, manager = _Bell(), queue.job_manager
    fetch = manager.fetch_job

    async def fetch_job(*args: Any, **named: Any) -> jobs.Job | None:
        bell.rang = False
        return await fetch(*args, **named)

    manager.fetch_job = fetch_job
    worker = _FencedWorker(queue, **options)
    worker._new_job_event = bell  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - there is no other way to it
    try:
        await worker.run()
    finally:
        manager.fetch_job = fetch


def queue_of(app: "App") -> "procrastinate.App":
    """The queue of this app: its tasks, and its jobs with their hours. Not open yet."""
    # Two connections for the queue's own statements and one that listens; the shop's work uses the shop's pool.
    connector = procrastinate.PsycopgConnector(conninfo=app.database.url, min_size=1, max_size=2)
    queue = procrastinate.App(connector=connector)

    backoff = _Backoff(app)

    @queue.task(name=DELIVER, queue=QUEUE, pass_context=True, retry=backoff)
    async def _(context: procrastinate.JobContext, *, subscriber: str, event_id: str = "", event_ids: Sequence[str] = ()) -> None:
        await deliver(app, event_ids or [event_id], subscriber, context.job.attempts + 1, context.job.id)

    @queue.task(name=RUN, queue=QUEUE, retry=backoff)
    async def _(*, run_id: str) -> None:
        await app.engine.work(run_id)

    @queue.task(name=JOB, queue=QUEUE, pass_context=True, retry=_OnlyIfStopped())
    async def _(context: procrastinate.JobContext, *, timestamp: float, job: str) -> None:
        await _run_job(app, job, datetime.fromtimestamp(timestamp, UTC), context.job.attempts)

    return queue


class _OnlyIfStopped(retry.BaseRetryStrategy):
    """A job that fails waits for its next time; one that was cut off is begun again: by the end of its process, by a database that went
    away, by a lock that somebody who sleeps still holds, by another process that did its work.
    """

    def get_retry_decision(self, *, exception: BaseException, job: jobs.Job) -> retry.RetryDecision | None:
        del job
        if isinstance(exception, asyncio.CancelledError | Interruption):
            return retry.RetryDecision(retry_at=utcnow())
        is_cut_off = is_broken(exception) or isinstance(exception, asyncpg.LockNotAvailableError)
        return retry.RetryDecision(retry_at=utcnow() + timedelta(seconds=1)) if is_cut_off else None


async def _run_job(app: "App", name: str, scheduled_for: datetime, attempts: int) -> None:
    found = app.jobs.get(name)
    if found is None:
        raise LookupError(f"no job is called '{name}': it was renamed or removed while its run for {scheduled_for:%Y-%m-%d %H:%M:%S} UTC waited")
    scope = app.scope()
    scope.run = Redeliverable(name, f"job/{name}/{scheduled_for.isoformat()}", attempts=attempts)
    await found(scope, scheduled_for)
