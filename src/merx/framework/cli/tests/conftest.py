"""The command as people run it: a process of its own in the folder of a shop."""

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from merx.framework.config import Config
from merx.framework.testing.databases import TestDatabases

PACKAGE = "merx.framework.testing.tests.shop"
MERX = [sys.executable, "-c", "from merx.framework.cli import main; main()"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A shop's folder."""
    (tmp_path / "merx_config.py").write_text(f"from merx.framework.config import Config\nconfig = Config(packages=({PACKAGE!r},))\n")
    return tmp_path


@pytest.fixture
def database(merx_databases: TestDatabases) -> Iterator[str]:
    """A database with the shop's tables."""
    url = merx_databases.make(Config(packages=(PACKAGE,)))
    yield url
    merx_databases.drop(url)


Merx = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def merx(folder: Path) -> Merx:
    """Runs a command to its end."""

    def run(*arguments: str, url: str | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own command
            [*MERX, *arguments],
            cwd=folder,
            env=environment(url, more),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            stdin=subprocess.DEVNULL,
        )

    return run


class Shop:
    """A shop that runs in a process of its own, on a free port."""

    def __init__(self, folder: Path, arguments: tuple[str, ...], url: str | None) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            [*MERX, *arguments, "--port", "0"], cwd=folder, env=environment(url, {}), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.said: list[str] = []

    @property
    def address(self) -> str:
        """Where it answers; waits until it says so."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if found := re.search(r"http://localhost:\d+", line):
                return found[0]
        raise AssertionError(self.said)

    @property
    def workers(self) -> set[int]:
        """The processes of `--workers` that run now. A process that ends while it is looked at is none."""
        found: set[int] = set()
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            with contextlib.suppress(OSError):
                found |= {int(child) for child in (task / "children").read_text().split()}
        return {pid for pid in found if _is_worker(pid)}

    def stop(self, number: int = signal.SIGINT) -> int:
        """Gives the exit code."""
        self.process.send_signal(number)
        return self.process.wait(20)


def _is_worker(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()  # a process that ended has none
    return False


@pytest.fixture
def opened(folder: Path) -> Iterator[Callable[..., Shop]]:
    """Starts a shop; ends it with the test."""
    shops: list[Shop] = []

    def start(*arguments: str, url: str | None = None) -> Shop:
        shops.append(Shop(folder, arguments, url))
        return shops[-1]

    yield start
    for shop in shops:
        if shop.process.poll() is None:
            shop.process.kill()
        shop.process.wait(10)
        if shop.process.stdout is not None:
            shop.process.stdout.close()


def is_answering(address: str) -> bool:
    """Whether anybody answers there. A new connection each time, so that it is not the one of before that counts."""
    try:
        return httpx.get(f"{address}/health", timeout=10).status_code == 200
    except httpx.TransportError:
        return False


def environment(url: str | None, more: dict[str, str]) -> dict[str, str]:
    rest = {name: value for name, value in os.environ.items() if not name.startswith("MERX_")}
    return rest | ({"MERX_DATABASE_URL": url} if url else {}) | more
