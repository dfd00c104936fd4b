"""A run that tells people something, and the run that sends it, failed and killed at each of their boundaries."""

from merx.commerce.notification import NewNotification, Notification, NotificationService
from merx.commerce.notification.schemas import Extras
from merx.commerce.notification.tests.shop.workflows import tell, tell_durably
from merx.commerce.notification.workflows import deliver_notification, sync_providers
from merx.framework.app import App
from merx.framework.scope import Scope
from merx.testing import Ended, fail_at_every_step, kill_at_every_step

# The log takes "feed": it works in every process, and needs nobody.
NEW = [NewNotification(to=each, channel="feed", template="hello", idempotency_key=each) for each in ("ada", "grace")]


async def both_or_none(app: App, ended: Ended) -> None:
    rows = await app.scope()[NotificationService].notifications.list(order="to")
    assert [row.to for row in rows] == (["ada", "grace"] if ended.is_done else []), ended
    assert await app.scope().value("SELECT count(*) FROM workflow_run WHERE workflow = 'notification.deliver'") == len(rows)


async def test_a_transaction_tells_both_or_none(app: App) -> None:
    assert await fail_at_every_step(app, tell, NEW, check=both_or_none) == [
        "1: before shop.tell",
        "2: before notification.send",
        "3: after notification.send",
        "4: after shop.tell",
    ]


async def test_a_durable_run_tells_both_or_none_wherever_it_fails(app: App) -> None:
    places = await fail_at_every_step(app, tell_durably, NEW, check=both_or_none)
    assert [place.partition(": ")[2] for place in places if "notification" in place][:2] == ["before notification.send", "after notification.send"]


async def sent_and_known(app: App, ended: Ended) -> None:
    (row,) = await app.scope()[NotificationService].notifications.list()
    # A message that went out cannot be called back: the row says so even where the run was refused afterwards.
    assert row.status == "success" if ended.is_done else row.status in ("pending", "success"), ended


async def test_wherever_sending_is_killed_the_row_says_in_the_end_that_it_was_sent(app: App, scope: Scope) -> None:
    # given
    await sync_providers(scope)
    row = await scope[NotificationService].notifications.create(Notification(to="ada", channel="feed", template="hello", provider_id="local"))
    # when
    kills = await kill_at_every_step(app, deliver_notification, row.id, Extras(), check=sent_and_known)
    # then
    assert [place for place in kills.places if "hand_over" in place] != []
    assert kills.slowest < 30
