"""Wherever a workflow of this shop fails or is killed, it has happened once or not at all."""

from typing import Any

import pytest

from merx.framework.app import App
from merx.framework.scope import Scope
from merx.framework.workflows import Workflow
from merx.testing import Background, Ended, MailServer, fail_at_every_step, kill_at_every_step
from merx.testing.factories import SmallShop, placed_order
from tickets.modules.tickets import TicketService
from tickets.workflows.add_note import add_note
from tickets.workflows.create_tickets import create_tickets
from tickets.workflows.move_ticket import move_ticket
from tickets.workflows.tell_customer import tell_customer
from tickets.workflows.write_artwork_brief import write_artwork_brief

FORWARD = [
    *("before tickets.create", "before tickets.read_lines", "after tickets.read_lines"),
    *("before tickets.open", "after tickets.open", "after tickets.create"),
]
BACKWARD = ["before the compensation of tickets.open", "after the compensation of tickets.open"]


def named(places: list[str]) -> list[str]:
    """The steps among the places; how often the journal commits between them is its own affair."""
    return [name for place in places if "." in (name := place.partition(": ")[2])]


BOOKS = """
SELECT (SELECT count(*) FROM ticket) AS tickets,
       (SELECT count(*) FROM ticket_change) AS changes,
       (SELECT count(*) FROM event WHERE name = 'ticket.created') AS told,
       (SELECT count(*) FROM notification) AS mails"""


@pytest.fixture
async def order_id(scope: Scope, shop: SmallShop) -> str:
    """An order of a cup and a box, of which nobody was told yet."""
    order_id = await placed_order(scope, shop, {"cup": 1, "box": 1})
    await scope.rows("DELETE FROM procrastinate_jobs")
    return order_id


async def two_tickets_or_none(app: App, ended: Ended) -> None:
    (row,) = await app.scope().rows(BOOKS)
    books = dict(row)
    assert books == dict.fromkeys(books, 2 if ended.is_done else 0)


async def test_wherever_creating_is_killed_there_is_a_ticket_and_a_mail_for_each_line_or_none(app: App, order_id: str, mail: MailServer) -> None:
    async def and_mailed(world: App, ended: Ended) -> None:
        await two_tickets_or_none(world, ended)
        assert sorted(letter.subject for letter in mail.messages) == (
            ["Box of order #1: Brief received", "Cup of order #1: Brief received"] if ended.is_done else []
        )

    kills = await kill_at_every_step(app, create_tickets, order_id, check=and_mailed, before=mail.messages.clear)
    assert named(kills.places) == [*FORWARD, *BACKWARD]
    assert "before a commit" in {place.partition(": ")[2] for place in kills.places}
    assert kills.slowest < 30


async def test_wherever_creating_fails_there_are_all_tickets_or_none(app: App, order_id: str) -> None:
    places = await fail_at_every_step(app, create_tickets, order_id, check=two_tickets_or_none)
    assert named(places) == [*FORWARD, *BACKWARD]


CHANGES: list[tuple[Workflow[..., Any], str]] = [(move_ticket, "fulfilling"), (write_artwork_brief, "A fox"), (add_note, "Thank you")]


@pytest.mark.parametrize(("change", "to"), CHANGES, ids=lambda value: getattr(value, "name", value))
async def test_wherever_a_change_is_killed_it_is_told_once_or_has_not_happened(
    app: App, order_id: str, background: Background, mail: MailServer, change: Workflow[..., Any], to: str
) -> None:
    # given
    ticket_id, _ = await create_tickets(app.scope(), order_id)
    await background.drain()

    # then
    async def once(world: App, ended: Ended) -> None:
        done = [to] if ended.is_done else []
        assert [each.after for each in await world.scope()[TicketService].changes.list({"kind": {"$ne": "created"}})] == done
        assert len(mail.messages) == len(done)

    # when
    kills = await kill_at_every_step(app, change, ticket_id, to, check=once, before=mail.messages.clear)
    assert named(kills.places) == [f"before {change.name}", f"after {change.name}"]
    assert kills.slowest < 30


async def test_wherever_telling_is_killed_the_customer_gets_one_mail(app: App, scope: Scope, order_id: str, mail: MailServer) -> None:
    # given
    await create_tickets(scope, order_id)
    await scope.rows("DELETE FROM procrastinate_jobs")
    change, _ = await scope[TicketService].changes.list()

    # then
    async def once(_: App, ended: Ended) -> None:
        assert len(mail.messages) == (1 if ended.is_done else 0)

    # when
    kills = await kill_at_every_step(app, tell_customer, change.id, check=once, before=mail.messages.clear, again=True)
    assert named(kills.places) == ["before tickets.tell_customer", "before notification.send", "after notification.send", "after tickets.tell_customer"]
    assert kills.slowest < 30
