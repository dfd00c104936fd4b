"""Several processes on one socket under a parent, which starts those anew that die, and replaces all of them on SIGHUP.

The parent holds the embedded server; the children know its address. A child whose parent was killed ends by itself.
"""

import asyncio
import multiprocessing
import os
import signal
import socket
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from typing import Any

from merx.framework.app import App
from merx.framework.cli.shop import check_current, say
from merx.framework.config import Config
from merx.framework.errors import Misconfigured

GRACE = 30.0
"""Seconds that a process gets to end when it is asked to: more than requests and jobs under way get (`PATIENCE`)."""
LONGEST_PAUSE = 30.0
HANG_UP = getattr(signal, "SIGHUP", None)  # not there on Windows

_spawn = multiprocessing.get_context("spawn")


class Child:
    """A process. `is_open` once it does its work; `settled` is set then or when it ended, `over` when it ended."""

    def __init__(self, context: SpawnContext | ForkServerContext, main: Callable[..., None], *given: Any, grace: float = GRACE) -> None:
        """`main` runs in it, with a pipe to say in that it is open, and what was `given`."""
        self._opened, sender = context.Pipe(duplex=False)
        self._grace = grace
        self.settled, self.over = asyncio.Event(), asyncio.Event()
        self.is_open = False
        self.process = context.Process(target=main, args=(sender, *given), name="merx")
        self.process.start()
        sender.close()
        loop = asyncio.get_running_loop()
        loop.add_reader(self._opened.fileno(), self._open)
        loop.add_reader(self.process.sentinel, self._end)

    def _open(self) -> None:
        # Closed without a word: it ended before it was open.
        asyncio.get_running_loop().remove_reader(self._opened.fileno())
        try:
            self.is_open = self._opened.recv()
        except EOFError:
            self.is_open = False
        else:
            self.settled.set()

    def _end(self) -> None:
        asyncio.get_running_loop().remove_reader(self.process.sentinel)
        self.process.join()  # its end of the sentinel closes a moment before it has an exit code
        self.over.set()
        self.settled.set()

    @property
    def end(self) -> str:
        return f"Process {self.process.pid} ended with code {self.process.exitcode}"

    async def stop(self) -> None:
        """Ask it to end, and wait until it has; after so many seconds of grace it is not asked any more. Safe to repeat."""
        if not self.over.is_set():
            self.process.terminate()
        try:
            await asyncio.wait_for(self.over.wait(), self._grace)
        except TimeoutError:
            self.process.kill()
            await self.over.wait()


class Family:
    """The parent's children: `count` of them, whatever becomes of each."""

    def __init__(self, config: Config, listener: socket.socket | None, count: int) -> None:
        self._config = config
        self._listener = listener
        self._was_open = False
        self._newcomer: Child | None = None
        self.children = [self._new() for _ in range(count)]

    def _new(self) -> Child:
        return Child(_spawn, child_main, self._config, self._listener)

    async def opened(self) -> None:
        """Wait until all are open, for the first time."""
        for child in self.children:
            await child.settled.wait()

    async def keep(self, slot: int) -> None:
        """Keep a process there. Raises `Misconfigured` if the first one ends by itself before it is open: no other would do better."""
        failures = 0
        while True:
            child = self.children[slot]
            await child.settled.wait()
            self._was_open |= child.is_open
            await child.over.wait()
            if self.children[slot] is not child:
                continue
            is_failed = not child.is_open and (child.process.exitcode or 0) > 0  # killed is not failed: that is somebody else's doing
            if is_failed and not self._was_open:
                raise Misconfigured(f"{child.end} before it was open; see its output above.")
            say(f"{child.end}; starting another.")
            failures = failures + 1 if is_failed else 0
            await asyncio.sleep(min(2**failures / 2, LONGEST_PAUSE) if failures else 0)
            if self.children[slot] is child:
                self.children[slot] = self._new()

    async def replace(self, again: Callable[[], Config]) -> None:
        """Put a new process in each one's place, with today's code and configuration: the old one ends when the new one is open."""
        try:
            self._config = again()
        except Misconfigured as error:
            say(f"The configuration is wrong, so the processes stay as they are: {error}")
            return
        for slot in range(len(self.children)):
            self._newcomer = new = self._new()
            await new.settled.wait()
            if not new.is_open:
                say(f"{new.end} before it was open, so the old ones stay; see its output above.")
                return
            old, self.children[slot], self._newcomer = self.children[slot], new, None
            await old.stop()
        say(f"All {len(self.children)} processes are new.")

    async def stop(self) -> None:
        await asyncio.gather(*(child.stop() for child in [*self.children, *([self._newcomer] if self._newcomer else [])]))


async def supervise(config: Config, listener: socket.socket | None, count: int, stop: asyncio.Event, where: str, again: Callable[[], Config]) -> None:
    """Keep `count` processes until `stop` is set, then end them. SIGHUP replaces them one after the other, with `again()`'s configuration.

    Raises `Misconfigured` if none can start.
    """
    family = Family(config, listener, count)
    replacing: list[asyncio.Task[None]] = []

    def replace() -> None:
        if not replacing or replacing[-1].done():
            replacing[:] = [asyncio.create_task(family.replace(again), name="replace processes")]

    async def tell() -> None:
        await family.opened()
        more = f" SIGHUP to process {os.getpid()} replaces them one by one." if HANG_UP else ""
        say(f"{where} {count} processes. Ctrl-C stops.{more}")
        await stop.wait()

    if HANG_UP is not None:
        asyncio.get_running_loop().add_signal_handler(HANG_UP, replace)
    tasks: list[asyncio.Task[Any]] = [
        asyncio.create_task(stop.wait()),
        asyncio.create_task(tell()),
        *(asyncio.create_task(family.keep(slot)) for slot in range(count)),
    ]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in [*tasks, *replacing]:
            task.cancel()
        await asyncio.gather(*tasks, *replacing, return_exceptions=True)
        await family.stop()


def child_main(opened: Connection, config: Config, listener: socket.socket | None) -> None:
    """What a child runs."""
    from merx.framework.cli import reported  # which know us
    from merx.framework.cli.serving import serve, with_loop

    async def tell(_app: App, _address: str) -> None:
        opened.send(True)

    async def work(stop: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        if HANG_UP is not None:  # a terminal that closes tells everybody; it is the parent's affair
            loop.remove_signal_handler(HANG_UP)
            signal.signal(HANG_UP, signal.SIG_IGN)
        end_with_parent(stop, GRACE)
        app = App(config)
        await check_current(app)  # one that replaces another may have code that its database is not ready for
        await serve(app, listener, stop, tell)

    reported(lambda: with_loop(work))


def end_with_parent(stop: asyncio.Event, grace: float) -> None:
    """Have this process, a child, end when its parent does: `stop` is set, and after `grace` seconds nothing is waited for."""
    parent, loop = multiprocessing.parent_process(), asyncio.get_running_loop()

    def ended(sentinel: int) -> None:
        loop.remove_reader(sentinel)  # or it would be told again and again, as fast as the processor can
        stop.set()
        # Its database may be gone with it, and then nothing can end in order.
        loop.call_later(grace, os._exit, 1)

    if parent is not None:
        loop.add_reader(parent.sentinel, ended, parent.sentinel)
