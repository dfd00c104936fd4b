"""Three processes on one database, killed at random or put to sleep, under load: nothing is lost, and nothing done twice.

`make test` does this for some seconds, `make soak` for five minutes (`MERX_SOAK_SECONDS`).
"""

import asyncio
import os
import random
import re
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import httpx
import pytest

from merx.framework.config import Config

SECONDS = float(os.environ.get("MERX_SOAK_SECONDS", "12"))
TAKEN_OVER = 30
"""Seconds after which nothing that a dead process did may be left lying."""
NAP = 18
"""Seconds: longer than a lease and than a worker's silence, so that others have the work when the sleeper goes on with it."""
CLIENTS, PAUSE = 4, 0.15
"""Less than two processes that are always starting can do: what is still to be done at the end was left lying, not waiting its turn."""

WORKS = """
import asyncio, os
from datetime import datetime, timedelta
import msgspec
from merx.framework.events import Event, subscriber
from merx.framework.http import Body, PublicScope, post
from merx.framework.jobs import job
from merx.framework.scope import Scope
from merx.framework.workflows import step, workflow

async def did(scope: Scope, what: str, which: str) -> None:
    await scope.value("INSERT INTO did (what, which, pid) VALUES ($1, $2, $3)", what, which, os.getpid())

class Asked(Body):
    number: str

@post("/orders", audience="public")
async def ask(data: Asked, scope: PublicScope) -> None:
    async with scope.transaction():
        await did(scope, "asked", data.number)
        await order.start(scope, data.number)

@step("works.reserve")
async def reserve(scope: Scope, number: str) -> None:
    await did(scope, "reserved", number)
    await asyncio.sleep(0.02)

@step("works.charge", external=True, retries=3)
async def charge(scope: Scope, number: str) -> str:
    # The world outside: does one thing for one key, and knows no transaction of ours.
    await scope.app.scope().value("INSERT INTO charged (key, number) VALUES ($1, $2) ON CONFLICT DO NOTHING", scope.step_key, number)
    await asyncio.sleep(0.1)
    return scope.step_key

@workflow("works.place")
async def place(scope: Scope, number: str) -> None:
    await did(scope, "placed", number)
    await scope.emit("order.placed", {"number": number})

@workflow("works.order", durable=True, key=lambda number: number)
async def order(scope: Scope, number: str) -> None:
    await reserve(scope, number)
    await charge(scope, number)
    await place(scope, number)

@workflow("works.hear")
async def hear(scope: Scope, number: str) -> None:
    await did(scope, "heard", number)

@workflow("works.tick")
async def tick(scope: Scope, name: str, at: datetime) -> None:
    await did(scope, name, at.isoformat())

@subscriber("order.placed")
async def listen(scope: Scope, event: Event[Asked]) -> None:
    await hear(scope, event.data.number)
    await asyncio.sleep(0.05)

@job("each-second", schedule="* * * * * *", concurrency="allow")
async def each_second(scope: Scope, scheduled_for: datetime) -> None:
    await tick(scope, "each-second", scheduled_for)
    await asyncio.sleep(0.1)

@job("one-at-a-time", schedule=timedelta(seconds=2))
async def one_at_a_time(scope: Scope, scheduled_for: datetime) -> None:
    await tick(scope, "one-at-a-time", scheduled_for)
    await asyncio.sleep(0.5)
"""

FILES = {
    "workflows": "order, place, hear, tick",
    "subscribers": "listen",
    "jobs": "each_second, one_at_a_time",
    "api": "ask",
}


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A shop's folder: orders over HTTP, a durable run for each, an event at its end, two jobs."""
    works = tmp_path / "works"
    works.mkdir()
    (works / "__init__.py").touch()
    (works / "everything.py").write_text(WORKS)
    for name, what in FILES.items():
        (works / f"{name}.py").write_text(f"from works.everything import {what}\n")
    (tmp_path / "merx_config.py").write_text('from merx.framework.config import Config\nconfig = Config(packages=("works",))\n')
    return tmp_path


class Shop:
    """`merx start --workers 3`: a parent, and three processes that answer requests and work."""

    def __init__(self, process: asyncio.subprocess.Process, address: str) -> None:
        self._process = process
        self.address = address
        self.asleep: int | None = None

    @property
    def processes(self) -> list[int]:
        """Those that could be killed: all but the sleeper."""
        found: list[int] = []
        for task in Path(f"/proc/{self._process.pid}/task").iterdir():
            with suppress(OSError):
                found += [int(child) for child in (task / "children").read_text().split()]
        return [pid for pid in found if pid != self.asleep and self._is_ours(pid)]

    def _is_ours(self, pid: int) -> bool:
        with suppress(OSError):
            return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
        return False

    async def answers(self) -> None:
        """Wait until one of them is open."""
        async with httpx.AsyncClient(base_url=self.address, timeout=1) as http:
            for _ in range(60):
                with suppress(httpx.TransportError):
                    if (await http.get("/health")).status_code == 200:
                        return
                await asyncio.sleep(0.1)
        raise AssertionError("a minute after a kill nobody answers")

    async def nap(self) -> None:
        """Put one of them to sleep for so long that it is given up for dead, and wake it."""
        self.asleep = self.processes[0]
        with suppress(ProcessLookupError):
            os.kill(self.asleep, signal.SIGSTOP)
        await asyncio.sleep(NAP)
        with suppress(ProcessLookupError):
            os.kill(self.asleep, signal.SIGCONT)
        self.asleep = None


@asynccontextmanager
async def opened(config: Config, project: Path) -> AsyncIterator[Shop]:
    environment = os.environ | {"MERX_DATABASE_URL": config.database_url or "", "MERX_JWT_SECRET": "j" * 32, "MERX_COOKIE_SECRET": "c" * 32}
    command = [sys.executable, "-c", "from merx.framework.cli import main; main()", "start", "--workers", "3", "--port", "0"]
    with (project / "shop.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(*command, cwd=project, env=environment, stdout=asyncio.subprocess.PIPE, stderr=log)
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    found = re.search(r"http://localhost:\d+", line)
    assert found, line + (project / "shop.log").read_text()[-2000:]
    reading = asyncio.create_task(process.stdout.read())
    try:
        yield Shop(process, found[0])
    finally:
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
        await reading


class Clients:
    """Ask for orders until they are told to stop. What was answered is known to be asked for; of the rest nobody knows."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.answered: set[str] = set()
        self.is_over = False

    async def ask(self, client: int) -> None:
        number = 0
        async with httpx.AsyncClient(base_url=self._address, timeout=5) as http:
            while not self.is_over:
                number += 1
                name = f"{client}-{number}"
                with suppress(httpx.TransportError):
                    answer = await http.post("/orders", json={"number": name})
                    assert answer.status_code == 200, answer.text
                    self.answered.add(name)
                await asyncio.sleep(PAUSE)


async def kill_at_random(shop: Shop, seconds: float, seed: int) -> int:
    """Kills, for so many seconds; all the while one or the other process sleeps."""
    chance, killed = random.Random(seed), 0
    end = time.monotonic() + seconds
    napping = asyncio.create_task(shop.nap())
    while time.monotonic() < end:
        await shop.answers()  # where processes start slower than they are killed, nobody is ever there
        await asyncio.sleep(chance.uniform(0.5, 3))
        with suppress(ProcessLookupError):
            os.kill(chance.choice(shop.processes), signal.SIGKILL)
            killed += 1
        if napping.done():
            napping = asyncio.create_task(shop.nap())
    await napping
    return killed


async def test_no_order_event_or_job_is_lost_or_done_twice_whichever_process_dies(merx_config: Config, project: Path) -> None:
    """Controls, each run once with a protection taken out:

    - the memory of deliveries, `Redeliverable.once` calling `work()` alone: seven events were heard twice;
    - the patrol, neither `take_over` nor `REVIVE`: runs were still under way after `TAKEN_OVER` seconds;
    - the fence, `epoch = $2` out of the journal's statements: nothing was done twice, since a second record of a step is
      refused by the journal's key as well. `workflows/tests/test_durable.py` tests the fence by itself.
    """
    # given
    connection = await asyncpg.connect(merx_config.database_url)
    await connection.execute("CREATE TABLE did (what text, which text, pid int, at timestamptz DEFAULT clock_timestamp())")
    await connection.execute("CREATE TABLE charged (key text PRIMARY KEY, number text)")
    async with opened(merx_config, project) as shop:
        clients = Clients(shop.address)
        asking = [asyncio.create_task(clients.ask(client)) for client in range(CLIENTS)]
        # when
        killed = await kill_at_random(shop, SECONDS, seed=7)
        clients.is_over = True
        await asyncio.gather(*asking)
        # then
        await check_jobs(connection)
        assert killed >= SECONDS / 4
        assert len(clients.answered) > SECONDS
        asked = await numbers(connection, "asked")
        assert clients.answered <= set(asked)
        for what in ("reserved", "placed", "heard"):
            assert await numbers(connection, what) == asked, what
        assert [row[0] for row in await connection.fetch("SELECT number FROM charged ORDER BY number")] == asked
        assert await connection.fetchval("SELECT count(*) FROM event WHERE name = 'order.placed'") == len(asked)
        assert await connection.fetchval("SELECT count(*) FROM dead_letter") == 0
    await connection.close()


async def check_jobs(connection: asyncpg.Connection) -> None:
    """When nothing is left lying: every second once, none left out; the other job no time twice.

    In one snapshot with what is left, and without the seconds that may still be in the queue: of those a later one may be done
    before an earlier one, which is not lost for it.
    """
    end = time.monotonic() + TAKEN_OVER
    while True:
        async with connection.transaction(isolation="repeatable_read"):
            if not (left := [tuple(row) for row in await connection.fetch(LEFT)]):
                done = await numbers(connection, "each-second", settled=True)
                times = await numbers(connection, "one-at-a-time", settled=True)
                break
        assert time.monotonic() < end, left
        await asyncio.sleep(0.1)
    seconds = [datetime.fromisoformat(each).timestamp() for each in done]
    assert len(set(seconds)) == len(seconds)
    missing = set(range(int(min(seconds)), int(max(seconds)))) - {int(each) for each in seconds}
    assert not missing, sorted(datetime.fromtimestamp(each, UTC).isoformat() for each in missing)
    assert len(set(times)) == len(times) > 2


async def numbers(connection: asyncpg.Connection, what: str, *, settled: bool = False) -> list[str]:
    """What was done; if `settled`, of the jobs only those that `LEFT` would show if they were not done."""
    until = f" AND extract(epoch FROM which::timestamptz) < {SETTLED}" if settled else ""
    return [row[0] for row in await connection.fetch(f"SELECT which FROM did WHERE what = $1{until} ORDER BY which", what)]


SETTLED = "extract(epoch FROM now()) - 3"
"""This second's jobs, and those of the last ones, may still be in the queue."""
LEFT = f"""
SELECT 'run', status::text, count(*) FROM workflow_run WHERE status <> 'done' GROUP BY status
UNION ALL
SELECT task_name, status::text, count(*) FROM procrastinate_jobs
WHERE task_name <> 'merx.job' OR (args->>'timestamp')::float < {SETTLED} GROUP BY task_name, status"""
