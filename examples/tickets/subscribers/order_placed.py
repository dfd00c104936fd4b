"""Every order becomes tickets."""

from msgspec import Struct

from merx.framework.events import Event, subscriber
from merx.framework.scope import Scope
from tickets.workflows.create_tickets import create_tickets


class OrderPlaced(Struct):
    id: str


@subscriber("order.placed")
async def open_tickets_of_order(scope: Scope, event: Event[OrderPlaced]) -> None:
    await create_tickets(scope, event.data.id)
