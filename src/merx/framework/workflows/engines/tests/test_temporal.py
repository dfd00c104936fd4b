"""The engine on Temporal keeps the journal's contract, against a real server."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from temporalio.client import Client

from merx.framework.testing.engines.contract import EngineContract


@pytest_asyncio.fixture(scope="session")
async def temporal() -> AsyncIterator[str]:
    """The address of a Temporal server of this test process, which keeps everything in memory."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("temporal")
    server = await asyncio.create_subprocess_exec(
        program, "server", "start-dev", "--headless", "--ip", "127.0.0.1", "--port", str(port), "--log-level", "error",
        stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        await _until_it_answers(f"127.0.0.1:{port}")
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        await server.wait()


async def _until_it_answers(address: str) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                await Client.connect(address)
            except RuntimeError:
                await asyncio.sleep(0.1)
            else:
                return


class TestTemporal(EngineContract):
    @pytest.fixture
    def engine(self, temporal: str) -> str:
        return f"temporal://{temporal}?takeover=1"
