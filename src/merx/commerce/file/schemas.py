"""What crosses the door: what is to be kept, and what it is then called."""

from collections.abc import AsyncIterable, AsyncIterator

from msgspec import Struct

from merx.commerce.file.ids import Access


class NewFile:
    """A file that is to be kept. `filename` and `mime_type` may be anybody's words; `content` is the bytes, or gives them piece by piece.

    (No Struct: a durable run records the arguments of its steps, and a file's bytes have no place in a journal.)
    """

    __slots__ = ("access", "content", "filename", "mime_type")

    def __init__(self, filename: str, mime_type: str, content: bytes | AsyncIterable[bytes], access: Access = "public") -> None:
        self.filename = filename
        self.mime_type = mime_type
        self.content = content
        self.access: Access = access

    async def chunks(self) -> AsyncIterator[bytes]:
        """The content, piece by piece."""
        if isinstance(self.content, bytes):
            yield self.content
            return
        async for chunk in self.content:
            yield chunk

    def __repr__(self) -> str:
        return f"NewFile({self.filename!r}, {self.mime_type!r}, access={self.access!r})"


class StoredFile(Struct, frozen=True):
    """A file that is kept. `url` is for good if it is public, else signed and good for `FileOptions.link_seconds`."""

    id: str
    url: str


class PresignedUpload(Struct, frozen=True, kw_only=True):
    """Where somebody may put a file, and the id (`filename`) that it will have. `size` is in bytes, as it was announced."""

    url: str
    filename: str
    originalname: str
    mime_type: str
    extension: str
    size: int
