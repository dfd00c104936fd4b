"""The SQL of the journal on PostgreSQL. Times are the server's clock: machines need not agree on theirs."""

from merx.framework.jobs.queue import RUN, defer

_SOON = "clock_timestamp() + make_interval(secs => ${})"

CREATE = f"""
INSERT INTO workflow_run AS run
    (id, workflow, status, attempt, input, actor, trace, cancel_requested, epoch, owner, lease_until, held_by, created_at, updated_at)
VALUES ($1, $2, $3, 1, $4::json, $5::json, $6, false, 1, $7, {_SOON.format(8)}, $9, now(), now())
ON CONFLICT (id) DO UPDATE
SET status = EXCLUDED.status, attempt = run.attempt + 1, input = EXCLUDED.input, result = NULL, error = NULL, actor = EXCLUDED.actor,
    trace = EXCLUDED.trace, cancel_requested = false, epoch = run.epoch + 1, owner = EXCLUDED.owner, lease_until = EXCLUDED.lease_until,
    held_by = EXCLUDED.held_by, updated_at = now(), finished_at = NULL
WHERE run.status = 'reverted'
RETURNING attempt, epoch"""
"""A new run, or another attempt at one that was reverted; no row if the run is under way, done, or failed for good."""

ENQUEUE = defer(RUN, "jsonb_build_object('run_id', run.id)", "(SELECT $1::text AS id) AS run")

RELEASE_STARTS = f"""
WITH run AS (UPDATE workflow_run SET held_by = NULL, lease_until = {_SOON.format(2)} WHERE held_by = $1 RETURNING id)
{defer(RUN, "jsonb_build_object('run_id', run.id)", "run")}"""

DROP_STARTS = "DELETE FROM workflow_run WHERE held_by = $1"

TAKE = f"""
UPDATE workflow_run AS run
SET status = CASE status WHEN 'not_started' THEN 'invoking' ELSE status END, epoch = epoch + 1, owner = $2, lease_until = {_SOON.format(3)}, updated_at = now()
WHERE id = $1 AND held_by IS NULL AND status IN ('not_started', 'invoking', 'compensating')
  AND (status = 'not_started' OR lease_until < clock_timestamp() OR (owner = $2 AND $4))
RETURNING row_to_json(run)"""
"""$4: take it although it is ours already, because we know that we stopped working on it."""

STEPS = """
SELECT coalesce(json_agg(step ORDER BY number), '[]') FROM workflow_step AS step
WHERE run_id = $1 AND attempt = $2"""

EXPIRED = """
SELECT id FROM workflow_run
WHERE lease_until < clock_timestamp() AND held_by IS NULL AND status IN ('not_started', 'invoking', 'compensating') AND workflow = ANY($1)
ORDER BY lease_until LIMIT $2"""

RENEW = f"""
UPDATE workflow_run AS run SET lease_until = {_SOON.format(3)}
FROM unnest($1::text[], $2::int[]) AS held(id, epoch)
WHERE run.id = held.id AND run.epoch = held.epoch AND run.lease_until IS NOT NULL"""

GIVE_BACK = "UPDATE workflow_run SET lease_until = clock_timestamp() WHERE id = $1 AND epoch = $2 AND lease_until IS NOT NULL"

RECORD = f"""
WITH run AS (
    UPDATE workflow_run SET lease_until = {_SOON.format(3)}, updated_at = now() WHERE id = $1 AND epoch = $2 AND lease_until IS NOT NULL
    RETURNING id, attempt, cancel_requested
), recorded AS (
    INSERT INTO workflow_step AS step (run_id, attempt, number, name, external, status, tries, input, result, error, compensation_error, started_at, finished_at)
    SELECT id, attempt, $4, $5, $6, $7, $8, $9::json, $10::json, $11::json, $12::json, now(), CASE $7 WHEN 'invoking' THEN NULL ELSE clock_timestamp() END
    FROM run
    ON CONFLICT (run_id, attempt, number) DO UPDATE
    SET status = EXCLUDED.status, tries = greatest(step.tries, EXCLUDED.tries), input = coalesce(step.input, EXCLUDED.input),
        result = coalesce(EXCLUDED.result, step.result), error = coalesce(EXCLUDED.error, step.error),
        compensation_error = EXCLUDED.compensation_error, finished_at = EXCLUDED.finished_at
    WHERE step.status = 'invoking' OR EXCLUDED.status IN ('compensating', 'reverted')
    RETURNING run_id
)
SELECT cancel_requested FROM run JOIN recorded ON run_id = id"""
"""A line of the journal, if the lease still holds: no row otherwise. The fence of everything a run writes."""

COMPENSATING = f"""
UPDATE workflow_run SET status = 'compensating', error = $4::json, lease_until = {_SOON.format(3)}, updated_at = now()
WHERE id = $1 AND epoch = $2 AND lease_until IS NOT NULL RETURNING id"""

FINISH = """
UPDATE workflow_run SET status = $3, result = $4::json, error = $5::json, lease_until = NULL, updated_at = now(), finished_at = clock_timestamp()
WHERE id = $1 AND epoch = $2 AND lease_until IS NOT NULL RETURNING id"""

OUTCOME = """
SELECT row_to_json(run) FROM (
    SELECT status, result, error, held_by IS NULL AND coalesce(lease_until < clock_timestamp(), false) AS is_abandoned FROM workflow_run WHERE id = $1
) AS run"""

CANCEL = """
UPDATE workflow_run
SET cancel_requested = true, updated_at = now(),
    status = CASE status WHEN 'not_started' THEN 'reverted' ELSE status END,
    error = CASE status WHEN 'not_started' THEN $2::json::jsonb ELSE error END,
    lease_until = CASE status WHEN 'not_started' THEN NULL ELSE lease_until END,
    finished_at = CASE status WHEN 'not_started' THEN now() ELSE finished_at END
WHERE id = $1 AND status IN ('not_started', 'invoking') RETURNING id"""
