import pytest

from merx.framework.config import Config


@pytest.fixture
def merx_settings() -> Config:
    """A shop of nothing but the framework."""
    return Config(packages=())
