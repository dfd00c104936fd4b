"""Taxes need no other room: these tests run in a shop that has this one only."""

import pytest

from merx.framework.config import Config


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=("merx.commerce.tax",))
