"""Reads and writes tickets."""

from merx.framework.data import Repository, Service
from tickets.modules.tickets.models import Ticket, TicketChange, TicketNote


class TicketService(Service):
    tickets: Repository[Ticket]
    notes: Repository[TicketNote]
    changes: Repository[TicketChange]
