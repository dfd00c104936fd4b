"""A ticket knows its order and its line, and these know their tickets: over columns, so no table is made."""

from merx.commerce.order import Order, OrderLineItem
from merx.framework.data import link
from tickets.modules.tickets import Ticket

ticket_order = link(Ticket.order_id, Order, back="tickets", back_many=True, read_only=True)
ticket_item = link(Ticket.order_line_item_id, OrderLineItem, name="item", back="ticket", read_only=True)
