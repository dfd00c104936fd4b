"""A shop is filled over the admin API alone, bought from, looked at through every route, and emptied: a file for each of its days."""

import pytest

from merx.commerce.notification.workflows import NewNotification, send_notifications
from merx.commerce.store.workflows import bootstrap
from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.workflows import following
from tests.stories.conftest import admin_headers
from tests.stories.story.offers import know_reasons, promote, translate
from tests.stories.story.office import clear_out, keep_files, look_around, search, watch_the_work
from tests.stories.story.people import know_people
from tests.stories.story.places import open_places
from tests.stories.story.reader import DIFFERENT, Reader
from tests.stories.story.sale import ask_for_more, buy, handle
from tests.stories.story.shelves import fill_shelves

__all__ = ["DIFFERENT", "STORY", "Reader", "tell_the_story"]

STORY = Config(packages=("merx.commerce", "merx.commerce.fulfillment.tests.shop"))
"""The shop as it comes, and a carrier that calculates."""


async def tell_the_story(app: App, shop: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that can be done, done once over the API; `shop` keeps what came of it."""
    client = shop.client
    monkeypatch.setattr(following, "LONGEST", 0.1)
    await bootstrap(app.scope())
    await send_notifications(app.scope(), [NewNotification(to="admin", channel="feed", template="hello")])
    client.headers.update(await admin_headers(app, client))
    ids = await open_places(shop)
    await fill_shelves(shop, ids)
    headers = await know_people(shop, ids)
    await promote(shop, ids)
    order = await buy(shop, ids, headers)
    await handle(shop, ids, order)
    await ask_for_more(shop, ids, order)
    await look_around(shop, ids)
    await know_reasons(shop)
    await translate(shop, ids)
    await search(shop, app)
    await watch_the_work(shop, app)
    await keep_files(shop)
    await clear_out(shop, ids, headers)
