"""The engine on Temporal keeps the journal's contract, against a real server."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
import pytest_asyncio
from temporalio.client import Client, WorkflowHandle

from merx.framework.app import App
from merx.framework.jobs import Worker
from merx.framework.scope import Scope
from merx.framework.testing.engines.contract import EngineContract
from merx.framework.testing.engines.setting import COMPLETED, SALE, SOLD
from merx.framework.testing.engines.shop.workflows import complete_sale, reserve, sell_on_approval
from merx.framework.testing.engines.waiting import APPROVED, ENDED
from merx.framework.testing.engines.world import Shop
from merx.framework.workflows import RunCancelled, workflow

LONG = 60
"""Events after which the server suggests a new history; thousands, unless told otherwise."""


@pytest_asyncio.fixture(scope="session")
async def temporal() -> AsyncIterator[str]:
    """The address of a Temporal server of this test process, which keeps everything in memory."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("temporal")
    server = await asyncio.create_subprocess_exec(
        program, "server", "start-dev", "--headless", "--ip", "127.0.0.1", "--port", str(port), "--log-level", "error",
        "--dynamic-config-value", f"limit.historyCount.suggestContinueAsNew={LONG}",
        stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        await _until_it_answers(f"127.0.0.1:{port}")
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        await server.wait()


async def _until_it_answers(address: str) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                await Client.connect(address)
            except RuntimeError:
                await asyncio.sleep(0.1)
            else:
                return


class TestTemporal(EngineContract):
    @pytest.fixture
    def engine(self, temporal: str) -> str:
        return f"temporal://{temporal}?takeover=1"

    # what only Temporal's operators can do, or see

    async def test_a_run_that_is_cancelled_in_temporal_is_cancelled(self, app: App, shop: Shop, worker: Worker, temporal: str) -> None:
        # given
        await worker.start()
        handle = await sell_on_approval.start(app.scope(), SALE)
        await shop.until_it_waits_for("approval", handle.id)
        # when
        await (await in_temporal(app, temporal, handle.id)).cancel()
        # then
        with pytest.raises(RunCancelled):
            await handle.result(timeout=20)
        assert await shop.ledger() == ["reserved cart_1", "released it"]

    async def test_a_run_that_is_terminated_in_temporal_goes_on_from_the_journal(self, app: App, shop: Shop, worker: Worker, temporal: str) -> None:
        # given
        await worker.start()
        caller = asyncio.create_task(sell_on_approval(app.scope(), SALE))
        await shop.until_it_waits_for("approval", APPROVED)
        # when
        await (await in_temporal(app, temporal, APPROVED)).terminate()
        await app.engine.signal(APPROVED, "approval", {"by": "Ada"})
        # then
        assert await caller == "Ada"
        assert await shop.steps(APPROVED) == ENDED

    async def test_temporals_history_holds_nothing_of_what_the_shop_knows(self, app: App, shop: Shop, temporal: str) -> None:
        # given a process that nobody takes for dead, however busy this machine is
        async with App(msgspec.structs.replace(app.config, engine=f"temporal://{temporal}?takeover=60")) as calm:
            await complete_sale(calm.scope(), SALE)
        # when
        history = await (await in_temporal(app, temporal, "sale.complete:cart_1")).fetch_history()
        # then
        assert shop.told() == "hold 19.90 [sale.complete:cart_1/1/2]\n"
        assert "19.90" not in history.to_json()
        assert sum(event.HasField("marker_recorded_event_attributes") for event in history.events) == len(["begin", *COMPLETED, "finish"])

    async def test_a_long_run_gets_a_new_history_when_it_waits(self, app: App, shop: Shop, worker: Worker, temporal: str) -> None:
        # given
        @workflow("test.long", durable=True, key=lambda: "one")
        async def long(scope: Scope) -> int:
            for _ in range(12):
                await reserve(scope, SALE)
                await scope.sleep(0.001)
            return 12

        app.workflows["test.long"] = long
        await worker.start()
        # then
        assert await long(app.scope()) == 12
        assert await shop.ledger() == ["reserved cart_1"] * 12
        (began, *_) = (await (await in_temporal(app, temporal, "test.long:one")).fetch_history()).events
        assert began.workflow_execution_started_event_attributes.continued_execution_run_id != ""

    async def test_a_process_that_only_serves_leaves_runs_to_those_that_work(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        async with App(msgspec.structs.replace(app.config, mode="server")) as server:
            caller = asyncio.create_task(complete_sale(server.scope(), SALE))
            await asyncio.sleep(0.5)
            assert await shop.ledger() == []
            # when
            await worker.start()
            # then
            assert (await caller).startswith("entry_")
        assert await shop.ledger() == SOLD


async def in_temporal(app: App, address: str, run_id: str) -> WorkflowHandle[Any, Any]:
    """The run's first attempt, as Temporal's operators have it before them."""
    client = await Client.connect(address)
    return client.get_workflow_handle(f"merx-{urlsplit(app.config.database_url or '').path.strip('/')}/{run_id}/1")
