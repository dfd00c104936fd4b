"""How work gets into the queue: by SQL, in the transaction of whoever asks for it. Nothing here needs the queue's library."""

from typing import Final

QUEUE: Final = "merx"
DELIVER: Final = "merx.deliver"
RUN: Final = "merx.run"
JOB: Final = "merx.job"


def defer(task: str, arguments: str, source: str, *, at: str = "NULL") -> str:
    """A SELECT that enqueues one `task` per row of `source` (SQL), with `arguments` (SQL, a jsonb over such a row).

    `at` (SQL) is when it is due, at once unless given. The queue wakes its workers when the transaction commits. No rows, no work.
    """
    row = f"ROW('{QUEUE}', '{task}', 0, NULL, NULL, {arguments}, {at})::procrastinate_job_to_defer_v1"
    return f"SELECT procrastinate_defer_jobs_v1(array_agg({row})) FROM {source}"


REVIVE: Final = """
SELECT count(procrastinate_retry_job_v2(job.id, clock_timestamp(), NULL, NULL, NULL)),
       count(pg_notify('procrastinate_any_queue_v1', json_build_object('type', 'job_inserted', 'job_id', job.id)::text))
FROM (
    SELECT doing.id FROM procrastinate_jobs AS doing
    LEFT JOIN procrastinate_workers AS worker ON worker.id = doing.worker_id
    WHERE doing.status = 'doing' AND doing.queue_name = 'merx'
      AND (worker.id IS NULL OR worker.last_heartbeat < clock_timestamp() - make_interval(secs => $1))
    FOR UPDATE OF doing SKIP LOCKED
) AS job
"""
"""Gives the work of workers that have not been heard of for $1 seconds back to the queue."""

FINISH_DOUBLES: Final = """
SELECT count(procrastinate_finish_job_v1(job.id, 'failed', true))
FROM (
    SELECT doing.id FROM procrastinate_jobs AS doing
    LEFT JOIN procrastinate_workers AS worker ON worker.id = doing.worker_id
    WHERE doing.status = 'doing' AND doing.queue_name = 'merx'
      AND (worker.id IS NULL OR worker.last_heartbeat < clock_timestamp() - make_interval(secs => $1))
      AND EXISTS (SELECT FROM procrastinate_jobs AS next WHERE next.queueing_lock = doing.queueing_lock AND next.status = 'todo')
    FOR UPDATE OF doing SKIP LOCKED
) AS job
"""
"""Ends what a dead worker left of a scheduled job whose next time waits already: two of them may not wait."""
