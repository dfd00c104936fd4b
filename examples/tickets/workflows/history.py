"""Changing a ticket: whose it is, and that everybody hears of it."""

from msgspec import Struct

from merx.framework.errors import NotFound
from merx.framework.query import View
from merx.framework.scope import Actor, Scope
from tickets.modules.tickets import ChangeKind, Side, Ticket, TicketChange, TicketService

CREATED, UPDATED = "ticket.created", "ticket.updated"


class TicketChanged(Struct, frozen=True):
    """What the events `ticket.created` and `ticket.updated` say."""

    id: str
    change_id: str


class _Own(View, of=Ticket):
    id: str


async def take(scope: Scope, ticket_id: str) -> Ticket:
    """The ticket, locked until the transaction ends. Raises `NotFound`, for a customer also where it is somebody else's."""
    ticket = await scope[TicketService].tickets.retrieve(ticket_id, for_update=True)
    if scope.actor.type == "customer" and not await scope.query.all(_Own, {"id": ticket_id, "order": {"customer_id": scope.actor.id}}):
        raise NotFound(f"Ticket with id: {ticket_id} was not found")
    return ticket


async def record(scope: Scope, event: str, *changes: TicketChange) -> None:
    """Write the changes down and tell everybody, if and when the transaction commits."""
    await scope[TicketService].changes.create(changes)
    await scope.emit(event, [TicketChanged(id=each.ticket_id, change_id=each.id) for each in changes])


def change(scope: Scope, ticket: Ticket, kind: ChangeKind, before: str | None, after: str | None) -> TicketChange:
    return TicketChange(ticket_id=ticket.id, kind=kind, side=side_of(scope.actor), actor_id=scope.actor.id, before=before, after=after)


def side_of(actor: Actor) -> Side:
    if actor.type == "customer":
        return "customer"
    return "support" if actor.type in ("user", "api-key") else "shop"
