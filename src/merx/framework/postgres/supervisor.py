"""The process that owns the PostgreSQL server of one data folder, for as long as anybody holds it.

Started by the first holder as a plain script (`server.py` prepares everything and passes open file descriptors), so it
imports nothing but the standard library: 10 MB, ready in 50 ms, and indifferent to what the package around it becomes.

Each holder keeps one connection to our socket. The kernel closes it when the holder ends in whatever way, also by
kill -9, so a closed connection is the truth about holders. The last one gone, we stop PostgreSQL and end.

Holds always: we own the folder's lock while we live; PostgreSQL dies with us (on Linux the kernel sees to it).
"""

import contextlib
import ctypes
import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType
from typing import TypedDict

PR_SET_PDEATHSIG = 1
RESTARTS, WITHIN = (
    5,
    60.0,
)  # a server that dies more often than that in so many seconds has a reason in its log


class Orders(TypedDict):
    """What the first holder tells us on the command line; numbers are file descriptors."""

    postgres: str
    cluster: str
    inherited: list[int]
    sockets: str
    account: tuple[int, int] | None
    listener: int
    first_holder: int


def sleeps() -> Iterable[float]:
    """Pauses in seconds: short at first, because a start takes 30 ms, then easy on the machine."""
    pause = 0.005
    while True:
        yield pause
        pause = min(pause * 1.3, 0.1)


class Postmaster:
    """The PostgreSQL server process. The cluster's folder is our working directory, and becomes that of PostgreSQL."""

    def __init__(self, command: list[str], inherited: list[int]) -> None:
        self.command = command
        self.inherited = inherited
        self.process: subprocess.Popen[bytes] | None = None
        self._die_with_us = _parent_death_signal()

    def start(self) -> bool:
        """True when connections are accepted, also after a long crash recovery; False if the server gave up."""
        clear_orphans()
        self.process = subprocess.Popen(  # noqa: S603 - the server that `discovery` found
            self.command,
            cwd="/",
            stdin=subprocess.DEVNULL,
            pass_fds=self.inherited,
            preexec_fn=self._die_with_us,  # noqa: PLW1509 - we have one thread
        )
        for pause in sleeps():
            if self.process.poll() is not None:
                return False
            lines = pid_file_lines()
            if lines[:1] == [str(self.process.pid)] and lines[7:8] and lines[7].strip() == "ready":
                return True
            time.sleep(pause)
        raise AssertionError

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        """A fast shutdown: open transactions roll back, everything is written. Harsher only if that hangs."""
        if self.process is None:
            return
        for signum, patience in (
            (signal.SIGINT, 60.0),
            (signal.SIGQUIT, 10.0),
            (signal.SIGKILL, 10.0),
        ):
            if self.process.poll() is not None:
                return
            self.process.send_signal(signum)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)


def _parent_death_signal() -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None  # there, the next holder stops what a killed supervisor left behind
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)


def pid_file_lines() -> list[str]:
    try:
        return Path("postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def clear_orphans() -> None:
    """Ends processes of this cluster that an earlier server left, then removes its pid file.

    We hold the lock, so whoever still runs here is nobody's. The pid file alone proves nothing: its number may by now
    belong to any other process, which we must neither kill nor be stopped by.
    """
    lines = pid_file_lines()
    recorded = int(lines[0]) if lines and lines[0].isdigit() else 0
    gentle = [(signal.SIGINT, 10.0)] if recorded in server_processes(recorded) else []
    for signum, patience in (*gentle, (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        for pid in server_processes(recorded):
            if signum is not signal.SIGINT or pid == recorded:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signum)
        until = time.monotonic() + patience
        for pause in sleeps():
            if not server_processes(recorded):
                Path("postmaster.pid").unlink(missing_ok=True)
                return
            if time.monotonic() > until:
                break
            time.sleep(pause)


def server_processes(recorded: int) -> set[int]:
    """The PostgreSQL processes, server or backends, that work in the cluster's folder."""
    if not Path("/proc/self/cwd").exists():
        return _server_by_ps(recorded)
    here = Path().stat()  # relative: the account may be unable to walk here
    found: set[int] = set()
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError):  # it ended meanwhile, or is another user's
            if folder.name.isdigit() and (folder / "comm").read_text().strip() in {
                "postgres",
                "postmaster",
            }:
                cwd = (folder / "cwd").stat()
                if (cwd.st_dev, cwd.st_ino) == (here.st_dev, here.st_ino):
                    found.add(int(folder.name))
    return found


def _server_by_ps(recorded: int) -> set[int]:
    if not recorded:
        return set()
    command = ["ps", "-p", str(recorded), "-o", "args="]
    told = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - a constant and a number
    return {recorded} if f"-D {Path.cwd()}" in told.stdout else set()


def _note(signum: int, frame: FrameType | None) -> None:
    """Only so that a signal wakes the selector."""


class Supervisor:
    """Counts holders; keeps the server up while there are any."""

    def __init__(
        self,
        postmaster: Postmaster,
        listener: socket.socket,
        first_holder: socket.socket,
    ) -> None:
        self.postmaster = postmaster
        self.listener = listener
        self.holders: set[socket.socket] = set()
        self.restarts: list[float] = []
        self.selector = selectors.DefaultSelector()
        self.selector.register(listener, selectors.EVENT_READ)
        self.wakeup = self._wake_on_signals()
        self.selector.register(self.wakeup, selectors.EVENT_READ)
        self._admit(first_holder)

    def _wake_on_signals(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        theirs.setblocking(False)
        self._kept = theirs
        signal.set_wakeup_fd(theirs.fileno())
        # We end when the last holder does and not before, whatever the terminal or a service manager sends to all.
        # Handlers, not SIG_IGN: PostgreSQL would inherit that.
        for signum in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, _note)
        return ours

    def run(self) -> None:
        while self.holders and self._is_up():
            ready = {key.fileobj for key, _ in self.selector.select()}
            if self.wakeup in ready:
                self.wakeup.recv(4096)
            # Newcomers before those who leave, or the server would stop under them.
            if self.listener in ready:
                self._admit_waiting()
            for holder in self.holders & ready:
                self._hear(holder)

    def _is_up(self) -> bool:
        """Starts the server if it is not running, and tells whom it kept waiting."""
        if self.postmaster.process is not None and not self.postmaster.has_ended():
            return True
        now = time.monotonic()
        self.restarts = [moment for moment in self.restarts if now - moment < WITHIN]
        if len(self.restarts) >= RESTARTS:
            return False
        self.restarts.append(now)
        if self.postmaster.start():
            self.tell(b"ready\n")
            return True
        self.tell(b"failed\n")
        return False

    def _admit_waiting(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                self._admit(self.listener.accept()[0])

    def _admit(self, holder: socket.socket) -> None:
        holder.setblocking(False)
        self.holders.add(holder)
        self.selector.register(holder, selectors.EVENT_READ)
        if self.postmaster.process is not None and not self.postmaster.has_ended():
            self._send(holder, b"ready\n")

    def tell(self, line: bytes) -> None:
        for holder in self.holders:
            self._send(holder, line)

    def _send(self, holder: socket.socket, line: bytes) -> None:
        with contextlib.suppress(OSError):  # it is gone: the next select says so
            holder.send(line)

    def _hear(self, holder: socket.socket) -> None:
        with contextlib.suppress(ConnectionError):
            if holder.recv(4096):
                return
        self.holders.remove(holder)
        self.selector.unregister(holder)
        if self.holders:
            self._send(holder, b"left\n")
            holder.close()
        else:
            self._kept_until_the_end = holder  # its closing, with our end, tells the last one that all has stopped

    def close(self, sockets: Path) -> None:
        (sockets / "supervisor").unlink(missing_ok=True)
        self.listener.close()  # from here on newcomers wait for the lock, which we give up by ending
        self.postmaster.stop()
        shutil.rmtree(sockets, ignore_errors=True)


def main() -> None:
    orders: Orders = json.loads(sys.argv[1])
    if orders["account"]:  # nothing below needs root, and every module is loaded, should the account not see them
        uid, gid = orders["account"]
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    os.umask(0o077)
    command = [orders["postgres"], "-D", orders["cluster"]]
    for setting in (
        "listen_addresses=",
        f"unix_socket_directories={orders['sockets']}",
        "port=5432",
    ):
        command += ["-c", setting]
    command += ["-c", "unix_socket_permissions=0700"]
    listener = socket.socket(fileno=orders["listener"])
    listener.setblocking(False)
    supervisor = Supervisor(Postmaster(command, orders["inherited"]), listener, socket.socket(fileno=orders["first_holder"]))
    try:
        supervisor.run()
    except BaseException:
        supervisor.tell(b"failed\n")  # else they would take it for a moment between two servers, and wait
        raise
    finally:
        supervisor.close(Path(orders["sockets"]))


if __name__ == "__main__":
    main()
