"""Reads events and dead letters; publishing is the affair of `Events`."""

from merx.framework.data import Repository, Service
from merx.framework.events.models import DeadLetter, StoredEvent


class EventService(Service):
    events: Repository[StoredEvent]
    dead_letters: Repository[DeadLetter]
