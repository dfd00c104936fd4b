"""`Answer`: a finished response. Handlers may also return any plain value, which becomes JSON."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

JSON: Final = b"application/json; charset=utf-8"
TEXT: Final = b"text/plain; charset=utf-8"
HTML: Final = b"text/html; charset=utf-8"

# Numbers go out as JSON numbers, digits and all; the wire knows no decimal strings.
_encoder = msgspec.json.Encoder(decimal_format="number")
encode = _encoder.encode


class Answer:
    """Bytes to send, as they are. `headers` are added to content type and length."""

    __slots__ = ("body", "headers", "media_type", "status")

    def __init__(self, body: bytes, *, status: int | None = None, media_type: bytes = JSON, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
        self.body = body
        self.status = status
        """None means the route's own status."""
        self.media_type = media_type
        self.headers = tuple(headers)

    @classmethod
    def json(cls, value: Any, *, status: int | None = None, headers: Iterable[tuple[bytes, bytes]] = ()) -> "Answer":
        """`value` as JSON; Decimals become numbers."""
        return cls(encode(value), status=status, headers=headers)

    @classmethod
    def text(cls, text: str, *, status: int | None = None) -> "Answer":
        return cls(text.encode(), status=status, media_type=TEXT)

    @classmethod
    def html(cls, html: str, *, status: int | None = None) -> "Answer":
        return cls(html.encode(), status=status, media_type=HTML)


def deleted(key: str, kind: str, **more: Any) -> Answer:
    """What a DELETE answers: `{"id", "object", "deleted": true}`, and `more` (a `parent`)."""
    return Answer(encode({"id": key, "object": kind, "deleted": True, **more}))
