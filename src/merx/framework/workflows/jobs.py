"""What the journal does at its hours."""

import logging

from merx.framework.jobs.job import job
from merx.framework.scope import Scope

logger = logging.getLogger(__name__)

BATCH = 500
MOST_BATCHES = 100


@job("workflows.prune", schedule="*/10 * * * *")
async def prune_workflow_runs(scope: Scope) -> int:
    """Delete the runs whose retention has ended, a batch a statement, so that no lock lasts; gives how many. What is left waits for the next time."""
    gone = 0
    for _ in range(MOST_BATCHES):
        batch = await scope.app.engine.prune(BATCH)
        gone += batch
        if batch < BATCH:
            break
    if gone:
        logger.info("%d workflow runs were kept long enough and are deleted", gone)
    return gone
