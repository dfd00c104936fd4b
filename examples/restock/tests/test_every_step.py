"""Wherever a workflow of this shop fails or is killed, it has happened once or not at all."""

import pytest

from merx.commerce.inventory.workflows import update_levels
from merx.framework.app import App
from merx.framework.scope import Scope
from merx.testing import Ended, MailServer, fail_at_every_step, kill_at_every_step
from merx.testing.factories import SmallShop
from restock.modules.restock import RestockService
from restock.workflows.send_restock_notifications import send_restock_notifications
from restock.workflows.subscribe_to_restock import subscribe_to_restock

GRACE, LINUS = "grace@example.com", "linus@example.com"
TOLD = "SELECT count(*) FROM notification"
STEPS = ["before restock.notify", "before notification.send", "after notification.send", "after restock.notify"]
COMMIT = ["before a commit", "after a commit"]


@pytest.fixture
async def teapot_is_back(scope: Scope, shop: SmallShop) -> None:
    """Two people wait for the teapot, which has just come in."""
    for email in (GRACE, LINUS):
        await subscribe_to_restock(scope, shop.variants["teapot"], shop.sales_channel_id, email=email)
    await update_levels(scope, [{"inventory_item_id": shop.inventory_items["teapot"], "location_id": shop.location_id, "stocked_quantity": 3}])


async def told_or_waiting(app: App, ended: Ended) -> None:
    """Each of the two is told, or waits; never both, never neither."""
    waiting = [each.email for each in await app.scope()[RestockService].subscriptions.list(order="email")]
    told: int = await app.scope().value(TOLD)
    assert (waiting, told) == (([], 2) if ended.is_done else ([GRACE, LINUS], 0))


@pytest.mark.usefixtures("teapot_is_back")
async def test_wherever_telling_fails_everybody_waits_as_before(app: App) -> None:
    places = await fail_at_every_step(app, send_restock_notifications, check=told_or_waiting)
    assert places == [f"{number}: {place}" for number, place in enumerate(STEPS, 1)]


@pytest.mark.usefixtures("teapot_is_back")
async def test_wherever_telling_is_killed_everybody_is_told_once(app: App, mail: MailServer) -> None:
    async def and_mailed(world: App, ended: Ended) -> None:
        await told_or_waiting(world, ended)
        assert sorted(letter.recipients[0] for letter in mail.messages) == ([GRACE, LINUS] if ended.is_done else [])

    kills = await kill_at_every_step(app, send_restock_notifications, check=and_mailed, before=mail.messages.clear, again=True)
    assert kills.places == [f"{number}: {place}" for number, place in enumerate([*STEPS, *COMMIT], 1)]
    assert kills.slowest < 30


async def test_wherever_subscribing_is_killed_there_is_one_subscription_in_the_end(app: App, shop: SmallShop) -> None:
    async def once(world: App, ended: Ended) -> None:
        assert await world.scope()[RestockService].subscriptions.count() == (1 if ended.is_done else 0)

    kills = await kill_at_every_step(app, subscribe_to_restock, shop.variants["teapot"], shop.sales_channel_id, email=GRACE, check=once, again=True)
    assert [place.partition(": ")[2] for place in kills.places] == ["before restock.subscribe", "after restock.subscribe", *COMMIT]
    assert kills.slowest < 30
