"""Notifications over HTTP, as an admin's client asks for them."""

import httpx
import pytest

from merx.commerce.notification import NewNotification
from merx.commerce.notification.workflows import send_notifications
from merx.framework.app import App
from merx.framework.http import tokens
from merx.framework.scope import Scope


@pytest.fixture
def admin(app: App, client: httpx.AsyncClient) -> httpx.AsyncClient:
    client.headers["authorization"] = f"Bearer {tokens.issue(app.config, {'actor_type': 'user', 'actor_id': 'user_1'})}"
    return client


async def test_notifications_are_listed_newest_first_searched_and_filtered(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    ids = [
        (await send_notifications(scope, [NewNotification(to=to, channel=channel, template="hello", data={"n": 1}, resource_id="order_1")]))[0].id
        for to, channel in (("ada@example.com", "email"), ("admin", "feed"))
    ]
    # when
    page = (await admin.get("/admin/notifications")).json()
    found = [
        (await admin.get("/admin/notifications", params=params)).json() for params in ({"channel": "feed"}, {"q": "ada"}, {"to": ["admin"]}, {"id": ids[0]})
    ]
    # then
    assert {key: page[key] for key in page if key != "notifications"} == {"count": 2, "offset": 0, "limit": 50}
    assert [each["id"] for each in page["notifications"]] == ids[::-1]
    assert [[each["id"] for each in answer["notifications"]] for answer in found] == [[ids[1]], [ids[0]], [ids[1]], [ids[0]]]


async def test_one_is_shown_whole(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    (row,) = await send_notifications(scope, [NewNotification(to="admin", channel="feed", template="hello", data={"n": 1}, trigger_type="order.placed")])
    # when
    shown = (await admin.get(f"/admin/notifications/{row.id}")).json()["notification"]
    # then
    assert {key: value for key, value in shown.items() if not key.endswith("_at")} == {
        "id": row.id,
        "to": "admin",
        "channel": "feed",
        "template": "hello",
        "data": {"n": 1},
        "trigger_type": "order.placed",
        "resource_id": None,
        "resource_type": None,
        "receiver_id": None,
        "original_notification_id": None,
        "external_id": None,
        "provider_id": "local",
    }


async def test_one_that_is_not_there_is_a_404(admin: httpx.AsyncClient) -> None:
    answer = await admin.get("/admin/notifications/noti_x")
    assert (answer.status_code, answer.json()) == (404, {"type": "not_found", "message": "Notification with id: noti_x was not found"})
