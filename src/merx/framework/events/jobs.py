"""What is kept for a while and then goes: old events, what deliveries and jobs did, jobs that failed long ago."""

from merx.framework.jobs import job
from merx.framework.scope import Scope

_DONE = "DELETE FROM done_once WHERE created_at < now() - interval '1 day'"
_FAILED = """
DELETE FROM procrastinate_jobs WHERE status IN ('failed', 'aborted', 'cancelled')
AND id <= (SELECT max(job_id) FROM procrastinate_events WHERE at < now() - make_interval(days => $1))"""


@job("events.prune", schedule="30 * * * *")
async def prune_events(scope: Scope) -> int:
    """Forget what is older than `config.event_days`, and give how many events that were. Safe to repeat and to race."""
    days = scope.app.config.event_days
    pruned = await scope.app.events.prune(scope, days=days)
    await scope.value(_DONE)
    await scope.value(_FAILED, int(days) + 1)
    return pruned
