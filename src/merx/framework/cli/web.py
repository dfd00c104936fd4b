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


LARGEST_HEAD = 64 * 1024
"""Bytes of a request's address and headers: known clients send a tenth of that."""


class Protocol(HttpToolsProtocol):
    """Gives up on heads without an end, which uvicorn would collect for as long as they come."""

    _head: int | None = 0
    """Bytes since the last request ended; None while a body comes."""

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

    def on_message_complete(self) -> None:
        self._head = 0
        super().on_message_complete()


class Server(uvicorn.Server):
    """Says when it answers. uvicorn's own handlers would raise a signal again at its end, in the middle of ours."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.answers = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.answers.set()


@contextlib.asynccontextmanager
async def answering(app: App, listener: socket.socket, stop: asyncio.Event) -> AsyncGenerator[None, None]:
    """Answers requests to the open `app` on `listener` meanwhile. Sets `stop` if the server ends by itself, and raises why."""
    # Sessions, keys and errors are our own affair; what uvicorn would log, the app logs.
    config = uvicorn.Config(
        create_app(app), http=Protocol, ws="none", lifespan="on", log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=PATIENCE
    )
    server = Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]), name="http")
    serving.add_done_callback(lambda _: (stop.set(), server.answers.set()))
    try:
        await server.answers.wait()
        yield
    finally:
        server.should_exit = True
        await serving
