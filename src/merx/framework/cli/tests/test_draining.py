"""A shop ends, and is replaced, without a failed request and without losing what is under way."""

import asyncio
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest

from .conftest import Shop
from .test_serving import eventually

Open = Callable[..., Shop]

API = """
import asyncio, os
from merx.framework.errors import Conflict
from merx.framework.events import Event, subscriber
from merx.framework.http import PublicScope, get, post
from merx.framework.scope import Scope

@get("/slow", audience="public")
async def slow(scope: PublicScope) -> dict[str, int]:
    await asyncio.sleep(1)
    return {"pid": os.getpid()}

@post("/say", audience="public")
async def say(scope: PublicScope) -> dict[str, int]:
    await scope.emit("said", {})
    return {"pid": os.getpid()}
"""

SUBSCRIBERS = """
import asyncio
from merx.framework.events import Event, subscriber
from merx.framework.scope import Scope

@subscriber("said")
async def listen(scope: Scope, event: Event[dict[str, str]]) -> None:
    await scope.emit("heard.begun", {})
    await asyncio.sleep(1)
    await scope.emit("heard", {})
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A shop that takes its time."""
    (tmp_path / "slow").mkdir()
    (tmp_path / "slow" / "__init__.py").touch()
    (tmp_path / "slow" / "api.py").write_text(API)
    (tmp_path / "slow" / "subscribers.py").write_text(SUBSCRIBERS)
    (tmp_path / "merx_config.py").write_text(
        'from merx.framework.config import Config\nconfig = Config(packages=("merx.framework.testing.tests.shop", "slow"))\n'
    )
    return tmp_path


def ask(connection: socket.socket, path: str = "/health") -> None:
    connection.sendall(f"GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n".encode())


def answer(connection: socket.socket) -> str:
    """Head and body, in small letters; empty if nobody answers any more."""
    got = b""
    while (more := connection.recv(65536)) and not (got := got + more).partition(b"\r\n\r\n")[2]:
        pass
    return got.decode().lower()


def connected_to(address: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", urlsplit(address).port or 0))
    connection.settimeout(10)
    return connection


def test_a_connection_that_is_kept_gets_one_more_answer_and_then_goodbye(opened: Open, database: str) -> None:
    """Control: with `Protocol.shutdown` of uvicorn the second answer is empty: the connection was closed under the request."""
    # given
    shop = opened("start", url=database)
    with connected_to(shop.address) as connection:
        ask(connection)
        first = answer(connection)
        # when
        shop.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        ask(connection)
        second, third = answer(connection), answer(connection)
    # then
    assert (first[:15], "connection: close" in first) == ("http/1.1 200 ok", False)
    assert (second[:15], "connection: close" in second) == ("http/1.1 200 ok", True)
    assert third == ""
    assert shop.process.wait(10) == 0


def test_a_connection_on_which_nothing_comes_does_not_hold_up_the_end(opened: Open, database: str) -> None:
    # given
    shop = opened("start", url=database)
    with connected_to(shop.address) as connection:
        ask(connection)
        answer(connection)
        # when
        shop.process.send_signal(signal.SIGTERM)
        # then
        assert shop.process.wait(4) == 0


def test_requests_and_deliveries_under_way_are_finished(opened: Open, database: str) -> None:
    # given
    shop = opened("start", url=database)
    address = shop.address
    assert httpx.post(f"{address}/say").status_code == 200
    with psycopg.connect(database, autocommit=True) as connection:

        def heard(name: str) -> bool:
            return connection.execute("SELECT count(*) FROM event WHERE name = %s", (name,)).fetchone() == (1,)

        assert eventually(lambda: heard("heard.begun"))
        (said,) = connection.execute("SELECT id FROM event WHERE name = 'said'").fetchone() or ()
        with connected_to(address) as busy:
            ask(busy, "/slow")
            time.sleep(0.2)
            # when
            shop.process.send_signal(signal.SIGTERM)
            last = answer(busy)
        # then
        assert (last[:15], "connection: close" in last, '"pid":' in last) == ("http/1.1 200 ok", True, True)
        assert shop.process.wait(15) == 0
        assert heard("heard")
        # What the clock enqueued in its last second waits for the next process.
        assert connection.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' OR args ->> 'event_id' = %s", (said,)).fetchone() == (0,)


@asynccontextmanager
async def hammering(address: str, clients: int) -> AsyncIterator[list[int]]:
    """Clients that ask one request after the other over connections that they keep. Gives the statuses; a failed request passes as its error."""
    statuses: list[int] = []
    ended = asyncio.Event()

    async def hammer() -> None:
        async with httpx.AsyncClient(base_url=address, timeout=20) as client:
            while not ended.is_set():
                statuses.append((await client.post("/say")).status_code)

    hammers = [asyncio.create_task(hammer()) for _ in range(clients)]
    yield statuses
    ended.set()
    await asyncio.gather(*hammers)


async def test_processes_are_replaced_one_by_one_under_load_without_a_failed_request(opened: Open, database: str, folder: Path) -> None:
    # given
    shop = opened("start", "--workers", "2", url=database)
    address = shop.address
    assert eventually(lambda: len(shop.workers) == 2)
    before = shop.workers
    # when
    async with hammering(address, 4) as statuses:
        await asyncio.sleep(0.5)
        # new code, which only new processes have
        (folder / "slow" / "api.py").write_text(API.replace('"/slow"', '"/new"'))
        shop.process.send_signal(signal.SIGHUP)
        line = await asyncio.to_thread(next_line, shop)
        await asyncio.sleep(0.5)
    # then
    assert line == "All 2 processes are new.\n"
    assert len(before) == len(shop.workers) == 2
    assert not before & shop.workers
    assert set(statuses) == {200}
    assert len(statuses) > 20
    async with httpx.AsyncClient(base_url=address, timeout=20) as client:
        assert [(await client.get(path)).status_code for path in ("/new", "/slow")] == [200, 404]
    assert await asyncio.to_thread(shop.stop) == 0
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM event WHERE name = 'said'").fetchone() == (len(statuses),)


def next_line(shop: Shop) -> str:
    assert shop.process.stdout is not None
    return shop.process.stdout.readline()


@pytest.mark.parametrize("mistake", ["slow/api.py", "merx_config.py"])
def test_new_code_that_does_not_start_leaves_the_old_processes_at_work(opened: Open, database: str, folder: Path, mistake: str) -> None:
    # given
    shop = opened("start", "--workers", "2", url=database)
    address = shop.address
    assert eventually(lambda: len(shop.workers) == 2)
    before = shop.workers
    (folder / mistake).write_text("config = 3\n" if mistake == "merx_config.py" else "raise RuntimeError('half-written')\n")
    # when
    shop.process.send_signal(signal.SIGHUP)
    line = next_line(shop)
    # then
    assert line.startswith("The configuration is wrong, so the processes stay as they are: ") or line.endswith(
        "before it was open, so the old ones stay; see its output above.\n"
    )
    assert shop.workers == before
    assert httpx.get(f"{address}/health").status_code == 200
    assert shop.stop() == 0


def test_a_process_that_is_killed_while_it_starts_does_not_end_the_shop(opened: Open, database: str) -> None:
    # given
    shop = opened("start", "--workers", "2", url=database)
    assert eventually(lambda: len(shop.workers) == 2)
    # when
    os.kill(min(shop.workers), signal.SIGKILL)
    # then
    assert eventually(lambda: len(shop.workers) == 2)
    assert httpx.get(f"{shop.address}/health").status_code == 200
    assert shop.stop() == 0
