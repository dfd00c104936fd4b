"""What is kept for a while and then goes: old events, what deliveries and jobs did, jobs that failed long ago."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from merx.framework.app import App

EVERY = 3600.0
"""Seconds, give or take."""
FIRST = 60.0

_DONE = "DELETE FROM done_once WHERE created_at < now() - interval '1 day'"
_FAILED = """
DELETE FROM procrastinate_jobs WHERE status IN ('failed', 'aborted', 'cancelled')
AND id <= (SELECT max(job_id) FROM procrastinate_events WHERE at < now() - make_interval(days => $1))"""


async def keep_house(app: "App") -> int:
    """Forget what is old, and give how many events that were. Safe to repeat and to race: every working process does it now and then."""
    scope = app.scope()
    pruned = await app.events.prune(scope, days=app.config.event_days)
    await scope.value(_DONE)
    await scope.value(_FAILED, int(app.config.event_days) + 1)
    return pruned
