"""`@subscriber`: what happens because something happened.

@subscriber("order.placed", "order.canceled")
async def send_to_erp(scope: Scope, event: Event[OrderRef]) -> None: ...

@subscriber("product.updated")
async def send_all_to_erp(scope: Scope, events: list[Event[ProductRef]]) -> None: ...
"""

import inspect
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import cached_property, update_wrapper
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from merx.framework.errors import Misconfigured
from merx.framework.origin import place_of_function
from merx.framework.scope import Scope

T = TypeVar("T")
ALL = "*"
TOGETHER = 500
"""Events that a subscriber who takes several is given at once, at most."""

_NAME = re.compile(r"[\w.:/-]+\*?|\*")


class Event(msgspec.Struct, Generic[T], frozen=True):
    """Something that happened. `data` is what the publisher gave, as the type that the subscriber's annotation asks for."""

    id: str
    name: str
    data: T
    created_at: datetime
    run_id: str | None = None
    trace: str = ""
    """What the publisher's scope had; the subscriber's scope has it too."""


Handler = Callable[[Scope, Any], Awaitable[Any]]


class Subscriber:
    """Made by `@subscriber`; `name` is what its deliveries are stored under."""

    def __init__(self, events: tuple[str, ...], name: str, function: Handler) -> None:
        self.events = events
        self.name = name
        self.function = function
        update_wrapper(self, function)

    def wants(self, event: str) -> bool:
        return any(matches(pattern, event) for pattern in self.events)

    @property
    def place(self) -> str:
        """Its file and line."""
        return place_of_function(self.function)

    @cached_property
    def _annotation(self) -> Any:
        parameters = list(inspect.signature(self.function).parameters.values())
        if len(parameters) < 2:  # noqa: PLR2004 - a scope and an event
            raise Misconfigured(f"{self.place}: the subscriber '{self.name}' takes {len(parameters)} parameters. Write `(scope: Scope, event: Event[...])`.")
        try:
            return get_type_hints(self.function).get(parameters[1].name, Event)
        except NameError as error:
            raise Misconfigured(
                f"{self.place}: the annotation {error.name} of the subscriber '{self.name}' cannot be found at run time. Import it plainly."
            ) from error

    @property
    def together(self) -> int:
        """How many events it takes at once: one, or `TOGETHER` if its annotation is `list[Event[...]]`."""
        return TOGETHER if get_origin(self._annotation) is list else 1

    @cached_property
    def wanted(self) -> Any:
        """The annotation of an event, `Event[Any]` where there is none. Raises `Misconfigured` if it is no `Event[...]`."""
        (hint,) = get_args(self._annotation) if self.together > 1 else (self._annotation,)
        if hint is Event:
            return Event[Any]
        if get_origin(hint) is not Event:
            raise Misconfigured(
                f"{self.place}: the subscriber '{self.name}' takes {hint}, and what comes is an event. Write `event: Event[...]`, with the type of its data."
            )
        return hint

    @cached_property
    def decoder(self) -> msgspec.json.Decoder[Event[Any]]:
        """Reads a stored event as this subscriber's annotation wants it. Raises `Misconfigured` for a type that JSON cannot hold."""
        wanted = self.wanted
        try:
            return msgspec.json.Decoder(wanted)
        except TypeError as error:
            raise Misconfigured(f"{self.place}: the subscriber '{self.name}' takes {wanted}, which no event can hold: {error}") from error

    async def __call__(self, scope: Scope, event: Any) -> Any:
        """Calls the function: with an event, or a list of them if that is what it takes."""
        return await self.function(scope, event)

    def __repr__(self) -> str:
        return f"Subscriber({self.name!r}, {self.events})"


def matches(pattern: str, event: str) -> bool:
    """Whether `pattern`, a name or a beginning with a star, fits the name of an event."""
    return pattern == event or (pattern.endswith(ALL) and event.startswith(pattern[:-1]))


def subscriber(*events: str, name: str | None = None) -> Callable[[Handler], Subscriber]:
    """Call the function for each event of these names, after what happened is committed.

    `"order.*"` is every event whose name begins with `order.`, `"*"` every event. An event comes once, however many of the names fit.

    Each delivery is work of its own, at least once: repeated when it fails or its process dies, so it must be safe to
    repeat; `scope.step_key` is the same each time. `name` is the function's name unless given.

    A function whose second parameter is annotated `list[Event[...]]` is given what one statement said, or one durable run, in
    lists of up to `TOGETHER`, in order; a list that fails twice is tried again event by event, in lists of one.
    """
    if not events:
        raise Misconfigured("@subscriber needs the name of at least one event, as in @subscriber('order.placed')")
    for event in events:
        if not isinstance(event, str):  # pyright: ignore[reportUnnecessaryIsInstance] - `@subscriber` without parentheses
            raise Misconfigured(f"{place_of_function(event)}: @subscriber needs the name of an event. Write @subscriber('order.placed').")
        if ALL in event[:-1]:
            raise Misconfigured(f"@subscriber({event!r}): a star stands at the end, as in 'order.*', or alone.")
        if not _NAME.fullmatch(event):
            raise Misconfigured(f"@subscriber({event!r}): no event has such a name. Use letters, digits, dots, dashes and underscores, as in 'order.placed'.")

    def declare(function: Handler) -> Subscriber:
        if not inspect.iscoroutinefunction(function):
            raise Misconfigured(
                f"{place_of_function(function)}: @subscriber wraps {function.__name__}, which cannot be awaited. Write `async def f(scope: Scope, event: Event[...])`."
            )
        return Subscriber(events, name or function.__name__, function)

    return declare
