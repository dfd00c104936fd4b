"""Getting a place among the holders of a data folder's server: by joining its supervisor, or by starting it."""

import contextlib
import fcntl
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .binaries import find_binaries
from .cluster import ensure_cluster, major_on_disk
from .errors import EmbeddedPostgresError, ServerFailedError
from .home import Home, make_socket_folder, opened_for, socket_folder


@dataclass(frozen=True)
class Lease:
    """An open connection to the supervisor; it lives while this is open. `child` is the supervisor if we started it."""

    sockets: Path
    connection: socket.socket
    child: subprocess.Popen[bytes] | None = None

    def give_back(self) -> None:
        """Tells the supervisor that we leave; it closes the connection when we may go. Safe to repeat."""
        with contextlib.suppress(OSError):  # closed before, or by a supervisor that was killed
            self.connection.shutdown(socket.SHUT_WR)

    def reap(self) -> None:
        """Waits until the supervisor has ended, if it is our child: no zombie, whoever is process 1."""
        if self.child:
            self.child.wait()


def acquire(home: Home, settings: Mapping[str, str], *, timeout: float) -> Lease:
    """A lease on a server that accepts connections. Who comes while it starts waits; while it stops, tries again."""
    until = time.monotonic() + timeout
    pause = 0.01
    while (left := until - time.monotonic()) > 0:
        lease = _join(home) or _launch(home, settings)
        if lease and _is_ready(lease, home, left):
            return lease
        time.sleep(pause)
        pause = min(pause * 1.5, 0.2)
    raise EmbeddedPostgresError(f"PostgreSQL in {home.data_dir} was not ready after {timeout} s; see {home.log}")


def _join(home: Home) -> Lease | None:
    if (sockets := socket_folder(home)) is None:
        return None
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(str(sockets / "supervisor"))
    except (ConnectionError, FileNotFoundError):  # nobody there, or just leaving
        connection.close()
        return None
    return Lease(sockets, connection)


def _is_ready(lease: Lease, home: Home, timeout: float) -> bool:
    lease.connection.settimeout(timeout)
    try:
        answer = lease.connection.recv(64)
    except OSError:  # it left at this moment, or the time is over
        answer = b""
    if answer.startswith(b"ready"):
        lease.connection.settimeout(None)
        return True
    lease.connection.close()
    if answer.startswith(b"failed") or (lease.child and lease.child.wait() != 0):
        lease.reap()
        raise ServerFailedError(f"PostgreSQL in {home.data_dir} did not start:\n{home.log_tail()}")
    return False


def _launch(home: Home, settings: Mapping[str, str]) -> Lease | None:
    """Starts the supervisor; None if somebody else holds the folder's lock, starting or stopping just now."""
    lock = home.open_owned(home.lock, os.O_RDWR)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        return _launch_locked(home, settings, lock)
    finally:
        os.close(lock)  # the supervisor's copy keeps it locked


def _launch_locked(home: Home, settings: Mapping[str, str], lock: int) -> Lease:
    binaries = find_binaries(home.account, major=major_on_disk(home))
    ensure_cluster(home, binaries, settings)
    sockets = make_socket_folder(home)
    address = sockets / "supervisor"
    address.unlink(missing_ok=True)
    ours, theirs = socket.socketpair()
    with socket.socket(socket.AF_UNIX) as listener, theirs, opened_for(home.account, home.cluster) as (cluster, inherited):
        # Bound here, before the supervisor is up: whoever comes second queues at once instead of trying again.
        listener.bind(str(address))
        home.account.own(address)
        listener.listen(128)
        orders = {
            "postgres": str(binaries.postgres),
            "cluster": cluster,
            "inherited": inherited,
            "sockets": str(sockets),
            "account": (home.account.uid, home.account.gid) if home.account.is_switched else None,
            "listener": listener.fileno(),
            "first_holder": theirs.fileno(),
        }
        return Lease(sockets, ours, _spawn(home, orders, (lock, listener.fileno(), theirs.fileno(), *inherited)))


def _spawn(home: Home, orders: Mapping[str, object], descriptors: tuple[int, ...]) -> subprocess.Popen[bytes]:
    log = home.open_log()
    try:
        return subprocess.Popen(  # noqa: S603 - the arguments are ours
            [sys.executable, "-I", "-S", Path(__file__).with_name("supervisor.py"), json.dumps(orders)],
            cwd=home.cluster,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=descriptors,
            start_new_session=True,  # Ctrl-C in the holder's terminal is not meant for the server
        )
    finally:
        os.close(log)
