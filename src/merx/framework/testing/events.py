"""What was emitted and delivered during a test."""

import asyncio
import copy
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

import msgspec

from merx.framework.app import App
from merx.framework.events import Event

_EMITTED = """
SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'data', data, 'created_at', created_at, 'run_id', run_id) ORDER BY id), '[]')
FROM event WHERE NOT held AND ($1::text IS NULL OR name = $1)"""
_read = msgspec.json.Decoder(list[Event[Any]]).decode


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One try to give an event to a subscriber, by this process. `error` is what the subscriber raised."""

    event: Event[Any]
    subscriber: str
    error: Exception | None = None


class CapturedEvents:
    """The events of an app: those in its database, and the deliveries that this process made."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.deliveries: list[Delivery] = []
        """In the order they ended."""
        for name, subscriber in app.subscribers.items():
            watched = copy.copy(subscriber)
            watched.function = self._watched(name, subscriber.function)
            app.subscribers[name] = watched

    async def emitted(self, name: str | None = None) -> list[Event[Any]]:
        """The events called `name`, or all, in the order they were emitted: committed, and released by their run."""
        return _read(await self._app.scope().value(_EMITTED, name))

    async def names(self) -> list[str]:
        """The names of what was emitted, in order."""
        return [event.name for event in await self.emitted()]

    async def data_of(self, name: str) -> list[Any]:
        """What the events called `name` carried."""
        return [event.data for event in await self.emitted(name)]

    def delivered_to(self, subscriber: str) -> list[Any]:
        """What this subscriber was given and took, in order."""
        return [each.event.data for each in self.deliveries if each.subscriber == subscriber and each.error is None]

    async def wait_for(self, name: str, *, where: Callable[[Any], bool] = lambda _: True, timeout: float = 5.0) -> Event[Any]:  # noqa: ASYNC109 - seconds
        """The first event called `name` whose data fits `where`, as soon as it is committed. Raises `AssertionError` after `timeout` seconds."""
        try:
            async with asyncio.timeout(timeout):
                while True:
                    for event in await self.emitted(name):
                        if where(event.data):
                            return event
                    await asyncio.sleep(0.02)
        except TimeoutError as error:
            raise AssertionError(f"no such '{name}' was emitted within {timeout:g} seconds, only: {', '.join(await self.names()) or 'nothing'}") from error

    def _watched(self, name: str, function: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        @wraps(function)
        async def call(scope: Any, given: Event[Any] | list[Event[Any]]) -> Any:
            events = given if isinstance(given, list) else [given]
            try:
                result = await function(scope, given)
            except Exception as error:
                self.deliveries += [Delivery(event=event, subscriber=name, error=error) for event in events]
                raise
            self.deliveries += [Delivery(event=event, subscriber=name) for event in events]
            return result

        return call
