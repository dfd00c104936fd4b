"""Scheduled jobs run once in the cluster, and the worker does what durable runs leave to it."""

import asyncio
import importlib.metadata
import subprocess
import sys
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from procrastinate.manager import JobManager

from merx.framework.app import App
from merx.framework.errors import Misconfigured
from merx.framework.jobs import Worker, job, schema
from merx.framework.testing.engines.shop.service import LedgerService
from merx.framework.testing.engines.shop.workflows import Sale, complete_sale
from merx.framework.workflows.tests.test_durable import HELD, SOLD
from merx.framework.workflows.tests.world import app_on, count, eventually, kill, ledger, told

Start = Callable[..., Awaitable[Worker]]
SALE = Sale(cart_id="cart_1", amount=Decimal("19.90"))


async def test_a_job_runs_once_each_time_however_many_workers_there_are(app: App, start_worker: Start) -> None:
    # given
    async with app_on(app.database.url) as other:
        # when
        workers = [await start_worker(poll=0.2), await start_worker(other, poll=0.2)]
        await asyncio.sleep(4.2)
        for worker in workers:
            await worker.stop()
    # then
    ticks = await app.scope()[LedgerService].texts()
    seconds: int = await app.scope().value("SELECT count(DISTINCT date_trunc('second', created_at)) FROM ledger_entry")
    assert ticks == ["tick"] * len(ticks)
    assert len(ticks) == seconds >= 4


async def test_a_worker_runs_what_is_started(app: App, start_worker: Start, bank: Path) -> None:
    # given
    worker = await start_worker(poll=60)
    # when
    handle = await complete_sale.start(app.scope(), SALE)
    # then
    assert (await handle.result(timeout=5)).startswith("entry_")
    await worker.stop()
    assert [text for text in await ledger(app) if not text.startswith("noted")] == SOLD
    assert told(bank) == HELD


async def test_a_worker_takes_over_the_run_of_a_killed_process(app: App, start_worker: Start, bank: Path) -> None:
    # given
    await kill(app, "after the call", SALE.amount)
    # when
    worker = await start_worker(poll=0.1)

    # then
    async def is_done() -> bool:
        return await app.engine.status("sale.complete:cart_1") == "done"

    await eventually(is_done)
    await worker.stop()
    assert [text for text in await ledger(app) if not text.startswith("noted")] == SOLD
    assert told(bank) == HELD


async def test_what_a_dead_worker_left_of_a_job_makes_way_for_its_next_time(app: App, start_worker: Start) -> None:
    # given
    await app.scope().value(
        """INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, lock, queueing_lock)
        SELECT 'merx', 'merx.job', '{"job": "tick", "timestamp": 1}', status::procrastinate_job_status, 'job:tick', 'job:tick'
        FROM unnest(ARRAY['doing', 'todo']) AS status"""
    )
    # when
    worker = await start_worker(poll=0.1)

    # then
    async def has_ticked() -> bool:
        return "tick" in await app.scope()[LedgerService].texts()

    await eventually(has_ticked)
    await worker.stop()
    assert await count(app, "procrastinate_jobs", "status = 'doing'") == 0


async def test_a_worker_survives_the_loss_of_its_connections(app: App, start_worker: Start) -> None:
    # given
    worker = await start_worker(poll=0.2)
    await asyncio.sleep(0.3)
    # when
    connection = await asyncpg.connect(app.database.url)
    await connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
    await connection.close()
    await asyncio.sleep(0.1)
    await app.scope().emit("storm", {"id": "boat"})

    # then
    async def has_sailed() -> bool:
        return "sailed boat" in await ledger(app)

    await eventually(has_sailed)
    await worker.stop()


async def test_a_schedule_that_is_no_cron_line_is_refused() -> None:
    with pytest.raises(Misconfigured, match="'daily' of job 'report' is no cron line"):
        job("report", schedule="daily")


async def test_the_queues_tables_are_installed_once_and_remember_their_version(app: App) -> None:
    version = importlib.metadata.version("procrastinate")
    assert await app.scope().value(schema.INSTALLED) == version
    assert schema.scripts(version) == []
    assert len(schema.scripts(None)) == 2
    upgrade = schema.scripts("3.2.0")
    assert len(upgrade) > 1
    assert upgrade[-1] == f"COMMENT ON TABLE procrastinate_jobs IS '{version}'"
    assert "procrastinate_retry_job_v2" in "".join(upgrade)
    assert "CREATE TABLE procrastinate_workers" not in "".join(upgrade)


async def test_importing_workflows_loads_neither_the_queues_library_nor_its_driver() -> None:
    code = "import sys, merx.framework.app, merx.framework.jobs; print({'procrastinate', 'psycopg'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"  # noqa: S603, ASYNC221 - our own line of code, and nothing else to do meanwhile


async def test_what_comes_while_the_queue_is_being_looked_through_is_not_left_until_the_next_look(
    app: App, start_worker: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.jobs.clear()
    # given: a look that finds nothing, and takes so long that word of something new comes before it ends
    fetch, looked = JobManager.fetch_job, False

    async def slowly(*args: Any, **named: Any) -> Any:
        nonlocal looked
        found = await fetch(*args, **named)
        if not looked:
            looked = True
            await app.scope().emit("storm", {"id": "boat"})
            await asyncio.sleep(0.3)
        return found

    monkeypatch.setattr(JobManager, "fetch_job", slowly)
    # when
    worker = await start_worker(poll=60)

    # then
    async def has_sailed() -> bool:
        return "sailed boat" in await ledger(app)

    await eventually(has_sailed, seconds=5)
    await worker.stop()
