"""A placed order becomes one ticket per line."""

from merx.commerce.order import Order
from merx.framework.errors import NotFound
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import step, workflow
from tickets.modules.tickets import Ticket, TicketService
from tickets.workflows.history import CREATED, change, record


class Line(View):
    id: str


class PlacedOrder(View, of=Order):
    items: list[Line]


@step("tickets.read_lines")
async def read_lines(scope: Scope, order_id: str) -> list[str]:
    order = await scope.query.one(PlacedOrder, order_id)
    if not order.items:
        raise NotFound(f"The order {order_id} has no items")
    return [line.id for line in order.items]


@step("tickets.open", retries=3, backoff=1, growth=1)
async def open_tickets(scope: Scope, order_id: str, line_ids: list[str]) -> list[str]:
    """Each try is one transaction: what fails half way leaves no ticket behind, so the next try makes none twice."""
    tickets = await scope[TicketService].tickets.create([Ticket(order_id=order_id, order_line_item_id=line_id) for line_id in line_ids])
    await record(scope, CREATED, *(change(scope, ticket, "created", None, ticket.status) for ticket in tickets))
    return [ticket.id for ticket in tickets]


@open_tickets.compensate
async def remove_tickets(scope: Scope, ticket_ids: list[str]) -> None:
    await scope[TicketService].tickets.delete(ticket_ids)


@workflow("tickets.create", durable=True, key="order_id")
async def create_tickets(scope: Scope, order_id: str) -> list[str]:
    """The tickets' ids. Once for each order, however often it is asked for and whoever dies meanwhile."""
    return await open_tickets(scope, order_id, await read_lines(scope, order_id))
