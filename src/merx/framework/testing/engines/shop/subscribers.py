import msgspec

from merx.framework.events import Event, subscriber
from merx.framework.scope import Scope
from merx.framework.testing.engines.shop.service import LedgerService


class Told(msgspec.Struct):
    id: str


@subscriber("sale.held", "sale.placed", "sale.written")
async def note(scope: Scope, event: Event[Told]) -> None:
    async with scope.transaction():
        await scope[LedgerService].write(f"noted {event.name} {event.data.id}", key=scope.step_key)
