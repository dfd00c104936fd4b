"""Support moves a ticket along, or back."""

from merx.framework.scope import Scope
from merx.framework.workflows import workflow
from tickets.modules.tickets import Ticket, TicketService, TicketStatus
from tickets.workflows.history import UPDATED, change, record, take


@workflow("tickets.move")
async def move_ticket(scope: Scope, ticket_id: str, status: TicketStatus) -> Ticket:
    """Safe to repeat: where it is already, nothing happens and nobody is told. Raises `NotFound`."""
    ticket = await take(scope, ticket_id)
    if ticket.status == status:
        return ticket
    await record(scope, UPDATED, change(scope, ticket, "status", ticket.status, status))
    return await scope[TicketService].tickets.update(ticket_id, status=status)
