"""Support sees all tickets, moves them and writes notes."""

from merx.framework.http import AdminScope, Answer, FieldParams, get, post
from tickets.api.bodies import Move, SupportNote, TicketParams
from tickets.api.fields import ADMIN_TICKET
from tickets.workflows.add_note import add_note
from tickets.workflows.move_ticket import move_ticket


@get("/admin/tickets")
async def list_tickets(scope: AdminScope, query: TicketParams) -> Answer:
    return await ADMIN_TICKET.page(scope, query, order="created_at")


@get("/admin/tickets/{id}")
async def retrieve(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await ADMIN_TICKET.one(scope, id, query)


@post("/admin/tickets/{id}")
async def move(scope: AdminScope, id: str, data: Move, query: FieldParams) -> Answer:
    await move_ticket(scope, id, data.status)
    return await ADMIN_TICKET.one(scope, id, query)


@post("/admin/tickets/{id}/notes")
async def annotate(scope: AdminScope, id: str, data: SupportNote, query: FieldParams) -> Answer:
    await add_note(scope, id, data.text, needs_answer=data.needs_answer)
    return await ADMIN_TICKET.one(scope, id, query)
