"""The rows of this room."""

from typing import Annotated, Literal, TypeAlias

from merx.framework.data import BelongsTo, Indexed, Model

TicketStatus: TypeAlias = Literal["brief_received", "designing_artwork", "fulfilling", "delivered"]
STATUS_NAMES: dict[TicketStatus, str] = {
    "brief_received": "Brief received",
    "designing_artwork": "Designing artwork",
    "fulfilling": "Fulfilling",
    "delivered": "Delivered",
}

Side: TypeAlias = Literal["customer", "support", "shop"]
"""Who did it: who ordered, who runs the shop, or the shop by itself."""

ChangeKind: TypeAlias = Literal["created", "status", "artwork_brief", "note"]


class Ticket(Model, id_prefix="ticket", unique=[("order_line_item_id",)]):
    """One line of an order on its way to the customer."""

    order_id: Annotated[str, Indexed]
    order_line_item_id: str
    status: Annotated[TicketStatus, Indexed] = "brief_received"
    artwork_brief: str | None = None


class TicketNote(Model, id_prefix="ticketnote"):
    """What customer and support tell each other. With `needs_answer`, the other side is asked."""

    ticket_id: Annotated[str, BelongsTo("ticket", back="notes"), Indexed]
    author: Side
    author_id: str | None = None
    text: str
    needs_answer: bool = False


class TicketChange(Model, id_prefix="ticketchange"):
    """What became of a ticket, line by line; never changed itself."""

    ticket_id: Annotated[str, BelongsTo("ticket", back="history"), Indexed]
    kind: ChangeKind
    side: Side
    actor_id: str | None = None
    before: str | None = None
    after: str | None = None
