"""Background work, done when the test says so."""

from datetime import timedelta
from typing import TYPE_CHECKING

from merx.framework.app import App
from merx.framework.errors import Misconfigured
from merx.framework.jobs.queue import QUEUE
from merx.framework.testing.events import CapturedEvents, Delivery

if TYPE_CHECKING:
    import procrastinate

_DUE = "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'merx' AND status = 'todo' AND coalesce(scheduled_at <= clock_timestamp(), true)"
_HURRY = "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE queue_name = 'merx' AND status = 'todo'"
_LATER = """
WITH run AS (UPDATE workflow_run SET wake_at = wake_at - $1::interval, expires_at = expires_at - $1::interval),
     step AS (UPDATE workflow_step SET wake_at = wake_at - $1::interval WHERE wake_at IS NOT NULL)
UPDATE procrastinate_jobs SET scheduled_at = scheduled_at - $1::interval WHERE status = 'todo'"""


class Background:
    """Does in this process what a worker would do: deliveries, started runs, runs of the dead. Nothing by itself."""

    def __init__(self, app: App, events: CapturedEvents) -> None:
        self._app = app
        self._events = events
        self._queue: procrastinate.App | None = None

    async def drain(self, *, retries: bool = False, forgiving: bool = False) -> None:
        """Do what waits, one thing after the other, and what that causes, until nothing is due any more.

        What failed waits for its next try, which is not due yet; with `retries`, it is tried at once, until it succeeds or is
        parked. Raises what the first failing subscriber raised, unless `forgiving`. Jobs are not started: see `run`.
        """
        before = len(self._events.deliveries)
        try:
            await self._work_off(retries=retries)
        finally:
            await self.close()  # a database in use could not be copied: the drivers do
        failed = [each for each in self._events.deliveries[before:] if each.error is not None]
        if failed and not forgiving:
            _raise(failed[0])

    async def pass_time(self, seconds: float) -> None:
        """Go on as if so many seconds had passed for what sleeps, waits or is to be tried again, and `drain`.

        The clock itself stands: what asks for the time gets today's.
        """
        await self._app.scope().value(_LATER, timedelta(seconds=seconds))
        await self.drain()

    async def run(self, job: str) -> None:
        """Run the job called `job` now, whatever its schedule, and `drain`. Raises `Misconfigured` if there is none."""
        found = self._app.jobs.get(job)
        if found is None:
            raise Misconfigured(f"No job is called '{job}'. There are: {', '.join(sorted(self._app.jobs)) or 'none'}.")
        await found(self._app.scope())
        await self.drain()

    async def close(self) -> None:
        if self._queue is not None:
            await self._queue.close_async()
            self._queue = None

    async def _work_off(self, *, retries: bool) -> None:
        while True:
            await self._work()
            if retries:
                await self._app.scope().value(_HURRY)
            if not await self._app.scope().value(_DUE):
                return

    async def _work(self) -> None:
        for run_id in await self._app.engine.take_over(100):
            await self._app.engine.work(run_id)
        queue = self._queue = self._queue or await _opened(self._app)
        # One at a time and in order, or two runs of a test might differ.
        await queue.run_worker_async(
            queues=[QUEUE], wait=False, concurrency=1, install_signal_handlers=False, listen_notify=False, delete_jobs="successful"
        )  # fmt: skip


async def _opened(app: App) -> "procrastinate.App":
    from merx.framework.jobs.tasks import queue_of  # noqa: PLC0415 - only where something is drained

    queue = queue_of(app)
    # The clock starts nothing in a test.
    queue.periodic_registry.periodic_tasks.clear()  # pyright: ignore[reportUnknownMemberType] - generic in what we do not read
    await queue.open_async()
    return queue


def _raise(failed: Delivery) -> None:
    assert failed.error is not None  # noqa: S101 - the caller has looked
    failed.error.add_note(f"raised by the subscriber '{failed.subscriber}' for {failed.event.name} {failed.event.data}")
    raise failed.error
