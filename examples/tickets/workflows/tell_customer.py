"""The customer hears of every change by e-mail."""

from merx.commerce.notification.workflows import NewNotification, send_notifications
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow
from tickets.modules.tickets import STATUS_NAMES, ChangeKind, Side, TicketChange, TicketStatus


class Order(View):
    display_id: int
    email: str | None


class Item(View):
    title: str
    subtitle: str | None


class ChangedTicket(View):
    id: str
    status: TicketStatus
    order: Order
    item: Item


class Change(View, of=TicketChange):
    id: str
    kind: ChangeKind
    side: Side
    after: str | None
    ticket: ChangedTicket


@workflow("tickets.tell_customer")
async def tell_customer(scope: Scope, change_id: str) -> None:
    """Safe to repeat: one mail for each change. Raises `NotFound`."""
    change = await scope.query.one(Change, change_id)
    ticket, email = change.ticket, change.ticket.order.email
    if email is None:  # bought at a till: there is nobody to write to
        return
    data = {
        "kind": change.kind,
        "side": change.side,
        "text": change.after,
        "status": STATUS_NAMES[ticket.status],
        "order": ticket.order.display_id,
        "item": ticket.item.title,
    }
    mail = NewNotification(to=email, channel="email", template="ticket", data=data, resource_type="ticket", resource_id=ticket.id, idempotency_key=change.id)
    await send_notifications(scope, [mail])
