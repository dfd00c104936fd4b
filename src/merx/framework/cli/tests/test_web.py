"""The server itself: what is refused before there is a request."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from merx.framework.app import App
from merx.framework.cli.serving import listen
from merx.framework.cli.web import LARGEST_HEAD, answering
from merx.framework.config import Config


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=())


@pytest.fixture
async def port(app: App) -> AsyncIterator[int]:
    with listen("127.0.0.1", 0) as listener:
        async with answering(app, listener, asyncio.Event()):
            yield listener.getsockname()[1]


async def answer_to(port: int, *parts: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0.02)  # or the parts would arrive as one
        return await asyncio.wait_for(reader.readline(), 5)
    finally:
        writer.close()


@pytest.mark.parametrize("start", [b"GET /health HTTP/1.1\r\nx-a: ", b"GET /health?", b"GET /health HTTP/1.1\r\nhost: shop\r\n"])
async def test_a_head_without_an_end_is_given_up(port: int, start: bytes) -> None:
    header = b"a" * (LARGEST_HEAD // 4) if not start.endswith(b"\n") else b"x-a: 1\r\n" * (LARGEST_HEAD // 32)
    assert await answer_to(port, start, *[header] * 6) == b"HTTP/1.1 400 Bad Request\r\n"


async def test_a_long_head_and_a_longer_body_are_read(port: int) -> None:
    head = b"GET /health HTTP/1.1\r\nhost: shop\r\ncontent-length: %d\r\nx-a: %s\r\n\r\n" % (LARGEST_HEAD * 2, b"a" * (LARGEST_HEAD // 2))
    assert await answer_to(port, head, *[b"b" * (LARGEST_HEAD // 2)] * 4) == b"HTTP/1.1 200 OK\r\n"
