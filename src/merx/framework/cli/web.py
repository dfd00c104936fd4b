"""The HTTP server: uvicorn, told to leave signals to us."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator, Generator

import uvicorn

from merx.framework.app import App
from merx.framework.http import create_app

PATIENCE = 10
"""Seconds that requests under way get to end."""


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
        create_app(app), http="httptools", ws="none", lifespan="on", log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=PATIENCE
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
