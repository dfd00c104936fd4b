"""What a process does once, when it starts."""

from collections.abc import Callable

import pytest

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.errors import Misconfigured
from merx.framework.loaders import loader

from .conftest import Shops

LOADERS = """
from SHOP.stall import StallService
from merx.framework.loaders import loader
from merx.framework.scope import Scope

seen: list[tuple[str, str, int]] = []

async def note(scope: Scope, name: str) -> None:
    assert isinstance(scope[StallService], StallService)
    seen.append((name, scope.actor.type, await scope.value("SELECT 1")))

@loader
async def first(scope: Scope) -> None:
    await note(scope, "NAME 1")

@loader
async def second(scope: Scope) -> None:
    await note(scope, "NAME 2")
"""
LATER = """
from merx.framework.loaders import loader
from SHOP.stall.loaders import note

@loader
async def last(scope) -> None:
    await note(scope, "shop")
"""
BROKEN = """
from merx.framework.loaders import loader

@loader
async def broken(scope) -> None:
    raise LookupError("no price list")
"""


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=("merx.framework.testing.tests.shop",))


async def test_loaders_run_once_in_order_when_the_app_opens(shops: Shops, merx_config: Config) -> None:
    # given
    shop = shops.stall(**{"stall/loaders": LOADERS.replace("NAME", "stall"), "loaders": LATER})
    app = App(Config(packages=(shop,), database_url=merx_config.database_url))
    # when
    async with app:
        (part, _) = app.parts("loaders")
        # then
        assert vars(part)["seen"] == [("stall 1", "system", 1), ("stall 2", "system", 1), ("shop", "system", 1)]


async def test_a_loader_that_fails_stops_the_start_and_is_named(shops: Shops, merx_config: Config) -> None:
    # given
    shop = shops.stall(loaders=BROKEN)
    app = App(Config(packages=(shop,), database_url=merx_config.database_url))
    # when
    with pytest.raises(LookupError, match="no price list") as failed:
        await app.start()
    # then
    assert failed.value.__notes__ == [f"The app did not start: one of its loaders failed. They run in this order: Loader({shop}.loaders.broken)"]
    assert not app.database.is_open


def test_a_loader_that_is_not_async_is_a_mistake() -> None:
    def load(scope: object) -> None:
        """Nothing."""

    wrong: Callable[..., object] = loader
    with pytest.raises(Misconfigured, match=r"load must be `async def f\(scope\)`\.$"):
        wrong(load)
