"""What a ticket shows beside its columns."""

from collections.abc import Iterator, Mapping
from typing import Any

from merx.framework.query import resolver


@resolver("ticket", fields=("required_actions",), requires=("status", "artwork_brief", "notes.*"))
def required_actions(rows: list[dict[str, Any]], _: frozenset[str]) -> None:
    """What the customer has to do before the ticket can go on, the most urgent first."""
    for row in rows:
        row["required_actions"] = list(_actions(row))


def _actions(ticket: Mapping[str, Any]) -> Iterator[str]:
    if ticket["status"] == "brief_received" and not ticket["artwork_brief"]:
        yield "write_artwork_brief"
    notes = ticket["notes"]  # in the order they were written
    if notes and notes[-1]["author"] == "support" and notes[-1]["needs_answer"]:
        yield "answer_note"
