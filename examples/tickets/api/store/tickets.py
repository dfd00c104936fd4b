"""Customers see their own tickets, and what is asked of them. Other people's are not there."""

from merx.framework.http import Answer, CustomerScope, FieldParams, get, post
from tickets.api.bodies import Brief, Note, TicketParams
from tickets.api.fields import STORE_TICKET
from tickets.workflows.add_note import add_note
from tickets.workflows.write_artwork_brief import write_artwork_brief


def _own(scope: CustomerScope) -> dict[str, dict[str, str]]:
    return {"order": {"customer_id": scope.customer_id}}


@get("/store/tickets", audience="customer")
async def list_tickets(scope: CustomerScope, query: TicketParams) -> Answer:
    return await STORE_TICKET.page(scope, query, filters=_own(scope), order="created_at")


@get("/store/tickets/{id}", audience="customer")
async def retrieve(scope: CustomerScope, id: str, query: FieldParams) -> Answer:
    return await STORE_TICKET.one(scope, id, query, filters=_own(scope))


@post("/store/tickets/{id}/artwork-brief", audience="customer")
async def write_brief(scope: CustomerScope, id: str, data: Brief, query: FieldParams) -> Answer:
    await write_artwork_brief(scope, id, data.artwork_brief)
    return await STORE_TICKET.one(scope, id, query)


@post("/store/tickets/{id}/notes", audience="customer")
async def write_note(scope: CustomerScope, id: str, data: Note, query: FieldParams) -> Answer:
    await add_note(scope, id, data.text)
    return await STORE_TICKET.one(scope, id, query)
