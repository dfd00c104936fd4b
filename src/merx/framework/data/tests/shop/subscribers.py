"""Who is told what is joined and parted."""

from typing import Any

from merx.framework.events import Event, subscriber
from merx.framework.scope import Scope


@subscriber("LinkCook.attached", "LinkCook.detached")
async def hear_of_cooks(scope: Scope, event: Event[dict[str, Any]]) -> None:
    """Being asked for is what counts here."""
