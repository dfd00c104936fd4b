"""The small shop beside these tests, on a database of each test's own."""

import pytest

from merx.framework.config import Config
from merx.framework.data import Repository
from merx.framework.scope import Scope

from .shop.pantry.models import Jar
from .shop.pantry.service import PantryService


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=(f"{__package__}.shop",))


@pytest.fixture
def pantry(scope: Scope) -> PantryService:
    return scope[PantryService]


@pytest.fixture
def jars(pantry: PantryService) -> Repository[Jar]:
    return pantry.jars
