import asyncio

import msgspec

from merx.framework.events import Event, subscriber
from merx.framework.scope import Scope
from merx.framework.testing.engines.shop.service import LedgerService


class Reference(msgspec.Struct):
    id: str


class Weather:
    """Whether the subscriber's own neighbourhood is in order."""

    failures = 0
    pause = 0.0


@subscriber("storm", name="shop.sail")
async def sail(scope: Scope, event: Event[Reference]) -> None:
    await asyncio.sleep(Weather.pause)
    if Weather.failures:
        Weather.failures -= 1
        raise ConnectionError("waves")
    await scope[LedgerService].write(f"sailed {event.data.id}")
