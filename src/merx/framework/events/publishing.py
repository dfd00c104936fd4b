"""`Events`: writes what happened beside the work that it causes, in one statement of the writer's transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import msgspec

from merx.framework.data.ids import new_id
from merx.framework.errors import NotFound
from merx.framework.events.history import Happened, prune, read_history
from merx.framework.events.models import DeadLetter
from merx.framework.events.service import EventService
from merx.framework.jobs.queue import DELIVER, defer
from merx.framework.scope import Scope

if TYPE_CHECKING:
    from merx.framework.app import App
    from merx.framework.events.subscriber import Subscriber

# Said in this order: `ordinality` parts what one statement says.
_INSERT = """INSERT INTO event (id, name, data, created_at, run_id, held, trace)
SELECT id, $2, data, clock_timestamp() + ordinality * interval '1 microsecond', $3, $4, $5
FROM ROWS FROM (json_to_recordset($1::json) AS (id text, data jsonb)) WITH ORDINALITY AS published(id, data, ordinality)"""
# Who takes several gets them together, `size` at a time; a delivery of one looks the same to everybody.
_TOGETHER = """(
    SELECT subscriber, array_agg(id ORDER BY created_at, id) AS ids FROM (
        SELECT *, row_number() OVER (PARTITION BY subscriber ORDER BY created_at, id) - 1 AS place FROM {wanted} AS wanted
    ) AS placed GROUP BY subscriber, place / size ORDER BY min(created_at), subscriber
) AS delivery"""
_ARGUMENTS = """CASE cardinality(ids) WHEN 1 THEN jsonb_build_object('event_id', ids[1], 'subscriber', subscriber)
ELSE jsonb_build_object('event_ids', ids, 'subscriber', subscriber) END"""
_ALONE = "jsonb_build_object('event_id', id, 'subscriber', subscriber)"
# The usual case: no list to make of one event.
_PUBLISH_ONE = f"WITH published AS ({_INSERT} RETURNING id) {defer(DELIVER, _ALONE, 'published, unnest($6::text[]) AS known(subscriber)')}"
_EACH = "(SELECT published.id, created_at, subscriber, size FROM published, unnest($6::text[], $7::int[]) AS known(subscriber, size))"
_PUBLISH = f"WITH published AS ({_INSERT} RETURNING id, created_at) {defer(DELIVER, _ARGUMENTS, _TOGETHER.format(wanted=_EACH))}"
_PAIRS = """(
    SELECT DISTINCT published.id, created_at, subscriber, size FROM published JOIN unnest($2::text[], $3::text[], $4::int[]) AS known(pattern, subscriber, size)
    ON pattern = published.name OR (right(pattern, 1) = '*' AND starts_with(published.name, left(pattern, -1)))
)"""
_RELEASE = f"""WITH published AS (
    UPDATE event SET held = false, transaction = (pg_current_xact_id()::text)::bigint WHERE run_id = $1 AND held RETURNING id, name, created_at
)
{defer(DELIVER, _ARGUMENTS, _TOGETHER.format(wanted=_PAIRS))}"""
_REPLAY = f"""WITH again AS (UPDATE dead_letter SET replayed_at = now(), updated_at = now() WHERE id = ANY($1) AND deleted_at IS NULL RETURNING event_id AS id, subscriber)
{defer(DELIVER, _ALONE, "again")}"""

_DEAD = """
SELECT row_to_json(letter) FROM dead_letter AS letter JOIN event ON event.id = event_id
WHERE replayed_at IS NULL AND deleted_at IS NULL AND ($1::text IS NULL OR event.name = $1) AND ($2::text IS NULL OR subscriber = $2)
ORDER BY letter.id LIMIT $3"""

_decode_letter = msgspec.json.Decoder(DeadLetter).decode
_encode = msgspec.json.Encoder(decimal_format="string").encode


class Events:
    """The events of one app."""

    def __init__(self, app: "App") -> None:
        self._wanted: dict[str, tuple[list[str], list[int]]] = {}
        self._subscribers = app.subscribers
        self.named = frozenset(event for subscriber in app.subscribers.values() for event in subscriber.events)
        """The events that somebody subscribes to by name."""

    def subscribers_of(self, name: str) -> "list[Subscriber]":
        return [subscriber for subscriber in self._subscribers.values() if subscriber.wants(name)]

    async def publish(self, scope: Scope, name: str, data: Any) -> None:
        """Say that `name` happened; a list of data is one event each. One statement, in the open transaction if there is one.

        Delivered if and only if that commits; in a durable run, when the run has succeeded.
        """
        many: Sequence[Any] = cast("Sequence[Any]", data) if isinstance(data, list | tuple) else [data]
        if not many:
            return
        rows = _encode([{"id": new_id("evt"), "data": one} for one in many])
        holding = scope.run if scope.run is not None and scope.run.holds else None
        names, sizes = ([], []) if holding else self._wanting(name)
        run_id = holding.id if holding else None
        if names and len(many) == 1:
            await scope.value(_PUBLISH_ONE, rows, name, run_id, False, scope.trace, names)
        elif names:
            await scope.value(_PUBLISH, rows, name, run_id, False, scope.trace, names, sizes)
        else:
            await scope.value(_INSERT, rows, name, run_id, holding is not None, scope.trace)

    async def release(self, scope: Scope, run_id: str) -> None:
        """Deliver what the durable run `run_id` said: it has succeeded. One statement, safe to repeat."""
        pairs = [(event, subscriber) for subscriber in self._subscribers.values() for event in subscriber.events]
        patterns, names, sizes = [event for event, _ in pairs], [known.name for _, known in pairs], [known.together for _, known in pairs]
        await scope.value(_RELEASE, run_id, patterns, names, sizes)

    async def drop(self, scope: Scope, run_id: str) -> None:
        """Forget what the durable run `run_id` said: it is compensated. One statement, safe to repeat."""
        await scope.value("DELETE FROM event WHERE run_id = $1 AND held", run_id)

    async def dead(self, scope: Scope, *, event: str | None = None, subscriber: str | None = None, limit: int = 100) -> list[DeadLetter]:
        """The deliveries that failed for good and were not sent again since, the oldest first."""
        rows = await scope.rows(_DEAD, event, subscriber, limit)
        return [_decode_letter(row[0]) for row in rows]

    async def replay(self, scope: Scope, *dead_letter_ids: str) -> None:
        """Send dead letters again, with fresh tries. Raises `NotFound` if one does not exist, and sends none then."""
        async with scope.transaction():
            await self._check(scope, dead_letter_ids)
            await scope.value(_REPLAY, list(dead_letter_ids))

    async def dismiss(self, scope: Scope, *dead_letter_ids: str) -> None:
        """Let dead letters be: they are listed no more, and their events no longer kept for them. Raises `NotFound` as `replay`."""
        async with scope.transaction():
            await self._check(scope, dead_letter_ids)
            await scope[EventService].dead_letters.soft_delete({"id": list(dead_letter_ids)})

    async def history(
        self,
        scope: Scope,
        *names: str,
        after: str | None = None,
        since: datetime | None = None,
        newest_first: bool = False,
        limit: int = 100,
    ) -> list[Happened]:
        """What happened: events of these names (`"order.*"` and `"*"` as in `@subscriber`), all if none is given.

        In the order of the transactions that said them, a durable run's when it succeeded. Reading on `after` the `cursor`
        of the last one that was read misses none and repeats none, whatever commits meanwhile: an event shows once every
        transaction that began to write before its own has ended. Raises `InvalidData` for a cursor that is none.
        """
        return await read_history(scope, names, after=after, since=since, newest_first=newest_first, limit=limit)

    async def prune(self, scope: Scope, *, days: float) -> int:
        """Forget events older than that, and give how many; a bite at a time, so that nobody waits for it. Safe to repeat and to race.

        Kept, however old: what a running workflow holds, what waits to be delivered, what has a dead letter.
        """
        return await prune(scope, days)

    async def _check(self, scope: Scope, dead_letter_ids: Sequence[str]) -> None:
        found = await scope[EventService].dead_letters.list({"id": list(dead_letter_ids)})
        missing = set(dead_letter_ids) - {letter.id for letter in found}
        if missing:
            raise NotFound(f"Dead letter with id: {', '.join(sorted(missing))} was not found")

    def _wanting(self, event: str) -> tuple[list[str], list[int]]:
        """The names of its subscribers, and how many events each takes at once."""
        found = self._wanted.get(event)
        if found is None:
            known = self.subscribers_of(event)
            found = self._wanted[event] = ([each.name for each in known], [each.together for each in known])
        return found
