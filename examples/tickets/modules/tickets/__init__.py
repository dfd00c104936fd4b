"""Tickets: the journey of one line of an order, from its artwork to its delivery.

Owns: tickets, the notes between customer and support, and the history of both.
Leaves to others: what was ordered and by whom (order; links), who hears of a change (subscribers).
Change with care: statuses and event names. Running shops have them stored.
Holds always: an order line has one ticket; every change of a ticket is in its history.
"""

from merx.framework.module import Module
from tickets.modules.tickets.models import STATUS_NAMES, ChangeKind, Side, Ticket, TicketChange, TicketNote, TicketStatus
from tickets.modules.tickets.service import TicketService

tickets = Module("tickets", service=TicketService)

__all__ = ["STATUS_NAMES", "ChangeKind", "Side", "Ticket", "TicketChange", "TicketNote", "TicketService", "TicketStatus", "tickets"]
