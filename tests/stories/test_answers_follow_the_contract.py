"""What the shop answers has the contract's shape, whoever asks: see `story`."""

import httpx
import pytest

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.http.routes import Route
from merx.framework.http.server import resolve
from tests.stories.contract import beside, pattern, routes
from tests.stories.story import DIFFERENT, STORY, Reader, tell_the_story

pytestmark = beside


@pytest.fixture
def merx_settings() -> Config:
    return STORY


def live(app: App) -> set[tuple[str, str]]:
    """What the shop serves of the contract."""
    return {(route.method, pattern(route.path)) for route in resolve(app.found("api", Route))} & routes().keys()


async def test_a_shop_filled_over_the_api_answers_as_the_contract_says(app: App, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    # when
    shop = Reader(client)
    await tell_the_story(app, shop, monkeypatch)
    # then
    assert not shop.found, "\n".join(shop.found)
    assert sorted(live(app) - shop.asked) == []
    assert shop.excused.keys() == DIFFERENT.keys()
