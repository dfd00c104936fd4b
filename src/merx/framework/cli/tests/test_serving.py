"""Open shops: how they start, and that they end without leaving anything behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from .conftest import Merx, Shop, is_answering

Open = Callable[..., Shop]


def is_gone(pid: int) -> bool:
    try:
        return "State:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


def eventually(is_so: Callable[[], bool], within: float = 15.0) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_new_folder_becomes_an_open_shop_and_a_signal_leaves_nothing_running(opened: Open, folder: Path, number: signal.Signals) -> None:
    # given an empty folder and no PostgreSQL
    shop = opened("develop")
    # when
    address = shop.address
    # then
    assert is_answering(address)
    postgres = int((folder / ".merx" / "cluster" / "postmaster.pid").read_text().splitlines()[0])
    assert not is_gone(postgres)
    # and when a signal comes
    assert shop.stop(number) == 0
    assert (is_answering(address), is_gone(postgres)) == (False, True)


def test_a_shop_for_customers_does_not_start_before_its_migrations_are_applied(merx: Merx, database: str) -> None:
    # given
    with psycopg.connect(database) as connection:
        connection.execute("DELETE FROM merx_migration WHERE module = 'events' AND version = '0001_initial'")
    # when
    refused = merx("start", "--port", "0", url=database)
    # then
    assert refused.returncode == 1
    assert refused.stderr == "merx: The database lacks 1 migration (events/0001_initial). Run `merx db migrate` first.\n"


def test_a_port_that_is_taken_ends_a_start_at_once(merx: Merx, database: str) -> None:
    # given
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        # when
        refused = merx("start", "--port", str(port), url=database)
    # then
    assert refused.returncode == 1
    assert refused.stderr == f"merx: Cannot listen on 127.0.0.1:{port}: Address already in use. Choose another with --host and --port.\n"


def test_of_several_processes_one_that_dies_is_replaced(opened: Open, database: str) -> None:
    # given
    shop = opened("start", "--workers", "2", url=database)
    address = shop.address
    assert is_answering(address)
    assert eventually(lambda: len(shop.workers) == 2)
    first = shop.workers
    # when
    os.kill(min(first), signal.SIGKILL)
    # then
    assert eventually(lambda: len(shop.workers & first) == len(shop.workers - first) == 1)
    assert is_answering(address)
    assert shop.stop() == 0
    assert all(eventually(lambda pid=pid: is_gone(pid)) for pid in first)


def test_when_the_parent_is_killed_its_processes_end_too(opened: Open, database: str) -> None:
    # given
    shop = opened("start", "--workers", "2", url=database)
    address = shop.address
    assert is_answering(address)
    assert eventually(lambda: len(shop.workers) == 2)
    processes = shop.workers
    # when
    shop.process.kill()
    # then
    assert all(eventually(lambda pid=pid: is_gone(pid)) for pid in processes)
    assert not is_answering(address)


STUCK = """
import asyncio, multiprocessing, time
from merx.framework.cli.processes import end_with_parent

async def wait():
    end_with_parent(asyncio.Event(), 0.5)
    print(multiprocessing.current_process().pid, flush=True)
    await asyncio.Event().wait()

def child():
    asyncio.run(wait())

if __name__ == "__main__":
    multiprocessing.get_context("spawn").Process(target=child).start()
    time.sleep(60)
"""


def test_a_process_that_cannot_end_in_order_ends_all_the_same_when_its_parent_is_killed(tmp_path: Path) -> None:
    # given a child that has been told to stop and does not, as one whose database is gone
    script = tmp_path / "stuck.py"
    script.write_text(STUCK)
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603 - our own script
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        # when
        parent.kill()
    # then
    assert eventually(lambda: is_gone(child))


def test_a_worker_listens_nowhere_and_a_server_has_no_worker(opened: Open, database: str) -> None:
    # given
    server = opened("start", "--mode", "server", url=database)
    # when
    assert is_answering(server.address)
    # then no worker announced itself to the queue
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM procrastinate_workers").fetchone() == (0,)
        worker = opened("start", "--mode", "worker", url=database)
        assert worker.process.stdout is not None
        assert worker.process.stdout.readline() == "Working. Ctrl-C stops.\n"
        connection.rollback()
        assert eventually(lambda: connection.execute("SELECT count(*) FROM procrastinate_workers").fetchone() == (1,))
    assert (worker.stop(), server.stop()) == (0, 0)
