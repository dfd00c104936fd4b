"""`Worker`: does what waits. Deliveries, background runs, jobs at their hour, and the work of processes that died.

    worker = Worker(app)
    await worker.start()
    ...
    await worker.stop()

It lives in the event loop it was started in, beside the HTTP server if there is one.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from merx.framework.jobs.clock import Clock
from merx.framework.jobs.queue import QUEUE, REVIVE, wake

if TYPE_CHECKING:
    import procrastinate

    from merx.framework.app import App

logger = logging.getLogger(__name__)

HEARTBEAT = 5.0
SILENCE = 15.0
"""Seconds without a heartbeat after which a worker counts as dead. With `poll` on top, others have its work after 21."""


class Worker:
    """One worker of an open `app`.

    `concurrency` things at a time. `poll` is how often, in seconds, it looks for what is due (a retry, a dead worker's
    work); what is new wakes it at once. `patience` is how long a stop waits for what is under way.
    """

    def __init__(self, app: "App", *, concurrency: int = 8, poll: float = 5.0, patience: float = 10.0, silence: float = SILENCE) -> None:
        self.app = app
        self._concurrency = concurrency
        self._poll = poll
        self._patience = patience
        self._silence = silence
        self._queue: procrastinate.App | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._runs: dict[str, asyncio.Task[None]] = {}

    async def start(self) -> None:
        """Connect and begin. Raises if the database cannot be reached or lacks the queue's tables."""
        from merx.framework.jobs.tasks import queue_of  # noqa: PLC0415 - a process that only serves need not load and hold the queue's library

        await self.app.engine.serve()
        self._queue = queue_of(self.app)
        await self._queue.open_async()
        self._tasks = [
            asyncio.create_task(self._keep_up(self._drain), name="merx worker"),
            asyncio.create_task(self._keep_up(self._patrol), name="merx patrol"),
        ]
        if self.app.jobs:
            self._tasks.append(asyncio.create_task(self._keep_up(Clock(self.app).run), name="merx clock"))

    async def stop(self) -> None:
        """Take no more, wait `patience` seconds for what is under way, leave the rest to others. Safe to repeat."""
        tasks, self._tasks = [*self._tasks, *self._runs.values()], []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if tasks and self.app.database.is_open:
            await wake(self.app)  # for the others: something of ours may wait again
        await self.app.engine.stop()
        if self._queue is not None:
            await self._queue.close_async()
            self._queue = None

    async def _keep_up(self, work: Callable[[], Awaitable[Any]]) -> None:
        """The database may go away and come back: then begin again."""
        while True:
            try:
                await work()
            except Exception:
                logger.exception("the worker stumbled and goes on in a second")
            await asyncio.sleep(1)

    async def _drain(self) -> None:
        assert self._queue is not None  # noqa: S101 - start() made it
        from merx.framework.jobs.tasks import drain  # noqa: PLC0415 - loaded by start()

        await drain(
            self._queue,
            queues=[QUEUE],
            concurrency=self._concurrency,
            install_signal_handlers=False,
            delete_jobs="successful",
            fetch_job_polling_interval=self._poll,
            abort_job_polling_interval=60.0,
            shutdown_graceful_timeout=self._patience,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=self._silence,
        )

    async def _patrol(self) -> None:
        """Look after what dead processes left behind: their runs, and their places in the queue."""
        while True:
            scope = self.app.scope()
            await scope.value(REVIVE, self._silence)
            free = self._concurrency - len(self._runs)
            for run_id in await self.app.engine.take_over(free) if free > 0 else []:
                if run_id not in self._runs:
                    self._runs[run_id] = task = asyncio.create_task(self.app.engine.work(run_id), name=f"take over {run_id}")
                    task.add_done_callback(lambda _, run_id=run_id: self._runs.pop(run_id, None))
            await asyncio.sleep(self._poll * random.uniform(0.8, 1.2))  # noqa: S311 - so that many workers do not look at once
