"""The PostgreSQL that tests use: one for all of them, however many processes they run in."""

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from merx.framework.errors import Misconfigured
from merx.framework.postgres import start

SETTINGS = {
    # Nothing here has to survive a power cut, and everything may be made again.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "400",
    "shared_buffers": "64MB",
    "min_wal_size": "32MB",
    "max_wal_size": "256MB",
    # A new database differs from its template by nothing that would need a vacuum.
    "autovacuum": "off",
}
ROOMY = 2 * 1024**3  # bytes


@contextmanager
def running_server() -> Generator[str]:
    """The address of a server on which databases may be made: `MERX_DATABASE_URL`'s, else an embedded one.

    All test processes of a user share the embedded one. It starts with the first, ends with the last and keeps its
    templates for the next time.
    """
    given = os.environ.get("MERX_DATABASE_URL")
    if given:
        yield given
        return
    with start(_data_dir(), settings=SETTINGS) as server:
        yield server.url


def _data_dir() -> Path:
    version = sha256(repr(sorted(SETTINGS.items())).encode()).hexdigest()[:6]
    folder = Path(os.environ.get("MERX_TEST_DATA_DIR") or _quick_place()) / f"merx-tests-{os.geteuid()}-{version}"
    if folder.exists() and folder.stat().st_uid != os.geteuid():
        raise Misconfigured(f"{folder} belongs to somebody else. Set MERX_TEST_DATA_DIR to a folder of your own.")
    return folder


def _quick_place() -> str:
    # In memory a database is made in 15 ms, on a disk in 55 (measured, 130 tables).
    memory = Path("/dev/shm")  # noqa: S108 - the folder in it is private, see `_data_dir`
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOMY:
        return str(memory)
    return tempfile.gettempdir()
