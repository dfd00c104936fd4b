"""Telling people: written at once, sent after the commit, once."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
import pytest_asyncio

from merx.commerce.notification import Attachment, Content, NewNotification, Notification, NotificationRefused, NotificationService, OutgoingNotification
from merx.commerce.notification.tests.shop.providers import Pigeon
from merx.commerce.notification.tests.shop.workflows import tell, tell_durably
from merx.commerce.notification.workflows import deliver, send_notifications, sync_providers
from merx.commerce.notification.workflows.deliver import deliver_notification, hand_over
from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.errors import Misconfigured, NotAllowed
from merx.framework.jobs import Worker
from merx.framework.scope import Scope

HELLO = NewNotification(to="ada@example.com", channel="email", template="hello", data={"name": "Ada"})


@pytest_asyncio.fixture
async def worker(app: App, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Worker]:
    monkeypatch.setattr(hand_over, "backoff", 0.01)
    monkeypatch.setattr(deliver, "PAUSES", (0.01,))
    made = Worker(app, poll=0.2)
    await made.start()
    yield made
    await made.stop()


working = pytest.mark.usefixtures("worker")


async def settled(scope: Scope, *ids: str) -> list[Notification]:
    """The notifications with these ids, when none of them is on its way any more."""
    async with asyncio.timeout(20):
        while True:
            rows = {row.id: row for row in await scope[NotificationService].notifications.list(id=list(ids))}
            if all(row.status != "pending" for row in rows.values()):
                return [rows[each] for each in ids]
            await asyncio.sleep(0.02)


async def count_of(scope: Scope, table: str) -> int:
    return await scope.value(f"SELECT count(*) FROM {table}")


@working
async def test_what_is_told_is_written_and_then_sent(scope: Scope, pigeon: Pigeon) -> None:
    # when
    (row,) = await send_notifications(scope, [HELLO])
    (kept,) = await settled(scope, row.id)
    # then
    assert (row.status, row.to, row.channel, row.template, row.data, row.provider_id) == (
        "pending",
        "ada@example.com",
        "email",
        "hello",
        {"name": "Ada"},
        "pigeon",
    )
    assert (kept.status, kept.external_id) == ("success", f"coo-{row.id}")
    assert pigeon.carried == [OutgoingNotification(key=row.id, to="ada@example.com", channel="email", template="hello", data={"name": "Ada"})]


@working
async def test_content_attachments_and_sender_travel_along(scope: Scope, pigeon: Pigeon) -> None:
    # given
    content, file = Content(subject="Hi", text="Ho"), Attachment(filename="a.txt", content="YQ==")
    new = NewNotification(to="x", channel="pigeon", content=content, attachments=(file,), from_="shop@example.com", provider_data={"speed": "fast"})
    # when
    (row,) = await send_notifications(scope, [new])
    await settled(scope, row.id)
    # then
    assert pigeon.carried == [
        OutgoingNotification(
            key=row.id, to="x", channel="pigeon", content=content, attachments=(file,), from_="shop@example.com", provider_data={"speed": "fast"}
        )
    ]


@working
async def test_nothing_is_sent_before_the_commit_and_nothing_after_a_rollback(scope: Scope, pigeon: Pigeon) -> None:
    # when
    with pytest.raises(NotAllowed):
        await tell(scope, [HELLO, HELLO], fails=True)
    (sent,) = await tell(scope, [HELLO])
    await settled(scope, sent)
    # then
    assert [each.key for each in pigeon.carried] == [sent]
    assert (await count_of(scope, "notification"), await count_of(scope, "workflow_run")) == (1, 1)


@working
async def test_a_durable_run_that_is_taken_back_has_told_nobody(scope: Scope, pigeon: Pigeon) -> None:
    # given
    (earlier,) = await tell(scope, [_with_key("a")])
    await settled(scope, earlier)
    # when
    with pytest.raises(NotAllowed):
        await tell_durably(scope, [HELLO, _with_key("a"), _with_key("b")], fails=True)
    sent = await tell_durably(scope, [HELLO, _with_key("a"), _with_key("b")])
    await settled(scope, *sent)
    # then
    assert sent[1] == earlier
    assert sorted(each.key for each in pigeon.carried) == sorted(sent)
    assert await count_of(scope, "notification") == 3


@working
async def test_a_failure_is_tried_again_until_it_arrives(scope: Scope, pigeon: Pigeon) -> None:
    # given
    pigeon.trouble.extend([ConnectionError("storm"), TimeoutError("hawk"), ConnectionError("storm"), TimeoutError("hawk")])
    # when
    (row,) = await send_notifications(scope, [HELLO])
    (kept,) = await settled(scope, row.id)
    # then
    assert (kept.status, [each.key for each in pigeon.carried], pigeon.trouble) == ("success", [row.id], [])


@working
@pytest.mark.parametrize(
    ("trouble", "tries"), [([NotificationRefused("No such loft")], [1]), ([ConnectionError("storm")] * 6, [3, 3])], ids=["refused", "out of patience"]
)
async def test_what_is_given_up_says_so(scope: Scope, pigeon: Pigeon, trouble: list[Exception], tries: list[int]) -> None:
    # given
    pigeon.trouble.extend(trouble)
    # when
    (row,) = await send_notifications(scope, [HELLO])
    (kept,) = await settled(scope, row.id)
    # then
    assert (kept.status, kept.external_id, pigeon.carried, pigeon.trouble) == ("failure", None, [], [])
    run = deliver_notification.handle(scope, f"notification.deliver:{row.id}")
    with pytest.raises(Exception, match=f"^Failed to send notification with id {row.id}:\n{trouble[0]}$"):
        await run.result(5)
    made = await scope.rows("SELECT tries FROM workflow_step WHERE run_id = $1 AND name = 'notification.hand_over' ORDER BY number", run.id)
    assert [row["tries"] for row in made] == tries


def _with_key(key: str, **changes: Any) -> NewNotification:
    return NewNotification(to="ada@example.com", channel="email", template="hello", idempotency_key=key, **changes)


@working
async def test_the_same_key_is_the_same_notification(scope: Scope, pigeon: Pigeon) -> None:
    # when
    first, second, other = await send_notifications(scope, [_with_key("a"), _with_key("a"), _with_key("b")])
    await settled(scope, first.id, other.id)
    (third,) = await send_notifications(scope, [_with_key("a")])
    # then
    assert (second.id, third.id, third.status) == (first.id, first.id, "success")
    assert sorted(each.key for each in pigeon.carried) == sorted([first.id, other.id])


@working
async def test_two_at_once_with_one_key_are_one(app: App, scope: Scope, pigeon: Pigeon) -> None:
    # when
    answers = await asyncio.gather(*(send_notifications(app.scope(), [_with_key("a"), _with_key("b")]) for _ in range(4)))
    # then
    ids = {row.id for rows in answers for row in rows}
    await settled(scope, *ids)
    assert (len(ids), sorted(each.key for each in pigeon.carried)) == (2, sorted(ids))


@working
async def test_the_key_of_a_failed_one_tries_it_anew(scope: Scope, pigeon: Pigeon) -> None:
    # given
    pigeon.trouble.append(NotificationRefused("No such loft"))
    (row,) = await send_notifications(scope, [_with_key("a")])
    await settled(scope, row.id)
    # when
    (again,) = await send_notifications(scope, [_with_key("a", data={"name": "Grace"})])
    (kept,) = await settled(scope, row.id)
    # then
    assert (again.id, kept.status, kept.data) == (row.id, "success", {"name": "Grace"})
    assert [each.data for each in pigeon.carried] == [{"name": "Grace"}]


async def test_the_last_provider_found_takes_a_channel_unless_nobody_does(scope: Scope) -> None:
    # when
    rows = await send_notifications(scope, [NewNotification(to="x", channel=channel) for channel in ("email", "feed", "telex")])
    # then
    assert [(row.provider_id, row.status) for row in rows] == [("pigeon", "pending"), ("local", "pending"), (None, "failure")]


async def test_a_provider_that_is_switched_off_sends_nothing(scope: Scope) -> None:
    # given
    await sync_providers(scope)
    await scope[NotificationService].providers.update("pigeon", is_enabled=False)
    # when
    (row,) = await send_notifications(scope, [HELLO])
    # then
    assert (row.provider_id, row.status) == (None, "failure")
    assert await count_of(scope, "workflow_run") == 0


async def test_rows_of_providers_follow_the_code(scope: Scope) -> None:
    # given
    for _ in range(2):
        await sync_providers(scope)
    # then
    rows = await scope[NotificationService].providers.list()
    assert [(row.id, row.handle, row.name, row.is_enabled, row.channels) for row in rows] == [
        ("local", "local", "local", True, ["feed", "email", "sms"]),
        ("pigeon", "pigeon", "Pigeon post", True, ["pigeon", "email"]),
    ]


async def test_a_shop_chooses_who_takes_a_channel_and_a_wrong_choice_shows_at_the_start(merx_config: Config) -> None:
    # given
    right = msgspec.structs.replace(merx_config, modules={"notification": {"channels": {"email": "local"}}})
    wrong = msgspec.structs.replace(merx_config, modules={"notification": {"channels": {"email": "raven"}}})
    # when
    async with App(right) as app:
        rows = await send_notifications(app.scope(), [HELLO])
    with pytest.raises(Misconfigured) as refused:
        await App(wrong).start()
    # then
    assert [row.provider_id for row in rows] == ["local"]
    assert str(refused.value) == "NotificationOptions(channels=...): 'email' is to go to 'raven', which is none of: local, pigeon."
