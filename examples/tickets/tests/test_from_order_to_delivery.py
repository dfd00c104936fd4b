"""From the order to the parcel: tickets as customer and support see them."""

from typing import Any

import httpx
import pytest

from merx.framework.scope import Scope
from merx.testing import Background, MailServer
from merx.testing.factories import SmallShop, placed_order
from tickets.modules.tickets import TicketService
from tickets.tests.conftest import Buy
from tickets.workflows.create_tickets import create_tickets


async def test_an_order_becomes_a_ticket_for_each_line_and_the_customer_hears_of_it(
    buy: Buy, customer: httpx.AsyncClient, background: Background, mail: MailServer
) -> None:
    # given
    order_id = await buy({"cup": 500, "box": 2})
    # when
    await background.drain()
    # then
    tickets = (await customer.get("/store/tickets")).json()["tickets"]
    assert [(each["item"]["title"], each["item"]["quantity"], each["status"], each["order_id"]) for each in tickets] == [
        ("Cup", 500, "brief_received", order_id),
        ("Box", 2, "brief_received", order_id),
    ]
    assert sorted((letter.subject, letter.recipients) for letter in mail.messages) == [
        ("Box of order #1: Brief received", ["customer@example.com"]),
        ("Cup of order #1: Brief received", ["customer@example.com"]),
    ]


async def test_each_side_sees_what_the_other_did_and_what_is_asked_of_it(scope: Scope, buy: Buy, customer: httpx.AsyncClient, admin: httpx.AsyncClient) -> None:
    # given
    (ticket_id,) = await create_tickets(scope, await buy({"cup": 1}))
    path, board = f"/store/tickets/{ticket_id}", f"/admin/tickets/{ticket_id}"

    async def actions() -> list[str]:
        return (await customer.get(path)).json()["ticket"]["required_actions"]

    # when / then
    assert await actions() == ["write_artwork_brief"]
    answer = await customer.post(f"{path}/artwork-brief", json={"artwork_brief": "A fox, in two colours"})
    assert (answer.status_code, answer.json()["ticket"]["required_actions"]) == (200, [])
    assert (await admin.post(board, json={"status": "designing_artwork"})).status_code == 200
    assert (await admin.post(f"{board}/notes", json={"text": "Which two colours?", "needs_answer": True})).status_code == 200
    assert await actions() == ["answer_note"]
    assert (await customer.post(f"{path}/notes", json={"text": "Red and brown"})).status_code == 200
    assert await actions() == []
    for status in ("fulfilling", "delivered"):
        await admin.post(board, json={"status": status})

    seen = (await customer.get(path)).json()["ticket"]
    assert [(each["kind"], each["side"], each["before"], each["after"]) for each in seen["history"]] == [
        ("created", "shop", None, "brief_received"),
        ("artwork_brief", "customer", None, "A fox, in two colours"),
        ("status", "support", "brief_received", "designing_artwork"),
        ("note", "support", None, "Which two colours?"),
        ("note", "customer", None, "Red and brown"),
        ("status", "support", "designing_artwork", "fulfilling"),
        ("status", "support", "fulfilling", "delivered"),
    ]
    assert [(each["author"], each["text"]) for each in seen["notes"]] == [("support", "Which two colours?"), ("customer", "Red and brown")]
    assert "actor_id" not in seen["history"][0]
    assert (await admin.get(board)).json()["ticket"]["history"][1]["actor_id"].startswith("cus_")


async def test_every_change_is_one_mail_and_what_changes_nothing_is_none(
    scope: Scope, buy: Buy, customer: httpx.AsyncClient, admin: httpx.AsyncClient, background: Background, mail: MailServer
) -> None:
    # given
    (ticket_id,) = await create_tickets(scope, await buy({"cup": 1}))
    # when
    for _ in range(2):
        await admin.post(f"/admin/tickets/{ticket_id}", json={"status": "designing_artwork"})
        await customer.post(f"/store/tickets/{ticket_id}/artwork-brief", json={"artwork_brief": "A fox"})
    await admin.post(f"/admin/tickets/{ticket_id}/notes", json={"text": "Thank you"})
    await background.drain()
    # then
    assert sorted(letter.text.splitlines()[0] for letter in mail.messages) == [
        "Cup is now in: Designing artwork.",
        "The artwork brief of Cup says now:",
        "We have your order of Cup. Please tell us what the artwork shall be.",
        "We wrote about Cup:",
    ]
    assert await scope[TicketService].changes.count() == 4


async def test_the_board_is_sorted_out_by_status_and_order(scope: Scope, buy: Buy, admin: httpx.AsyncClient) -> None:
    # given
    order_id = await buy({"cup": 1, "box": 1})
    cup, box = await create_tickets(scope, order_id)
    await admin.post(f"/admin/tickets/{box}", json={"status": "fulfilling"})

    async def listed(**query: Any) -> list[str]:
        answer = (await admin.get("/admin/tickets", params=query)).json()
        assert answer["count"] == len(answer["tickets"])
        return [each["id"] for each in answer["tickets"]]

    # when / then
    assert await listed() == [cup, box]
    assert await listed(status="fulfilling") == [box]
    assert await listed(status=["fulfilling", "brief_received"]) == [cup, box]
    assert await listed(order_id=order_id) == [cup, box]
    assert await listed(order_id="order_other") == []
    assert (await admin.get("/admin/tickets", params={"status": "lost"})).status_code == 400


async def test_other_peoples_tickets_are_not_there(scope: Scope, shop: SmallShop, customer: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    # given the order of somebody else
    (ticket_id,) = await create_tickets(scope, await placed_order(scope, shop, {"cup": 1}))
    calls = [("GET", "", None), ("POST", "/artwork-brief", {"artwork_brief": "Mine"}), ("POST", "/notes", {"text": "Mine"})]
    # when / then
    for method, path, body in calls:
        theirs = await customer.request(method, f"/store/tickets/{ticket_id}{path}", json=body)
        nobodys = await customer.request(method, f"/store/tickets/ticket_nowhere{path}", json=body)
        assert (theirs.status_code, nobodys.status_code) == (404, 404)
        assert theirs.text.replace(ticket_id, "ticket_nowhere") == nobodys.text
        stranger = {"x-publishable-api-key": shop.publishable_key}
        assert (await client.request(method, f"/store/tickets/{ticket_id}{path}", json=body, headers=stranger)).status_code == 401
    assert (await customer.get("/store/tickets")).json()["tickets"] == []
    assert (await customer.get("/admin/tickets")).status_code == 401
    assert await scope[TicketService].changes.count() == 1


async def test_the_brief_ends_where_the_artwork_is_done(scope: Scope, buy: Buy, customer: httpx.AsyncClient, admin: httpx.AsyncClient) -> None:
    # given
    (ticket_id,) = await create_tickets(scope, await buy({"cup": 1}))
    await admin.post(f"/admin/tickets/{ticket_id}", json={"status": "fulfilling"})
    # when
    answer = await customer.post(f"/store/tickets/{ticket_id}/artwork-brief", json={"artwork_brief": "A cat after all"})
    # then
    assert (answer.status_code, answer.json()) == (
        400,
        {"code": "ticket.artwork_done", "type": "not_allowed", "message": "The ticket is in 'Fulfilling': its artwork is done. Write a note instead."},
    )
    assert (await scope[TicketService].tickets.retrieve(ticket_id)).artwork_brief is None


@pytest.mark.parametrize(
    ("path", "body"),
    [("", {}), ("", {"status": "lost"}), ("/notes", {"text": ""}), ("/notes", {"text": "x" * 10_001}), ("/notes", {"text": "a", "colour": "blue"})],
)
async def test_what_cannot_be_is_refused(admin: httpx.AsyncClient, path: str, body: dict[str, str]) -> None:
    assert (await admin.post(f"/admin/tickets/ticket_any{path}", json=body)).status_code == 400
