"""The customer says what the artwork shall be."""

from merx.framework.errors import NotAllowed
from merx.framework.scope import Scope
from merx.framework.workflows import workflow
from tickets.modules.tickets import STATUS_NAMES, Ticket, TicketService
from tickets.workflows.history import UPDATED, change, record, take


@workflow("tickets.write_artwork_brief")
async def write_artwork_brief(scope: Scope, ticket_id: str, text: str) -> Ticket:
    """Safe to repeat. Raises `NotFound`, and `NotAllowed` once the artwork is done."""
    ticket = await take(scope, ticket_id)
    if ticket.artwork_brief == text:
        return ticket
    if ticket.status in ("fulfilling", "delivered"):
        raise NotAllowed(f"The ticket is in '{STATUS_NAMES[ticket.status]}': its artwork is done. Write a note instead.", code="ticket.artwork_done")
    await record(scope, UPDATED, change(scope, ticket, "artwork_brief", ticket.artwork_brief, text))
    return await scope[TicketService].tickets.update(ticket_id, artwork_brief=text)
