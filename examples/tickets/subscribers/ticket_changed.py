"""Every change of a ticket is told to its customer."""

from merx.framework.events import Event, subscriber
from merx.framework.scope import Scope
from tickets.workflows.history import CREATED, UPDATED, TicketChanged
from tickets.workflows.tell_customer import tell_customer


@subscriber(CREATED, UPDATED)
async def tell_customer_of_change(scope: Scope, event: Event[TicketChanged]) -> None:
    await tell_customer(scope, event.data.change_id)
