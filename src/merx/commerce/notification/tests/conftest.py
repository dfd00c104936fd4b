import pytest

from merx.commerce.notification.tests.shop.providers import Pigeon, pigeon
from merx.framework.config import Config


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=("merx.commerce", "merx.commerce.notification.tests.shop"))


@pytest.fixture(name="pigeon")
def _pigeon() -> Pigeon:
    pigeon.carried.clear()
    pigeon.trouble.clear()
    return pigeon
