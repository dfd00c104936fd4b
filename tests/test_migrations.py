"""The shipped rooms and the examples: their migrations make what their models say."""

import pytest

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.data import migrations


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=("merx.commerce", "restock", "tickets"))


async def test_models_and_migrations_agree(merx_config: Config) -> None:
    """If this fails: `merx db generate`."""
    # given / when
    found = await migrations.differences(App(merx_config))
    # then
    assert found == {}
