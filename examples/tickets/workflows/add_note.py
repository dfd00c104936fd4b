"""Customer and support talk."""

from merx.framework.scope import Scope
from merx.framework.workflows import workflow
from tickets.modules.tickets import TicketNote, TicketService
from tickets.workflows.history import UPDATED, change, record, side_of, take


@workflow("tickets.add_note")
async def add_note(scope: Scope, ticket_id: str, text: str, *, needs_answer: bool = False) -> TicketNote:
    """A note by who is asking. Raises `NotFound`."""
    ticket = await take(scope, ticket_id)
    note = TicketNote(ticket_id=ticket_id, author=side_of(scope.actor), author_id=scope.actor.id, text=text, needs_answer=needs_answer)
    await record(scope, UPDATED, change(scope, ticket, "note", None, text))
    return await scope[TicketService].notes.create(note)
