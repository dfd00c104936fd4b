"""The engine on the shop's own PostgreSQL keeps the journal's contract."""

import pytest

from merx.framework.testing.engines.contract import EngineContract


class TestPostgres(EngineContract):
    @pytest.fixture
    def engine(self) -> str:
        return "postgres:?lease=1"
