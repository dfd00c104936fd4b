"""What is back is told to everybody who waits for it, once."""

import asyncio
import logging
from pathlib import Path

import pytest

from merx.commerce.inventory.workflows import update_levels
from merx.commerce.notification import NotificationService
from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.project import base_config
from merx.framework.scope import Scope
from merx.framework.workflows import workflow
from merx.testing import Background, MailServer
from merx.testing.factories import SmallShop
from restock.modules.restock import RestockService
from restock.workflows.send_restock_notifications import send_restock_notifications
from restock.workflows.subscribe_to_restock import subscribe_to_restock

GRACE, LINUS = "grace@example.com", "linus@example.com"


async def bring(scope: Scope, shop: SmallShop, pieces: int) -> None:
    """So many teapots arrive."""
    await update_levels(scope, [{"inventory_item_id": shop.inventory_items["teapot"], "location_id": shop.location_id, "stocked_quantity": pieces}])


async def waiting(scope: Scope) -> list[str]:
    return [each.email for each in await scope[RestockService].subscriptions.list(order="email")]


@pytest.fixture
async def subscribers(scope: Scope, shop: SmallShop) -> None:
    for email in (GRACE, LINUS):
        await subscribe_to_restock(scope, shop.variants["teapot"], shop.sales_channel_id, email=email)


@pytest.mark.usefixtures("subscribers")
async def test_everybody_who_waits_gets_one_mail_about_the_variant(scope: Scope, shop: SmallShop, background: Background, mail: MailServer) -> None:
    # given
    await bring(scope, shop, 3)
    # when
    await background.run("check-restock")
    # then
    assert sorted((letter.recipients, letter.subject) for letter in mail.messages) == [([GRACE], "Teapot is back"), ([LINUS], "Teapot is back")]
    assert "Teapot (One size) is back in stock." in mail.messages[0].text
    assert "<p>One size (teapot) is in stock again." in mail.messages[0].html
    assert [each.status for each in await scope[NotificationService].notifications.list()] == ["success", "success"]
    assert await waiting(scope) == []
    # and the next night nobody is left to be told
    await background.run("check-restock")
    assert len(mail.messages) == 2


@pytest.mark.usefixtures("subscribers")
async def test_nobody_is_told_of_what_is_not_back_or_back_elsewhere(scope: Scope, shop: SmallShop) -> None:
    # given the teapot is in a warehouse that does not serve the web shop
    await scope.rows("DELETE FROM sales_channel_stock_location")
    await bring(scope, shop, 3)
    # when
    told = await send_restock_notifications(scope)
    # then
    assert told == []
    assert await waiting(scope) == [GRACE, LINUS]


@pytest.mark.usefixtures("subscribers")
async def test_when_a_later_step_fails_everybody_waits_as_before_and_no_mail_is_on_its_way(scope: Scope, shop: SmallShop) -> None:
    # given
    @workflow("test.notify_and_fail")
    async def notify_and_fail(scope: Scope) -> None:
        assert len(await send_restock_notifications(scope)) == 2
        raise ConnectionError

    await bring(scope, shop, 3)
    # when
    with pytest.raises(ConnectionError):
        await notify_and_fail(scope)
    # then
    assert await waiting(scope) == [GRACE, LINUS]
    assert await scope[NotificationService].notifications.count() == 0
    assert [each.email for each in await send_restock_notifications(scope)] == [GRACE, LINUS]


@pytest.mark.usefixtures("subscribers")
async def test_two_at_once_tell_everybody_once(app: App, scope: Scope, shop: SmallShop) -> None:
    # given
    await bring(scope, shop, 3)
    # when
    told = await asyncio.gather(send_restock_notifications(app.scope()), send_restock_notifications(app.scope()))
    # then
    assert sorted(len(each) for each in told) == [0, 2]
    assert await scope[NotificationService].notifications.count() == 2


@pytest.mark.usefixtures("subscribers")
async def test_a_variant_that_is_gone_for_good_holds_up_nobody(scope: Scope, shop: SmallShop) -> None:
    # given
    await subscribe_to_restock(scope, shop.variants["cup"], shop.sales_channel_id, email="ada@example.com")
    await scope.rows("UPDATE product_variant SET deleted_at = now() WHERE id = $1", shop.variants["cup"])
    await bring(scope, shop, 3)
    # when
    told = await send_restock_notifications(scope)
    # then
    assert [each.email for each in told] == [GRACE, LINUS]


class TestWithoutMailServer:
    """What the shop does before it can send mail."""

    @pytest.fixture
    def merx_settings(self) -> Config:
        return base_config(Path(__file__).parents[1])

    @pytest.mark.usefixtures("subscribers")
    async def test_what_would_be_sent_is_logged(self, scope: Scope, shop: SmallShop, background: Background, caplog: pytest.LogCaptureFixture) -> None:
        # given
        caplog.set_level(logging.INFO)
        await bring(scope, shop, 3)
        # when
        await background.run("check-restock")
        # then
        assert f"Attempting to send a notification to: '{GRACE}' on the channel: 'email' with template: 'variant-restock'" in caplog.text
