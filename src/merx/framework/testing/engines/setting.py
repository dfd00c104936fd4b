"""The shop under test, as each test of the contract finds it, and what its sale leaves behind."""

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest
import pytest_asyncio

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.jobs import Worker
from merx.framework.testing.engines.other import SHOP
from merx.framework.testing.engines.shop.workflows import Sale
from merx.framework.testing.engines.shop.world import BANK
from merx.framework.testing.engines.world import Shop

SALE = Sale(cart_id="cart_1", amount=Decimal("19.90"))
TOO_MUCH = Sale(cart_id="cart_1", amount=Decimal("200.00"))
RUN = "sale.complete:cart_1"

COMPLETED = [
    (1, "sale.reserve", "done"),
    (2, "sale.hold_money", "done"),
    (3, "emit sale.held", "done"),
    (4, "sale.place", "done"),
    (5, "sale.check", "done"),
]
SOLD = ["reserved cart_1", "placed cart_1", "sold cart_1"]
HELD = f"hold 19.90 [{RUN}/1/2]\n"
SAID = [("sale.held", False), ("sale.placed", False), ("sale.written", False)]
NOTED = [f"noted sale.held {RUN}/1/2", "noted sale.placed cart_1", "noted sale.written cart_1"]

REVERTED = [
    (1, "sale.reserve", "reverted"),
    (2, "sale.hold_money", "reverted"),
    (3, "emit sale.held", "done"),
    (4, "sale.place", "reverted"),
    (5, "sale.check", "failed"),
]
UNDONE = [*SOLD, "cancelled it", "released it"]
GIVEN_BACK = f"hold 200.00 [{RUN}/1/2]\nvoid 200.00 [{RUN}/1/2]\n"


class EngineTests:
    """What the contract's tests have in common."""

    @pytest.fixture
    def engine(self) -> str:
        """The line of configuration, as in `Config.engine`."""
        raise NotImplementedError

    @pytest.fixture
    def merx_settings(self, engine: str) -> Config:
        return Config(packages=(SHOP,), engine=engine, pool_size=5)

    @pytest.fixture
    def shop(self, app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
        bank = tmp_path / "bank"
        bank.touch()
        monkeypatch.setenv(BANK, str(bank))
        return Shop(app, bank)

    @pytest_asyncio.fixture
    async def worker(self, app: App) -> AsyncIterator[Worker]:
        """Not at work yet: some tests first let another process die."""
        worker = Worker(app, poll=0.1)
        yield worker
        await worker.stop()
