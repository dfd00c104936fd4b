from typing import Any

from merx.framework.events import Event, subscriber
from merx.framework.scope import Scope


class Guest:
    """Who refuses so many cups."""

    is_full = 0


@subscriber("tea.served")
async def drink(scope: Scope, event: Event[dict[str, Any]]) -> None:
    if Guest.is_full:
        Guest.is_full -= 1
        raise ConnectionError("no more tea")
    await scope.emit("tea.drunk", event.data)


@subscriber("tea.drunk")
async def thank(scope: Scope, event: Event[dict[str, Any]]) -> None:
    del scope, event
