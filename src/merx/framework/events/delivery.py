"""One delivery: an event, a subscriber, and what becomes of it when the subscriber fails."""

import logging
from typing import TYPE_CHECKING

from merx.framework.data.fields import utcnow
from merx.framework.events.models import DeadLetter
from merx.framework.workflows.failure import describe
from merx.framework.workflows.payload import encode
from merx.framework.workflows.runs import AtomicRun

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


async def deliver(app: "App", event_id: str, subscriber: str, tries: int) -> None:
    """Give the event to the subscriber. Raises what he raises, so that it is tried again; the last of `TRIES` times it is parked."""
    try:
        await _hand_over(app, event_id, subscriber)
    except Exception as error:
        if tries < TRIES:
            raise
        logger.exception("event %s is parked: subscriber '%s' failed %d times", event_id, subscriber, tries)
        letter = DeadLetter(event_id=event_id, subscriber=subscriber, tries=tries, error=None)
        await app.scope().value(_PARK, letter.id, event_id, subscriber, tries, encode(describe(error)), utcnow())
        return


async def _hand_over(app: "App", event_id: str, subscriber: str) -> None:
    known = app.subscribers.get(subscriber)
    if known is None:
        raise LookupError(f"no subscriber is called '{subscriber}': it was renamed or removed while its delivery waited")
    scope = app.scope()
    data: bytes | None = await scope.value(_READ, event_id)
    if data is None:
        logger.info("event %s is gone: nothing to deliver to '%s'", event_id, subscriber)
        return
    scope.run = AtomicRun(subscriber, f"{event_id}/{subscriber}")
    await known.function(scope, known.decoder.decode(data))
