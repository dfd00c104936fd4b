"""Fixtures of the tests of workflows, events and jobs: the small shop of the engines' contract with what is in `shop/`."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from decimal import Decimal
from pathlib import Path

import pytest

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.jobs import Worker
from merx.framework.testing.engines.shop.service import LedgerService
from merx.framework.testing.engines.shop.world import BANK, DEATH
from merx.framework.workflows.tests.shop.subscribers import Weather

SHOP = ("merx.framework.testing.engines.shop", "merx.framework.workflows.tests.shop")


def app_on(url: str) -> App:
    return App(Config(packages=SHOP, database_url=url, pool_size=5))


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=SHOP, pool_size=5)


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "bank"
    path.touch()
    monkeypatch.setitem(os.environ, BANK, str(path))
    return path


@pytest.fixture(autouse=True)
def calm() -> None:
    Weather.failures, Weather.pause = 0, 0.0


@pytest.fixture
async def start_worker(app: App) -> AsyncIterator[Callable[..., Awaitable[Worker]]]:
    """Starts workers, of `app` unless another is given, and stops them at the end whatever happens."""
    workers: list[Worker] = []

    async def start_one(on: App = app, **settings: float) -> Worker:
        workers.append(Worker(on, **settings))
        await workers[-1].start()
        return workers[-1]

    yield start_one
    await asyncio.gather(*(worker.stop() for worker in workers))


async def ledger(app: App) -> list[str]:
    """What was written, but for what the clock wrote."""
    return [text for text in await app.scope()[LedgerService].texts() if text != "tick"]


def told(bank: Path) -> str:
    """What the world outside has been told to do, each thing once for one key."""
    return bank.read_text()


async def eventually(holds: Callable[[], Awaitable[bool]], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - what it waits for is in the database
            await asyncio.sleep(0.02)


async def count(app: App, table: str, where: str = "true") -> int:
    return await app.scope().value(f"SELECT count(*) FROM {table} WHERE {where}")


async def a_process(app: App, workflow: str, *, amount: Decimal = Decimal("19.90"), dies: str = "") -> asyncio.subprocess.Process:
    """Another process that runs `workflow` on a sale, and dies where it is told to."""
    arguments = ("-m", "merx.framework.testing.engines.other", app.database.url, "postgres:?lease=0.3", workflow, str(amount))
    return await asyncio.create_subprocess_exec(sys.executable, *arguments, env={**os.environ, DEATH: dies})


async def kill(app: App, place: str, amount: Decimal = Decimal("19.90"), workflow: str = "sale.complete") -> None:
    process = await a_process(app, workflow, amount=amount, dies=place)
    assert await process.wait() == 9


async def wait_for_abandoned(app: App) -> list[str]:
    for _ in range(100):
        if found := await app.engine.take_over(10):
            return found
        await asyncio.sleep(0.05)
    raise AssertionError("nobody's lease ended")


async def status_is(app: App, run_id: str, status: str) -> None:
    """Wait until the run is where it should be."""

    async def holds() -> bool:
        found = await app.scope().value("SELECT status FROM workflow_run WHERE id = $1", run_id)
        return found == status

    await eventually(holds)


async def steps_of(app: App, run_id: str, attempt: int = 1) -> list[tuple[str, str, str]]:
    """Place, name and status of each step, as the body reads."""
    rows = await app.scope().rows(
        "SELECT concat_ws('.', nullif(branch, ''), number) AS place, name, status FROM workflow_step WHERE run_id = $1 AND attempt = $2", run_id, attempt
    )
    return sorted((tuple(row) for row in rows), key=lambda row: [int(part) for part in row[0].split(".")])
