"""What tickets show."""

from merx.framework.http import Fields

_TICKET = ("id", "order_id", "status", "artwork_brief", "required_actions", "created_at", "updated_at")
_ITEM = ("item.id", "item.title", "item.subtitle", "item.thumbnail", "item.quantity", "item.variant_sku")
_NOTES = ("notes.id", "notes.author", "notes.text", "notes.needs_answer", "notes.created_at")
_HISTORY = ("history.id", "history.kind", "history.side", "history.before", "history.after", "history.created_at")
_SHOWN = (*_TICKET, *_ITEM, *_NOTES, *_HISTORY)

STORE_TICKET = Fields("ticket", key="ticket", plural="tickets", defaults=_SHOWN, allowed=_SHOWN)  # which of us it was, customers need not know
ADMIN_TICKET = Fields("ticket", key="ticket", plural="tickets", defaults=(*_SHOWN, "order.display_id", "order.email", "notes.author_id", "history.actor_id"))
