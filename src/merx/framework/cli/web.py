"""The HTTP server: uvicorn, told to leave signals to us."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator, Generator

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from merx.framework.app import App
from merx.framework.http import create_app

PATIENCE = 10
"""Seconds that requests under way get to end."""


LINGER = 1.0
"""Seconds that a connection without a request is kept when the server ends: for the request that is on its way just then."""

LARGEST_HEAD = 64 * 1024
"""Bytes of a request's address and headers: known clients send a tenth of that."""


class Ending:
    """Whether the server ends: told to all its connections, those included that are only being made."""

    has_begun = False


class Protocol(HttpToolsProtocol):
    """Gives up on heads without an end, which uvicorn would collect for as long as they come; and ends without a failed request.

    uvicorn closes connections without a request at once when it ends, and the request that was on its way is lost. Here it
    is answered, with `connection: close`.
    """

    ending = Ending()
    _head: int | None = 0
    """Bytes since the last request ended; None while a body comes."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn says it
        super().connection_made(transport)
        if self.ending.has_begun:
            self.shutdown()

    def shutdown(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:  # pyright: ignore[reportUnnecessaryComparison] - None before the first request
            super().shutdown()
        else:
            self.loop.call_later(LINGER, self._close_if_idle)

    def _close_if_idle(self) -> None:
        if self._head == 0 and not self.transport.is_closing():
            super().shutdown()

    def data_received(self, data: bytes) -> None:
        if self._head is not None and self._head > LARGEST_HEAD:
            self.send_400_response("The request's headers are too large.")
            return
        if self._head is not None:
            self._head += len(data)
        super().data_received(data)

    def on_headers_complete(self) -> None:
        self._head = None
        super().on_headers_complete()
        if self.ending.has_begun:
            self.cycle.keep_alive = False

    def on_message_complete(self) -> None:
        self._head = 0
        super().on_message_complete()


class Server(uvicorn.Server):
    """Says when it answers. uvicorn's own handlers would raise a signal again at its end, in the middle of ours."""

    def __init__(self, config: uvicorn.Config, ending: Ending) -> None:
        super().__init__(config)
        self.answers = asyncio.Event()
        self._ending = ending

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.answers.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._ending.has_begun = True
        await super().shutdown(sockets)


@contextlib.asynccontextmanager
async def answering(app: App, listener: socket.socket, stop: asyncio.Event) -> AsyncGenerator[None, None]:
    """Answers requests to the open `app` on `listener` until `stop` is set. Sets it if the server ends by itself, and raises why."""
    ending = Ending()
    # Sessions, keys and errors are our own affair; what uvicorn would log, the app logs.
    config = uvicorn.Config(
        create_app(app),
        http=type("Protocol", (Protocol,), {"ending": ending}),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=PATIENCE,
    )
    server = Server(config, ending)
    serving = asyncio.create_task(server.serve(sockets=[listener]), name="http")
    serving.add_done_callback(lambda _: (stop.set(), server.answers.set()))

    async def until_stop() -> None:
        # At once, not when the block ends: background work may take its time to end.
        await stop.wait()
        server.should_exit = True

    stopping = asyncio.create_task(until_stop(), name="http until a signal")
    try:
        await server.answers.wait()
        yield
    finally:
        stopping.cancel()
        server.should_exit = True
        await serving
