"""Real servers, real processes, real kills. A cluster is made once and copied, because initdb takes longer than a test."""

# ruff: noqa: S603 - the processes of these tests are started by these tests

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from merx.framework.postgres import start

HOLDER = """
import signal, sys
from pathlib import Path
from merx.framework.postgres import start
signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite that a script runs in the background inherits an ignored one
server = start(Path(sys.argv[1]))
print(server.url, flush=True)
for line in sys.stdin:
    pass
server.release()
print("released", flush=True)
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")


class Holder:
    """Another process that holds the server."""

    def __init__(self, data_dir: Path, **popen) -> None:
        python = popen.pop("python", sys.executable)
        self.process = subprocess.Popen(
            [python, "-c", HOLDER, str(data_dir)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True, **popen
        )

    def url(self) -> str:
        return self.process.stdout.readline().strip()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def release(self) -> str:
        told, _ = self.process.communicate(timeout=30)
        return told.strip()


@pytest.fixture
def hold() -> Iterator[Callable[..., Holder]]:
    holders: list[Holder] = []

    def make(data_dir: Path, **popen) -> Holder:
        holders.append(Holder(data_dir, **popen))
        return holders[-1]

    yield make
    for holder in holders:
        holder.kill()
        holder.process.stdin.close()
        holder.process.stdout.close()


@pytest.fixture(scope="session")
def made_cluster(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "data"
    start(folder, settings={"fsync": "off"}).release()
    return folder / "cluster"


@pytest.fixture
def data_dir(tmp_path: Path, made_cluster: Path) -> Iterator[Path]:
    """A data folder with a cluster; as root below a folder (pytest's, 0700) that the server's user cannot enter."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    shutil.copytree(made_cluster, folder / "cluster")
    yield folder
    end_all_in(folder)


def processes_in(data_dir: Path, name: str = "") -> set[int]:
    """Processes at work in the cluster of this folder: PostgreSQL's (`name` "postgres") and the supervisor ("python")."""
    found: set[int] = set()
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if folder.name.isdigit() and (folder / "cwd").samefile(data_dir / "cluster") and (folder / "comm").read_text().startswith(name):
                found.add(int(folder.name))
    return found


def postmaster_of(data_dir: Path) -> int:
    return int((data_dir / "cluster" / "postmaster.pid").read_text().splitlines()[0])


def supervisor_of(data_dir: Path) -> int:
    return min(processes_in(data_dir, "python"), default=0)


def end_all_in(data_dir: Path) -> None:
    for pid in processes_in(data_dir):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def eventually(is_so: Callable[[], object], within: float = 10.0) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        with contextlib.suppress(OSError, IndexError, ValueError):  # a file that is being written
            if is_so():
                return True
        time.sleep(0.02)
    return False
