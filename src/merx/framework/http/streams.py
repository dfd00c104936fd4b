"""`Stream`: an answer that is sent while it is made, such as a file."""

import re
from collections.abc import AsyncGenerator, Iterable
from typing import Any, Final

BEGUN: Final = "answer_begun"

_RANGE: Final = re.compile(r"bytes=(\d{0,19})-(\d{0,19})")


def range_of(header: str | None, length: int) -> range | None:
    """The bytes that `Range` asks for, of `length`: None for all of them, an empty range for none that are there.

    What is no range of bytes, or several, asks for all (RFC 9110, 14.2).
    """
    found = _RANGE.fullmatch(header or "")
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        return range(max(0, length - int(found[2])), length)
    first = int(found[1])
    last = int(found[2]) if found[2] else max(first, length)
    return range(first, max(first, min(last + 1, length))) if last >= first else None


class Stream:
    """What a handler returns to send `chunks` one by one. `length`, in bytes, if it is known.

    The first chunk is made before anything is sent: what it raises is answered like any refusal.
    """

    def __init__(
        self,
        chunks: AsyncGenerator[bytes],
        *,
        media_type: bytes,
        length: int | None = None,
        headers: Iterable[tuple[bytes, bytes]] = (),
        status: int = 200,
    ) -> None:
        self.chunks = chunks
        self.media_type = media_type
        self.length = length
        self.headers = tuple(headers)
        self.status = status

    def to_asgi_response(self, **_: Any) -> Any:
        """The server's way to send it."""
        return self._send

    async def _send(self, scope: Any, receive: Any, send: Any) -> None:
        del receive
        try:
            first = await anext(self.chunks, b"")
            length = () if self.length is None else ((b"content-length", str(self.length).encode()),)
            headers = [*length, (b"content-type", self.media_type), *self.headers]
            # Told to the server: what breaks from here on ends the connection, a second answer cannot begin.
            scope["state"][BEGUN] = True
            await send({"type": "http.response.start", "status": self.status, "headers": headers})
            if scope["method"] != "HEAD":
                await send({"type": "http.response.body", "body": first, "more_body": True})
                async for chunk in self.chunks:
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await self.chunks.aclose()
