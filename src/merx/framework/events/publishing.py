"""`Events`: writes what happened beside the work that it causes, in one statement of the writer's transaction."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import msgspec

from merx.framework.data.ids import new_id
from merx.framework.errors import NotFound
from merx.framework.events.service import EventService
from merx.framework.jobs.queue import DELIVER, defer
from merx.framework.scope import Scope

if TYPE_CHECKING:
    from merx.framework.app import App
    from merx.framework.events.subscriber import Subscriber

_INSERT = """INSERT INTO event (id, name, data, created_at, run_id, held)
SELECT id, $2, data, now(), $3, $4 FROM json_to_recordset($1::json) AS published(id text, data jsonb)"""
_ARGUMENTS = "jsonb_build_object('event_id', published.id, 'subscriber', wanted.subscriber)"
_PUBLISH = f"WITH published AS ({_INSERT} RETURNING id) {defer(DELIVER, _ARGUMENTS, 'published, unnest($5::text[]) AS wanted(subscriber)')}"
_RELEASE = f"""WITH published AS (UPDATE event SET held = false WHERE run_id = $1 AND held RETURNING id, name)
{defer(DELIVER, _ARGUMENTS, "published JOIN unnest($2::text[], $3::text[]) AS wanted(event, subscriber) ON wanted.event IN (published.name, '*')")}"""
_REPLAY = f"""WITH again AS (UPDATE dead_letter SET replayed_at = now(), updated_at = now() WHERE id = ANY($1) RETURNING event_id AS id, subscriber)
{defer(DELIVER, _ARGUMENTS.replace("wanted", "published"), "again AS published")}"""

_encode = msgspec.json.Encoder(decimal_format="string").encode


class Events:
    """The events of one app."""

    def __init__(self, app: "App") -> None:
        self._wanted: dict[str, list[str]] = {}
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
        wanted = [] if holding else self._names_of(name)
        run_id = holding.id if holding else None
        if wanted:
            await scope.value(_PUBLISH, rows, name, run_id, False, wanted)
        else:
            await scope.value(_INSERT, rows, name, run_id, holding is not None)

    async def release(self, scope: Scope, run_id: str) -> None:
        """Deliver what the durable run `run_id` said: it has succeeded. One statement, safe to repeat."""
        pairs = [(event, subscriber.name) for subscriber in self._subscribers.values() for event in subscriber.events]
        await scope.value(_RELEASE, run_id, [event for event, _ in pairs], [name for _, name in pairs])

    async def drop(self, scope: Scope, run_id: str) -> None:
        """Forget what the durable run `run_id` said: it is compensated. One statement, safe to repeat."""
        await scope.value("DELETE FROM event WHERE run_id = $1 AND held", run_id)

    async def replay(self, scope: Scope, *dead_letter_ids: str) -> None:
        """Send dead letters again, with fresh tries. Raises `NotFound` if one does not exist, and sends none then."""
        async with scope.transaction():
            found = await scope[EventService].dead_letters.list({"id": list(dead_letter_ids)})
            missing = set(dead_letter_ids) - {letter.id for letter in found}
            if missing:
                raise NotFound(f"Dead letter with id: {', '.join(sorted(missing))} was not found")
            await scope.value(_REPLAY, list(dead_letter_ids))

    def _names_of(self, event: str) -> list[str]:
        names = self._wanted.get(event)
        if names is None:
            names = self._wanted[event] = [subscriber.name for subscriber in self.subscribers_of(event)]
        return names
