"""The SQL of the journal on PostgreSQL. Times are the server's clock: machines need not agree on theirs."""

from merx.framework.jobs.queue import RUN, defer

_SOON = "clock_timestamp() + make_interval(secs => ${})"

CREATE = f"""
INSERT INTO workflow_run AS run
    (id, workflow, status, attempt, input, actor, trace, cancel_requested, epoch, owner, lease_until, signals, held_by, retention, created_at, updated_at)
VALUES ($1, $2, $3, 1, $4::json, $5::json, $6, false, 1, $7, {_SOON.format(8)}, 0, $9, $10, now(), now())
ON CONFLICT (id) DO UPDATE
SET status = EXCLUDED.status, attempt = run.attempt + 1, input = EXCLUDED.input, result = NULL, error = NULL, actor = EXCLUDED.actor,
    trace = EXCLUDED.trace, cancel_requested = false, epoch = run.epoch + 1, owner = EXCLUDED.owner, lease_until = EXCLUDED.lease_until,
    signals = 0, held_by = EXCLUDED.held_by, retention = EXCLUDED.retention, expires_at = NULL, updated_at = now(), finished_at = NULL
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
SET status = CASE WHEN status IN ('not_started', 'waiting') THEN 'invoking' ELSE status END, wake_at = NULL, epoch = epoch + 1, owner = $2, lease_until = {_SOON.format(3)}, updated_at = now()
WHERE id = $1 AND held_by IS NULL AND status IN ('not_started', 'invoking', 'waiting', 'compensating')
  AND (status = 'not_started' OR lease_until < clock_timestamp() OR wake_at <= clock_timestamp() OR (owner = $2 AND $4))
RETURNING row_to_json(run)"""
"""$4: take it although it is ours already, because we know that we stopped working on it."""

PAST = """
SELECT json_build_object(
    'steps', (SELECT coalesce(json_agg(step), '[]') FROM (
        SELECT *, coalesce(wake_at <= clock_timestamp(), false) AS is_due FROM workflow_step WHERE run_id = $1 AND attempt = $2
    ) AS step),
    'signals', (SELECT coalesce(json_object_agg(name, json_build_object('payload', payload, 'error', error)), '{}') FROM workflow_signal
                WHERE run_id = $1 AND attempt = $2))"""

EXPIRED = """
SELECT id FROM workflow_run
WHERE (lease_until < clock_timestamp() OR wake_at <= clock_timestamp()) AND held_by IS NULL
  AND status IN ('not_started', 'invoking', 'waiting', 'compensating') AND workflow = ANY($1)
ORDER BY coalesce(wake_at, lease_until) LIMIT $2"""

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
    INSERT INTO workflow_step AS step
        (run_id, attempt, branch, number, name, external, status, tries, input, result, error, compensation_error, compensation_data, wake_at, started_at, finished_at)
    SELECT id, attempt, $13, $4, $5, $6, $7, $8, $9::json, $10::json, $11::json, $12::json, $14::json, {_SOON.format(15)}, now(),
        CASE WHEN $7 IN ('invoking', 'waiting') THEN NULL ELSE clock_timestamp() END
    FROM run
    ON CONFLICT (run_id, attempt, branch, number) DO UPDATE
    SET status = EXCLUDED.status, tries = greatest(step.tries, EXCLUDED.tries), input = coalesce(step.input, EXCLUDED.input),
        result = coalesce(EXCLUDED.result, step.result), error = coalesce(EXCLUDED.error, step.error),
        compensation_data = coalesce(EXCLUDED.compensation_data, step.compensation_data), wake_at = EXCLUDED.wake_at,
        compensation_error = EXCLUDED.compensation_error, finished_at = EXCLUDED.finished_at
    WHERE step.status = 'invoking' OR step.status = 'waiting' OR (EXCLUDED.status IN ('compensating', 'reverted') AND step.status <> 'reverted')
    RETURNING run_id
)
SELECT cancel_requested FROM run JOIN recorded ON run_id = id"""
"""A line of the journal, if the lease still holds: no row otherwise. The fence of everything a run writes."""

COMPENSATING = f"""
UPDATE workflow_run SET status = 'compensating', error = $4::json, lease_until = {_SOON.format(3)}, updated_at = now()
WHERE id = $1 AND epoch = $2 AND lease_until IS NOT NULL RETURNING id"""

SUSPEND = f"""
WITH run AS (
    UPDATE workflow_run AS run SET status = 'waiting', lease_until = NULL, updated_at = now(),
        wake_at = (SELECT min(step.wake_at) FROM workflow_step AS step WHERE step.run_id = $1 AND step.attempt = run.attempt AND step.status = 'waiting')
    WHERE id = $1 AND epoch = $2 AND lease_until IS NOT NULL AND signals = $3 AND NOT cancel_requested
    RETURNING id, wake_at
)
SELECT (SELECT id FROM run), ({defer(RUN, "jsonb_build_object('run_id', run.id)", "run WHERE run.wake_at IS NOT NULL", at="run.wake_at")})"""
"""Lays a run down, and has the queue take it up when its first wait ends. No id if the lease is gone, or news have come."""

SIGNAL = """
WITH run AS (
    SELECT id, attempt FROM workflow_run WHERE id = $1 AND status IN ('not_started', 'invoking', 'waiting') FOR UPDATE
), heard AS (
    INSERT INTO workflow_signal (run_id, attempt, name, payload, error, created_at)
    SELECT id, attempt, $2, $3::json, $4, now() FROM run
    ON CONFLICT (run_id, attempt, name) DO NOTHING
    RETURNING run_id
)
UPDATE workflow_run AS run
SET signals = signals + 1, updated_at = now(), wake_at = CASE status WHEN 'waiting' THEN clock_timestamp() ELSE wake_at END
FROM heard WHERE run.id = heard.run_id
RETURNING status"""
"""Keeps what was said, once, and wakes the run. The run's row is locked: it cannot lie down at the same time and miss it."""

FINISH = """
UPDATE workflow_run SET status = $3, result = $4::json, error = $5::json, lease_until = NULL, updated_at = now(), finished_at = clock_timestamp(),
    expires_at = CASE WHEN $3 IN ('done', 'reverted') THEN clock_timestamp() + make_interval(secs => retention) END
WHERE id = $1 AND epoch = $2 AND lease_until IS NOT NULL RETURNING id"""

OUTCOME = """
SELECT row_to_json(run) FROM (
    SELECT status, attempt, result, error, held_by IS NULL AND coalesce(lease_until < clock_timestamp(), wake_at <= clock_timestamp(), false) AS is_abandoned FROM workflow_run WHERE id = $1
) AS run"""

CANCEL = """
UPDATE workflow_run
SET cancel_requested = true, updated_at = now(),
    status = CASE status WHEN 'not_started' THEN 'reverted' ELSE status END,
    error = CASE status WHEN 'not_started' THEN $2::json::jsonb ELSE error END,
    lease_until = CASE status WHEN 'not_started' THEN NULL ELSE lease_until END,
    wake_at = CASE status WHEN 'waiting' THEN clock_timestamp() ELSE wake_at END,
    finished_at = CASE status WHEN 'not_started' THEN now() ELSE finished_at END,
    expires_at = CASE status WHEN 'not_started' THEN now() + make_interval(secs => retention) ELSE expires_at END
WHERE id = $1 AND status IN ('not_started', 'invoking', 'waiting') RETURNING status"""

ENDED = """
SELECT row_to_json(ended) FROM (
    SELECT workflow, attempt, status, (
        SELECT coalesce(json_agg(step), '[]') FROM workflow_step AS step WHERE step.run_id = run.id AND step.attempt = run.attempt
    ) AS steps
    FROM workflow_run AS run WHERE id = $1 FOR UPDATE
) AS ended"""

AGAIN = f"""
UPDATE workflow_run
SET status = 'not_started', attempt = attempt + 1, epoch = epoch + 1, error = NULL, result = NULL, cancel_requested = false, signals = 0, wake_at = NULL,
    lease_until = {_SOON.format(3)}, finished_at = NULL, expires_at = NULL, updated_at = now()
WHERE id = $1 AND attempt = $2 AND status IN ('reverted', 'failed')
RETURNING attempt"""

KEEP = """
INSERT INTO workflow_step
    (run_id, attempt, branch, number, name, external, status, tries, input, result, error, compensation_data, kept_from, started_at, finished_at)
SELECT run_id, attempt + 1, branch, number, name, external, CASE status WHEN 'compensating' THEN 'done' ELSE status END, tries, input, result, error,
    compensation_data, coalesce(kept_from, attempt), started_at, finished_at
FROM workflow_step JOIN unnest($3::text[], $4::int[]) AS kept(branch, number) USING (branch, number)
WHERE run_id = $1 AND attempt = $2"""

KEEP_SIGNALS = """
INSERT INTO workflow_signal (run_id, attempt, name, payload, error, created_at)
SELECT run_id, attempt + 1, name, payload, error, created_at FROM workflow_signal
WHERE run_id = $1 AND attempt = $2 AND NOT name = ANY($3)"""

PRUNE = """
WITH gone AS (
    DELETE FROM workflow_run WHERE id IN (
        SELECT id FROM workflow_run WHERE expires_at < clock_timestamp() AND status IN ('done', 'reverted')
        ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED
    ) RETURNING id
)
SELECT count(*) FROM gone"""
"""Steps and signals go with their run. A run that is tried again has no `expires_at` any more."""
