"""One delivery: an event, a subscriber, and what becomes of it when the subscriber fails."""

import logging
from typing import TYPE_CHECKING

import msgspec

from merx.framework.data.fields import utcnow
from merx.framework.events.errors import DoesNotFit
from merx.framework.events.models import DeadLetter
from merx.framework.events.subscriber import Event, Subscriber
from merx.framework.workflows.errors import PermanentFailure
from merx.framework.workflows.failure import describe
from merx.framework.workflows.payload import encode
from merx.framework.workflows.redelivery import Redeliverable

if TYPE_CHECKING:
    from merx.framework.app import App

logger = logging.getLogger(__name__)

TRIES = 5
PAUSES = (1, 5, 30, 180)
"""Seconds before the second try, the third, ..."""

_READ = "SELECT row_to_json(event) FROM event WHERE id = $1"
_PARK = """
INSERT INTO dead_letter AS letter (id, event_id, subscriber, tries, error, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5::json, $6, $6)
ON CONFLICT (event_id, subscriber) WHERE deleted_at IS NULL
DO UPDATE SET tries = letter.tries + EXCLUDED.tries, error = EXCLUDED.error, replayed_at = NULL, updated_at = EXCLUDED.updated_at"""


_FINAL = (DoesNotFit, PermanentFailure)
"""What no second try would change."""


async def deliver(app: "App", event_id: str, subscriber: str, tries: int, job: int | None = None) -> None:
    """Give the event to the subscriber. Raises what he raises, so that it is tried again; the last of `TRIES` times it is parked.

    Parked at once: an event whose data do not fit what the subscriber's annotation asks for, and one for which he raises
    `PermanentFailure`. `job` is the delivery's row in the queue: given to another process meanwhile, it is that one's affair.
    """
    run = Redeliverable(subscriber, f"{event_id}/{subscriber}", attempts=tries - 1, job=job)
    try:
        await _hand_over(app, event_id, subscriber, run)
    except Exception as error:
        if not await run.forget(app.scope()) or (tries < TRIES and not isinstance(error, _FINAL)):
            raise
        logger.exception("event %s is parked: subscriber '%s' failed %d times", event_id, subscriber, tries)
        letter = DeadLetter(event_id=event_id, subscriber=subscriber, tries=tries, error=None)
        await app.scope().value(_PARK, letter.id, event_id, subscriber, tries, encode(describe(error)), utcnow())
        return


async def _hand_over(app: "App", event_id: str, subscriber: str, run: Redeliverable) -> None:
    known = app.subscribers.get(subscriber)
    if known is None:
        raise LookupError(f"no subscriber is called '{subscriber}': it was renamed or removed while its delivery waited")
    scope = app.scope()
    data: bytes | None = await scope.value(_READ, event_id)
    if data is None:
        logger.info("event %s is gone: nothing to deliver to '%s'", event_id, subscriber)
        return
    event = read(known, data)
    if event.trace:
        scope.trace = event.trace
    scope.run = run
    await known.function(scope, event)


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
