"""`merx develop`: the shop anew whenever a file of the project is saved. Its database and its port stay open meanwhile.

The process of before answers until the new one does; so a mistake in a file costs nothing but its message.
"""

import asyncio
import multiprocessing
import socket
import sys
from collections.abc import AsyncGenerator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec
from watchfiles import Change, awatch  # pyright: ignore[reportUnknownVariableType] - names trio, which is not there

from merx.framework.app import App
from merx.framework.cli.processes import Child, end_with_parent
from merx.framework.cli.serving import address_of, listen, serve, with_loop
from merx.framework.cli.shop import check_tables, make_current, say, with_database
from merx.framework.config import Config
from merx.framework.project import config_of_project

GRACE = 5.0
"""Seconds that the process of before gets for what is under way. Durable work goes on in the new one."""
STEP = 30
"""Milliseconds of silence after which a change counts as saved: editors and git write several files at once."""

# Its processes begin with the libraries loaded, and with nothing of the project.
_context = multiprocessing.get_context("forkserver")
_LOADED = ["merx.framework.cli.reload", "merx.framework.cli.web", "merx.framework.http.server", "merx.framework.jobs.tasks", "merx.framework.query"]


class Shop(Child):
    """A process that serves the project as its files are now."""

    def __init__(self, database_url: str, listener: socket.socket, *, is_first: bool) -> None:
        super().__init__(_context, serve_project, database_url, listener, is_first, grace=GRACE)

    def _end(self) -> None:
        super()._end()
        if self.process.exitcode != 0:
            did = f"ended with code {self.process.exitcode}" if self.is_open else "did not start"
            say(f"The shop {did}; see above. It is tried again when a file is saved.")


def develop(*, host: str | None = None, port: int | None = None) -> None:
    """Serve the project of the working directory until a signal comes, anew after each change of its Python files.

    Where it listens and its database are those of the start. Raises `Misconfigured`.
    """
    config = config_of_project()
    http = msgspec.structs.replace(config.http, host=host or config.http.host, port=config.http.port if port is None else port)
    _context.set_forkserver_preload(_LOADED)
    with_loop(lambda stop: _develop(Path.cwd(), msgspec.structs.replace(config, http=http), stop))


async def _develop(folder: Path, config: Config, stop: asyncio.Event) -> None:
    with listen(config.http.host, config.http.port) as listener:
        async with with_database(config) as found:
            if found.database_url is None or stop.is_set():
                return
            shops = [Shop(found.database_url, listener, is_first=True)]
            try:
                async for names in changes(folder, stop):
                    say(f"{', '.join(names[:3])}{', ...' if len(names) > 3 else ''} changed.")  # noqa: PLR2004 - a line's worth
                    shops = await _replaced(shops, Shop(found.database_url, listener, is_first=False), stop)
            finally:
                await asyncio.gather(*(shop.stop() for shop in shops))


async def _replaced(before: list[Shop], new: Shop, stop: asyncio.Event) -> list[Shop]:
    """Who serves from now on: the new one, or those of before if it cannot."""
    stopping = asyncio.create_task(stop.wait())
    settling = asyncio.create_task(new.settled.wait())
    await asyncio.wait([stopping, settling], return_when=asyncio.FIRST_COMPLETED)
    for task in (stopping, settling):
        task.cancel()
    if stop.is_set():
        return [*before, new]
    if not new.is_open:
        return before
    await asyncio.gather(*(shop.stop() for shop in before))
    return [new]


async def changes(folder: Path, stop: asyncio.Event) -> AsyncGenerator[list[str]]:
    """The names of Python files in the project that were saved, made or removed; together what changed together."""
    queue: asyncio.Queue[set[str]] = asyncio.Queue()
    stopping = asyncio.create_task(stop.wait())
    places, watching = _watched(folder), _watching(folder, queue)
    try:
        while True:
            getting = asyncio.create_task(queue.get())
            await asyncio.wait([getting, stopping], return_when=asyncio.FIRST_COMPLETED)
            if stop.is_set():
                getting.cancel()
                return
            if _watched(folder) != places:  # before the new process reads what is in them
                await _cancelled(watching)
                places, watching = _watched(folder), _watching(folder, queue)
            yield sorted(str(Path(name).relative_to(folder)) for name in getting.result())
    finally:
        await _cancelled([*watching, stopping])


def _watching(folder: Path, queue: asyncio.Queue[set[str]]) -> list[asyncio.Task[Any]]:
    async def watch(*places: Path, deep: bool) -> None:
        def counts(_: Change, name: str) -> bool:
            # A folder of the project itself: somebody made or removed it.
            return name.endswith(".py") or (not deep and "." not in Path(name).name)

        async for found in awatch(*places, watch_filter=counts, debounce=400, step=STEP, recursive=deep):
            queue.put_nowait({name for _, name in found})

    # Not `folder` itself in depth: a database and a virtual environment may be in it, which change all the time.
    shallow = [asyncio.create_task(watch(folder, deep=False))]
    return [*shallow, asyncio.create_task(watch(*places, deep=True))] if (places := _watched(folder)) else shallow


async def _cancelled(tasks: Sequence[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _watched(folder: Path) -> list[Path]:
    """The folders that hold the project's code; of those of tests and scripts nothing is served."""
    found = [path for path in folder.iterdir() if path.is_dir() and path.name[0] not in "._" and path.name not in ("tests", "scripts", "node_modules")]
    return sorted(path for path in found if not (path / "pyvenv.cfg").exists())


def serve_project(opened: Connection, database_url: str, listener: socket.socket, is_first: bool) -> None:  # noqa: FBT001 - handed over by position
    """What the process runs: everything of the project is read here."""
    from merx.framework.cli import reported

    # Kept bytecode goes by seconds and sizes: of two quick changes the second would not count.
    sys.dont_write_bytecode = True

    async def tell(_: App, address: str) -> None:
        opened.send(True)
        say(f"Open at {address} (routes: {address}/docs). Ctrl-C stops; a saved file reloads." if is_first else f"Reloaded {address_of(listener)}.")

    async def work(stop: asyncio.Event) -> None:
        end_with_parent(stop, GRACE)
        app = App(msgspec.structs.replace(config_of_project(), database_url=database_url, mode="shared"))
        await make_current(app)
        await check_tables(app)
        await serve(app, listener, stop, tell)

    reported(lambda: with_loop(work))
