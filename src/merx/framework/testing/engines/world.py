"""What the contract's tests look at, and the processes that they kill."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from merx.framework.app import App
from merx.framework.testing.engines.shop.service import LedgerService
from merx.framework.testing.engines.shop.world import BANK, DEATH

PATIENCE = 30.0
"""Seconds within which a run must have been taken over: the bar of the house."""


class Shop:
    """The shop under test."""

    def __init__(self, app: App, bank: Path) -> None:
        self.app = app
        self._bank = bank

    async def ledger(self) -> list[str]:
        """What local steps wrote, without what subscribers did."""
        return [text for text in await self.app.scope()[LedgerService].texts() if not text.startswith("noted")]

    async def noted(self) -> list[str]:
        return sorted(text for text in await self.app.scope()[LedgerService].texts() if text.startswith("noted"))

    def told(self) -> str:
        """What the world outside has been told to do."""
        return self._bank.read_text()

    async def steps(self, run_id: str, attempt: int = 1) -> list[tuple[int, str, str]]:
        rows = await self.app.scope().rows(
            "SELECT number, name, status FROM workflow_step WHERE run_id = $1 AND attempt = $2 ORDER BY number", run_id, attempt
        )  # fmt: skip
        return [tuple(row) for row in rows]

    async def events(self) -> list[tuple[str, bool]]:
        """Names of the events there are, and whether they are still held back."""
        return [tuple(row) for row in await self.app.scope().rows("SELECT name, held FROM event ORDER BY id")]

    async def column(self, sql: str, *arguments: Any) -> list[Any]:
        return [row[0] for row in await self.app.scope().rows(sql, *arguments)]

    async def until_it_is(self, status: str, run_id: str) -> None:
        async def is_so() -> bool:
            return await self.app.engine.status(run_id) == status

        await eventually(is_so)

    async def until_it_waits_for(self, name: str, run_id: str) -> None:
        """Nobody works on it any more."""
        waits = "SELECT true FROM workflow_run AS run JOIN workflow_step AS step ON step.run_id = run.id WHERE run.id = $1 AND run.status = 'waiting' AND step.name = $2"

        async def is_so() -> bool:
            return await self.column(waits, run_id, f"wait_for {name}") == [True]

        await eventually(is_so)

    async def another_process(self, workflow: str, amount: str, **environment: str) -> asyncio.subprocess.Process:
        """A process that runs `workflow` for the cart `cart_1`."""
        config = self.app.config
        module = "merx.framework.testing.engines.other"
        assert config.database_url is not None
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, config.database_url, config.engine, workflow, amount, env={**os.environ, BANK: str(self._bank), **environment}
        )  # fmt: skip

    async def is_killed(self, place: str, workflow: str, amount: str) -> None:
        process = await self.another_process(workflow, amount, **{DEATH: place})
        async with asyncio.timeout(PATIENCE):
            assert await process.wait() == 9


def str_of(value: object) -> str:
    """A run's key: what it was given, as text."""
    return str(value)


async def eventually(holds: Callable[[], Awaitable[bool]], seconds: float = PATIENCE) -> None:
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - what it waits for is in the database
            await asyncio.sleep(0.02)
