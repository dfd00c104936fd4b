import pytest

from merx.commerce.payment.tests.shop.providers import Till, till
from merx.framework.config import Config


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=("merx.commerce", "merx.commerce.payment.tests.shop"))


@pytest.fixture(name="till")
def _till() -> Till:
    till.calls.clear()
    return till
