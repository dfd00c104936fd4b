"""Running a shop: one process, or several under a parent; and ending it without leaving anything behind.

A signal (Ctrl-C, SIGTERM) ends it gracefully with exit code 0: requests under way are answered, connections that are kept
open get one more answer and `connection: close`, work under way is finished or left to others, the embedded server stops
with its last holder. SIGHUP does the same to a single process; several are replaced, one after the other (`processes.py`).
"""

import asyncio
import signal
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, nullcontext
from typing import Any

import msgspec

from merx.framework.app import App
from merx.framework.cli.shop import check_current, check_tables, make_current, say, set_up, with_database
from merx.framework.config import Config, Mode
from merx.framework.errors import Misconfigured
from merx.framework.project import config_of_project

BACKLOG = 2048
_HERE = frozenset({"127.0.0.1", "0.0.0.0", "::1", "::"})  # noqa: S104 - compared with, not bound to
Announce = Callable[[App, str], Coroutine[Any, Any, None]]
"""Told about the open shop and its address (empty for a mere worker), once it answers."""


def run(
    *,
    mode: Mode | None = None,
    host: str | None = None,
    port: int | None = None,
    processes: int = 1,
    migrate: bool,
    announce: Announce | None = None,
    packages: Sequence[str] = (),
) -> None:
    """Serve the project's shop until a signal comes. Arguments win over the configuration. Raises `Misconfigured`.

    `packages` are looked through after the configured ones.
    """

    def configured() -> Config:
        config = config_of_project()
        http = msgspec.structs.replace(config.http, host=host or config.http.host, port=config.http.port if port is None else port)
        return msgspec.structs.replace(config, mode=mode or config.mode, http=http, packages=(*config.packages, *packages))

    with_loop(lambda stop: _run(configured, stop, processes, migrate=migrate, announce=announce))


def with_loop(work: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Run `work` on uvloop. The first signal sets its event, or interrupts it while it has not begun to look at that."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_until_signal(work))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop  # not there on Windows
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _until_signal(work: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # SIGHUP is not there on Windows
            loop.add_signal_handler(getattr(signal, name), stop.set)
    await work(stop)


async def _run(configured: Callable[[], Config], stop: asyncio.Event, processes: int, *, migrate: bool, announce: Announce | None) -> None:
    config = configured()
    listener = None if config.mode == "worker" else listen(config.http.host, config.http.port)
    try:
        async with with_database(config) as found:
            app = App(found)
            await (make_current(app) if migrate else check_current(app))
            await check_tables(app)
            if stop.is_set():
                return
            if processes == 1:
                await serve(app, listener, stop, announce)
            else:
                from merx.framework.cli.processes import supervise

                def again() -> Config:
                    return msgspec.structs.replace(configured(), mode=found.mode, database_url=found.database_url)

                await supervise(found, listener, processes, stop, "Working in" if listener is None else f"Open at {address_of(listener)},", again)
    finally:
        if listener is not None:
            listener.close()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, taken before anything else is done: a port that is not free ends a start at once."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=BACKLOG)
    except OSError as error:
        raise Misconfigured(
            f"Cannot listen on {host}:{port}: {(error.strerror or str(error)).partition(' (while')[0]}. Choose another with --host and --port."
        ) from error


def address_of(listener: socket.socket) -> str:
    """What people type: the port that was taken, `localhost` where that reaches us."""
    host, port = listener.getsockname()[:2]
    return f"http://{'localhost' if host in _HERE else f'[{host}]' if ':' in host else host}:{port}"


async def serve(app: App, listener: socket.socket | None, stop: asyncio.Event, announce: Announce | None = None) -> None:
    """Open `app`, answer requests on `listener` and do background work, as its mode says, until `stop` is set."""
    async with app:
        await set_up(app)
        if listener is None:
            async with _working(app):
                await _announced(app, "", announce, stop)
            return
        from merx.framework.cli.web import answering  # a worker needs no HTTP

        # Requests are answered while the queue's library loads.
        async with answering(app, listener, stop), _working(app) if app.config.mode == "shared" else nullcontext():
            await _announced(app, address_of(listener), announce, stop)


@asynccontextmanager
async def _working(app: App) -> AsyncGenerator[None, None]:
    from merx.framework.jobs import Worker

    worker = Worker(app)
    await worker.start()
    try:
        yield
    finally:
        await worker.stop()


async def _announced(app: App, address: str, announce: Announce | None, stop: asyncio.Event) -> None:
    """Tell about the open shop, then wait for the end. A signal also interrupts the telling: a demo fills its shop in it."""
    telling = asyncio.create_task((announce or _tell)(app, address), name="announce")
    stopping = asyncio.create_task(stop.wait(), name="until a signal")
    await asyncio.wait([telling, stopping], return_when=asyncio.FIRST_COMPLETED)
    if telling.done():
        telling.result()
        await stopping
    else:
        telling.cancel()
        await asyncio.wait([telling])


async def _tell(_app: App, address: str) -> None:
    say(f"Open at {address} (routes: {address}/docs). Ctrl-C stops." if address else "Working. Ctrl-C stops.")
