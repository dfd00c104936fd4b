"""Answers that are sent while they are made."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest

from merx.framework.app import App
from merx.framework.errors import NotFound
from merx.framework.http import Stream, create_app, get, range_of
from merx.framework.http.routes import Route


async def chunks(*content: bytes, breaks: Exception | None = None, closed: list[str] | None = None) -> AsyncGenerator[bytes]:
    try:
        for each in content:
            yield each
        if breaks is not None:
            raise breaks
    finally:
        if closed is not None:
            closed.append("closed")


def route(**options: Any) -> Route:
    @get("/stream", audience="public")
    async def stream() -> Stream:
        return Stream(
            chunks(*options.get("content", ()), breaks=options.get("breaks"), closed=options.get("closed")),
            media_type=b"text/plain",
            length=options.get("length"),
        )

    return stream


def asking(app: App, served: Route) -> httpx.AsyncClient:
    server: Any = create_app(app, routes=[served], access_log=False)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=server), base_url="http://testserver")


@pytest.mark.parametrize("content", [(), (b"",), (b"a", b"", b"bc")])
async def test_all_of_it_comes_and_nothing_stays_open(app: App, content: tuple[bytes, ...]) -> None:
    closed: list[str] = []
    async with asking(app, route(content=content, length=len(b"".join(content)), closed=closed)) as client:
        answer = await client.get("/stream")
        head = await client.head("/stream")
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, b"".join(content), "text/plain")
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", answer.headers["content-length"])
    assert closed == ["closed", "closed"]


async def test_what_cannot_begin_is_a_refusal_like_any_other(app: App) -> None:
    async with asking(app, route(breaks=NotFound("It is gone"))) as client:
        answer = await client.get("/stream")
    assert (answer.status_code, answer.json()) == (404, {"type": "not_found", "message": "It is gone"})


async def test_what_breaks_later_ends_the_connection_and_is_logged(app: App, capfd: pytest.CaptureFixture[str]) -> None:
    async with asking(app, route(content=(b"a",), breaks=ValueError("broken"))) as client:
        with pytest.raises(Exception, match="Exception caught after response started"):
            await client.get("/stream")
    assert "broken" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("header", "part"),
    [
        (None, None),
        ("", None),
        ("bytes=0-", range(10)),
        ("bytes=2-4", range(2, 5)),
        ("bytes=9-100", range(9, 10)),
        ("bytes=-4", range(6, 10)),
        ("bytes=-40", range(10)),
        ("bytes=10-", range(10, 10)),
        ("bytes=100-", range(100, 100)),
        ("bytes=100-200", range(100, 100)),
        ("bytes=4-2", None),
        ("bytes=-", None),
        ("bytes=1-2,4-5", None),
        ("bytes=1-x", None),
    ],
)
def test_a_range_is_some_bytes_or_all(header: str | None, part: range | None) -> None:
    assert range_of(header, 10) == part
