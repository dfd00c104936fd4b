"""One delivery: an event or several, a subscriber, and what becomes of it when the subscriber fails."""

import logging
from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from merx.framework.data.fields import utcnow
from merx.framework.events.errors import DoesNotFit
from merx.framework.events.models import DeadLetter
from merx.framework.events.subscriber import Event, Subscriber
from merx.framework.jobs.queue import DELIVER, defer
from merx.framework.workflows.errors import PermanentFailure
from merx.framework.workflows.failure import describe
from merx.framework.workflows.payload import encode
from merx.framework.workflows.redelivery import Redeliverable

if TYPE_CHECKING:
    from merx.framework.app import App

logger = logging.getLogger(__name__)

TRIES = 5
TRIES_TOGETHER = 2
"""Of a list: what passes by itself has passed by then, and what is wrong with one event is not the others' affair."""

PAUSES = (1, 5, 30, 180)
"""Seconds before the second try, the third, ..."""

_READ = "SELECT row_to_json(event) FROM event WHERE id = ANY($1) ORDER BY created_at, id"
_APART = defer(DELIVER, "jsonb_build_object('event_id', id, 'subscriber', $2::text)", "unnest($1::text[]) AS id")
_PARK = """
INSERT INTO dead_letter AS letter (id, event_id, subscriber, tries, error, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5::json, $6, $6)
ON CONFLICT (event_id, subscriber) WHERE deleted_at IS NULL
DO UPDATE SET tries = letter.tries + EXCLUDED.tries, error = EXCLUDED.error, replayed_at = NULL, updated_at = EXCLUDED.updated_at"""


_FINAL = (DoesNotFit, PermanentFailure)
"""What no second try would change."""


async def deliver(app: "App", event_ids: Sequence[str], subscriber: str, tries: int, job: int | None = None) -> None:
    """Give the events to the subscriber. Raises what he raises, so that it is tried again; the last of `TRIES` times it is parked.

    Parked at once: an event whose data do not fit what the subscriber's annotation asks for, and one for which he raises
    `PermanentFailure`. Of a list that failed for `TRIES_TOGETHER` times, or for good, each event is delivered by itself then, with
    tries of its own: one that is bad does not hold up the others. `job` is the delivery's row in the queue: given to another process meanwhile, it is that one's affair.
    """
    run = Redeliverable(subscriber, f"{_key(event_ids)}/{subscriber}", attempts=tries - 1, job=job)
    try:
        await _hand_over(app, event_ids, subscriber, run)
    except Exception as error:
        is_over = tries >= (TRIES if len(event_ids) == 1 else TRIES_TOGETHER) or isinstance(error, _FINAL)
        if not await run.forget(app.scope()) or not is_over:
            raise
        if len(event_ids) > 1:
            logger.warning("%d events for subscriber '%s' are delivered one by one: together they failed: %r", len(event_ids), subscriber, error)
            await app.scope().value(_APART, event_ids, subscriber)
        else:
            logger.exception("event %s is parked: subscriber '%s' failed %d times", event_ids[0], subscriber, tries)
            await _park(app, event_ids[0], subscriber, tries, error)


def _key(event_ids: Sequence[str]) -> str:
    """The same for the same events."""
    return event_ids[0] if len(event_ids) == 1 else f"{event_ids[0]}+{sha256(' '.join(event_ids).encode()).hexdigest()[:12]}"


async def _park(app: "App", event_id: str, subscriber: str, tries: int, error: Exception) -> None:
    letter = DeadLetter(event_id=event_id, subscriber=subscriber, tries=tries, error=None)
    await app.scope().value(_PARK, letter.id, event_id, subscriber, tries, encode(describe(error)), utcnow())


async def _hand_over(app: "App", event_ids: Sequence[str], subscriber: str, run: Redeliverable) -> None:
    known = app.subscribers.get(subscriber)
    if known is None:
        raise LookupError(f"no subscriber is called '{subscriber}': it was renamed or removed while its delivery waited")
    if len(event_ids) > known.together:
        raise LookupError(f"the subscriber '{subscriber}' takes one event at a time since its delivery waits")
    scope = app.scope()
    events = [read(known, row[0]) for row in await scope.rows(_READ, event_ids)]
    if len(events) < len(event_ids):
        logger.info("%d of the events %s are gone: nothing to deliver to '%s'", len(event_ids) - len(events), ", ".join(event_ids), subscriber)
    if not events:
        return
    scope.trace = events[0].trace or scope.trace
    scope.run = run
    await known.function(scope, events if known.together > 1 else events[0])


def read(subscriber: Subscriber, data: bytes) -> Event[object]:
    """The stored event as the subscriber's annotation wants it. Raises `DoesNotFit`."""
    try:
        return subscriber.decoder.decode(data)
    except msgspec.ValidationError as error:
        known = msgspec.json.decode(data, type=Event[msgspec.Raw])
        raise DoesNotFit(
            f"The event '{known.name}' ({known.id}) does not fit the subscriber '{subscriber.name}' ({subscriber.place}), "
            f"which takes {subscriber.wanted}: {error}. Change the annotation or what is emitted, then replay the dead letter.",
            event=known.name,
            event_id=known.id,
            subscriber=subscriber.name,
        ) from error
