"""What may be sent."""

from typing import Annotated, TypeAlias

from msgspec import Meta

from merx.framework.http import UNSET, Body, ListParams, Unset
from tickets.modules.tickets import TicketStatus

Text: TypeAlias = Annotated[str, Meta(min_length=1, max_length=10_000)]


class TicketParams(ListParams):
    status: TicketStatus | list[TicketStatus] | Unset = UNSET
    order_id: str | list[str] | Unset = UNSET


class Move(Body):
    status: TicketStatus


class Brief(Body):
    artwork_brief: Text


class Note(Body):
    text: Text


class SupportNote(Body):
    text: Text
    needs_answer: bool = False
