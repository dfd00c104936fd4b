"""The SQL that only this engine needs; the rest is the journal's."""

_OPEN = "status IN ('not_started', 'invoking', 'waiting', 'compensating')"

BEGIN = f"""
UPDATE workflow_run AS run
SET status = CASE WHEN status IN ('not_started', 'waiting') THEN 'invoking' ELSE status END, wake_at = NULL, epoch = epoch + 1, owner = $3,
    lease_until = clock_timestamp() + make_interval(secs => $4), updated_at = now()
WHERE id = $1 AND attempt = $2 AND held_by IS NULL AND {_OPEN}
RETURNING row_to_json(run)"""
"""Who begins again fences off the one before, as every taker of a run does."""

UNFINISHED = f"SELECT attempt FROM workflow_run WHERE id = $1 AND held_by IS NULL AND {_OPEN}"

LOOK_LATER = """
UPDATE workflow_run SET lease_until = clock_timestamp() + make_interval(secs => $3) WHERE id = $1 AND attempt = $2 AND lease_until < clock_timestamp()"""

COMPENSATING = """
UPDATE workflow_run SET status = 'compensating', error = $4::json, epoch = epoch + 1, lease_until = clock_timestamp() + make_interval(secs => $3), updated_at = now()
WHERE id = $1 AND epoch = $2 AND lease_until IS NOT NULL RETURNING epoch"""
"""A step that somebody else still works on belongs to the way forward: from here on it commits no more."""

IS_COMPENSATING = "SELECT epoch FROM workflow_run WHERE id = $1 AND epoch = $2 + 1 AND status = 'compensating'"

IS_OVER = "SELECT true FROM workflow_run WHERE id = $1 AND attempt = $2 AND status = $3"

SUSPEND = """
UPDATE workflow_run AS run SET status = 'waiting', lease_until = NULL, updated_at = now(),
    wake_at = (SELECT min(step.wake_at) FROM workflow_step AS step WHERE step.run_id = $1 AND step.attempt = run.attempt AND step.status = 'waiting')
WHERE id = $1 AND epoch = $2 AND lease_until IS NOT NULL AND signals = $3 AND NOT cancel_requested
RETURNING true AS is_waiting, extract(epoch FROM wake_at - clock_timestamp())::float8 AS seconds"""
"""Lays a run down, as the journal's own statement does; it is Temporal that wakes it."""

STEP = """
SELECT row_to_json(step) FROM (
    SELECT *, coalesce(wake_at <= clock_timestamp(), false) AS is_due FROM workflow_step WHERE run_id = $1 AND attempt = $2 AND branch = $3 AND number = $4
) AS step"""

INPUT = "SELECT input FROM workflow_run WHERE id = $1 AND attempt = $2"
