"""`@subscriber`: what happens because something happened.

@subscriber("order.placed")
async def send_to_erp(scope: Scope, event: Event[OrderRef]) -> None: ...
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import cached_property, update_wrapper
from typing import Any, Generic, TypeVar, get_args, get_type_hints

import msgspec

from merx.framework.errors import Misconfigured
from merx.framework.scope import Scope

T = TypeVar("T")
ALL = "*"


class Event(msgspec.Struct, Generic[T], frozen=True):
    """Something that happened. `data` is what the publisher gave, as the type that the subscriber's annotation asks for."""

    id: str
    name: str
    data: T
    created_at: datetime
    run_id: str | None = None


Handler = Callable[[Scope, Event[Any]], Awaitable[Any]]


class Subscriber:
    """Made by `@subscriber`; `name` is what its deliveries are stored under."""

    def __init__(self, events: tuple[str, ...], name: str, function: Handler) -> None:
        self.events = events
        self.name = name
        self.function = function
        update_wrapper(self, function)

    def wants(self, event: str) -> bool:
        return event in self.events or ALL in self.events

    @cached_property
    def decoder(self) -> msgspec.json.Decoder[Event[Any]]:
        """Reads a stored event as this subscriber's annotation wants it."""
        hints = [hint for name, hint in get_type_hints(self.function).items() if name not in ("scope", "return")]
        wanted = hints[0] if hints else Event[Any]
        return msgspec.json.Decoder(wanted if get_args(wanted) else Event[Any])

    async def __call__(self, scope: Scope, event: Event[Any]) -> Any:
        return await self.function(scope, event)

    def __repr__(self) -> str:
        return f"Subscriber({self.name!r}, {self.events})"


def subscriber(*events: str, name: str | None = None) -> Callable[[Handler], Subscriber]:
    """Call the function for each event of these names (`"*"` is every event), after what happened is committed.

    Each delivery is work of its own, at least once: repeated when it fails or its process dies, so it must be safe to
    repeat; `scope.step_key` is the same each time. `name` is the function's name unless given.
    """
    if not events:
        raise Misconfigured("@subscriber needs the name of at least one event, as in @subscriber('order.placed')")
    return lambda function: Subscriber(events, name or function.__name__, function)
