"""The history: what happened, in an order that stays, for as long as events are kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from ulid import ULID

from merx.framework.data.fields import utcnow
from merx.framework.errors import InvalidData
from merx.framework.scope import Scope

BITE = 1000

# A transaction gets its number when it first writes. Below the lowest that is still open nothing new can appear.
_READ = """
SELECT row_to_json(happened) FROM (
    SELECT id, name, data, created_at, run_id, trace, transaction FROM event
    WHERE NOT held AND transaction < (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint
      AND ($1::text[] IS NULL OR name LIKE ANY($1)) AND ($2::timestamptz IS NULL OR created_at >= $2)
      AND ($3::bigint IS NULL OR (transaction, created_at, id) {beyond} ($3, $4::timestamptz, $5::text))
    ORDER BY transaction {way}, created_at {way}, id {way} LIMIT $6
) AS happened"""
_FORWARDS = _READ.format(beyond=">", way="ASC")
_BACKWARDS = _READ.format(beyond="<", way="DESC")

# Ids begin with the time at which they were made, so the primary key finds the old ones.
_PRUNE = """
WITH waiting AS (
    SELECT unnest(CASE WHEN args ? 'event_ids' THEN ARRAY(SELECT jsonb_array_elements_text(args->'event_ids')) ELSE ARRAY[args->>'event_id'] END) AS id
    FROM procrastinate_jobs WHERE task_name = 'merx.deliver' AND status IN ('todo', 'doing')
), old AS (
    SELECT id FROM event
    WHERE id < $1 AND NOT held
      AND NOT EXISTS (SELECT FROM dead_letter WHERE event_id = event.id AND replayed_at IS NULL AND deleted_at IS NULL)
      AND NOT EXISTS (SELECT FROM waiting WHERE waiting.id = event.id)
    LIMIT $2 FOR UPDATE SKIP LOCKED
), gone AS (DELETE FROM event USING old WHERE event.id = old.id RETURNING 1)
SELECT count(*) FROM gone"""

# A database that was restored elsewhere holds numbers that its new server has not reached: then the time is all the order there is.
_RENUMBER = """
UPDATE event SET transaction = 0 WHERE transaction > 0 AND EXISTS (
    SELECT FROM event WHERE NOT held AND transaction >= (pg_snapshot_xmax(pg_current_snapshot())::text)::bigint
)"""


class Happened(msgspec.Struct, frozen=True):
    """An event of the past. Read on after its `cursor`."""

    id: str
    name: str
    data: Any
    created_at: datetime
    trace: str
    transaction: int
    run_id: str | None = None

    @property
    def cursor(self) -> str:
        return f"{self.transaction}/{self.created_at.isoformat()}/{self.id}"


_decode = msgspec.json.Decoder(Happened).decode


async def read_history(scope: Scope, names: Sequence[str], *, after: str | None, since: datetime | None, newest_first: bool, limit: int) -> list[Happened]:
    """One statement; see `Events.history`."""
    patterns = [_like(name) for name in names] or None
    rows = await scope.rows(_BACKWARDS if newest_first else _FORWARDS, patterns, since, *_place(after), limit)
    return [_decode(row[0]) for row in rows]


def _like(name: str) -> str:
    escaped = name.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"{escaped[:-1]}%" if escaped.endswith("*") else escaped


def _place(cursor: str | None) -> tuple[int | None, datetime | None, str | None]:
    if cursor is None:
        return None, None, None
    try:
        transaction, created_at, event_id = cursor.split("/")
        return int(transaction), datetime.fromisoformat(created_at), event_id
    except ValueError:
        raise InvalidData(f"{cursor!r} is no place in the history: give the `cursor` of an event that was read before") from None


async def prune(scope: Scope, days: float) -> int:
    """See `Events.prune`."""
    await scope.value(_RENUMBER)
    oldest = f"evt_{ULID.from_datetime(utcnow() - timedelta(days=days))}"
    pruned = 0
    while True:
        bite: int = await scope.value(_PRUNE, oldest, BITE)
        pruned += bite
        if bite < BITE:
            return pruned
