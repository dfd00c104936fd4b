"""What is told of levels and reservations."""

from collections.abc import Iterable


def of_order(ids: Iterable[str], order_id: str | None) -> list[dict[str, str]]:
    """One event each, with the order they changed for if there is one."""
    more = {} if order_id is None else {"order_id": order_id}
    return [{"id": key, **more} for key in ids]
