"""Events: facts that rooms tell each other, delivered after and only if they are committed.

Owns: `@subscriber`, publishing, delivery with retries, dead letters and their replay, the history.
Leaves to others: the queue and its workers (jobs).
Change freely: everything that is not in `__all__`.
Change with a decision record: the tables `event` and `dead_letter`. Running shops have them stored.
Holds always: an event is stored, and its deliveries are enqueued, in the writer's transaction. Delivery is at least once.
"""

from merx.framework.events.errors import DoesNotFit
from merx.framework.events.history import Happened
from merx.framework.events.models import DeadLetter, StoredEvent
from merx.framework.events.publishing import Events
from merx.framework.events.service import EventService
from merx.framework.events.subscriber import Event, Subscriber, subscriber
from merx.framework.module import Module

events = Module("events", service=EventService)

__all__ = ["subscriber", "Event", "DoesNotFit", "Happened", "Events", "Subscriber", "EventService", "StoredEvent", "DeadLetter", "events"]
