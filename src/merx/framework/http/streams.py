"""`Stream`: an answer that is sent while it is made, such as a file."""

from collections.abc import AsyncGenerator, Iterable
from typing import Any


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
            await send({"type": "http.response.start", "status": self.status, "headers": headers})
            if scope["method"] != "HEAD":
                await send({"type": "http.response.body", "body": first, "more_body": True})
                async for chunk in self.chunks:
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await self.chunks.aclose()
