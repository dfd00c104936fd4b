"""How work gets into the queue: by SQL, in the transaction of whoever asks for it. Nothing here needs the queue's library."""

import logging
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from merx.framework.app import App

logger = logging.getLogger(__name__)

QUEUE: Final = "merx"
DELIVER: Final = "merx.deliver"
RUN: Final = "merx.run"
JOB: Final = "merx.job"


def defer(task: str, arguments: str, source: str, *, at: str = "NULL", lock: str = "NULL") -> str:
    """A SELECT that enqueues one `task` per row of `source` (SQL), with `arguments` (SQL, a jsonb over such a row).

    `at` (SQL) is when it is due, at once unless given. The queue wakes its workers when the transaction commits. No rows, no
    work. Of those with one `lock` (SQL) one runs at a time, and a second one may not wait.
    """
    row = f"ROW('{QUEUE}', '{task}', 0, {lock}, {lock}, {arguments}, {at})::procrastinate_job_to_defer_v1"
    return f"SELECT procrastinate_defer_jobs_v1(array_agg({row})) FROM {source}"


REVIVE: Final = """
WITH orphan AS (
    SELECT doing.id FROM procrastinate_jobs AS doing
    LEFT JOIN procrastinate_workers AS worker ON worker.id = doing.worker_id
    WHERE doing.status = 'doing' AND doing.queue_name = 'merx'
      AND (worker.id IS NULL OR worker.last_heartbeat < clock_timestamp() - make_interval(secs => $1))
    FOR UPDATE OF doing SKIP LOCKED
)
UPDATE procrastinate_jobs AS job SET status = 'todo', attempts = attempts + 1, scheduled_at = NULL, queueing_lock = NULL, worker_id = NULL, abort_requested = false
FROM orphan WHERE job.id = orphan.id
RETURNING pg_notify('procrastinate_queue_v1#merx', json_build_object('type', 'job_inserted', 'job_id', job.id)::text)
"""
"""Gives the work of workers that have not been heard of for $1 seconds back to the queue.

Without its queueing lock: the next time of the same job may be waiting already, and of two with the lock one would be refused.
"""

_WAKE = """SELECT pg_notify('procrastinate_queue_v1#merx', '{"type": "job_inserted", "job_id": 0}')"""


async def wake(app: "App") -> None:
    """Make the workers look for what is due. A database that is away is no error: they look by themselves every few seconds."""
    try:
        await app.scope().value(_WAKE)
    except Exception as error:  # noqa: BLE001 - whatever it is
        logger.debug("the workers are not woken: %r", error)
