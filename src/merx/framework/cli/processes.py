"""Several processes on one socket under a parent, which starts those anew that die.

The parent holds the embedded server; the children know its address. A child whose parent was killed ends by itself.
"""

import asyncio
import multiprocessing
import socket
from multiprocessing.connection import Connection

from merx.framework.app import App
from merx.framework.cli.shop import say
from merx.framework.config import Config
from merx.framework.errors import Misconfigured

_spawn = multiprocessing.get_context("spawn")


class Child:
    """A process. `is_open` once it does its work, `is_over` when it ended; `changed` is set with either."""

    def __init__(self, config: Config, listener: socket.socket | None, changed: asyncio.Event) -> None:
        self._opened, sender = _spawn.Pipe(duplex=False)
        self._changed = changed
        self.is_open = self.is_over = False
        self.process = _spawn.Process(target=child_main, args=(config, listener, sender), name="merx")
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
        self._changed.set()

    def _end(self) -> None:
        asyncio.get_running_loop().remove_reader(self.process.sentinel)
        self.process.join()  # its end of the sentinel closes a moment before it has an exit code
        self.is_over = True
        self._changed.set()

    async def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self.process.terminate()
        await asyncio.to_thread(self.process.join)


async def supervise(config: Config, listener: socket.socket | None, count: int, stop: asyncio.Event, where: str) -> None:
    """Keep `count` processes until `stop` is set, then end them. Raises `Misconfigured` if one cannot start."""
    changed = asyncio.Event()
    stopping = asyncio.create_task(stop.wait())
    stopping.add_done_callback(lambda _: changed.set())
    children = [Child(config, listener, changed) for _ in range(count)]
    is_told = False
    try:
        while not stop.is_set():
            if not is_told and all(child.is_open for child in children):
                say(f"{where} {count} processes. Ctrl-C stops.")
                is_told = True
            await changed.wait()
            changed.clear()
            if not stop.is_set():
                children = [_again(child, config, listener, changed) if child.is_over else child for child in children]
    finally:
        stopping.cancel()
        await asyncio.gather(*(child.stop() for child in children))


def _again(child: Child, config: Config, listener: socket.socket | None, changed: asyncio.Event) -> Child:
    ended = f"Process {child.process.pid} ended with code {child.process.exitcode}"
    if not child.is_open:  # the next one would do no better
        raise Misconfigured(f"{ended} before it was open; see its output above.")
    say(f"{ended}; starting another.")
    return Child(config, listener, changed)


def child_main(config: Config, listener: socket.socket | None, opened: Connection) -> None:
    """What a child runs."""
    from merx.framework.cli import reported  # which know us
    from merx.framework.cli.serving import serve, with_loop

    async def tell(_app: App, _address: str) -> None:
        opened.send(True)

    async def work(stop: asyncio.Event) -> None:
        parent = multiprocessing.parent_process()
        if parent is not None:
            asyncio.get_running_loop().add_reader(parent.sentinel, stop.set)
        await serve(App(config), listener, stop, tell)

    reported(lambda: with_loop(work))
