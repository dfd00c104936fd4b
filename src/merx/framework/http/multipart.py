"""`Multipart`: files that are sent with a form, read as they arrive and kept aside on disk, never in memory as a whole.

    class Pictures(Multipart):
        field = "files"
        many = True

    @post("/admin/pictures", transaction=False)
    async def add(scope: AdminScope, data: Pictures) -> None:
        async with data.files(most_bytes=10 * MEGABYTE, most_files=20) as files:
            for each in files:
                await keep(each.filename, each.chunks())

Nothing is handed out before the whole form has been read and fits: a refusal finds nothing to take back.
"""

import asyncio
import re
import tempfile
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import IO, Any, ClassVar, Final

import multipart  # pyright: ignore[reportMissingTypeStubs] - typed inside, unmarked

from merx.framework.errors import InvalidData, Unavailable
from merx.framework.http.body import Disconnected, TooLarge

MEGABYTE: Final = 1_000_000
PIECE: Final = 256_000
"""Bytes that go to disk, or come from it, at once. A file that is smaller never gets there."""

_BOUNDARY: Final = re.compile(r'boundary=(?:"([^"]+)"|([^\s;,]+))', re.IGNORECASE)
_FORM: Final = "multipart/form-data"


class NoRoom(Unavailable):
    """The disk takes nothing more of what is uploaded: none of the request's files is kept."""

    code = "upload.no_room"

    def __init__(self) -> None:
        super().__init__("There is no room for what is uploaded to wait in. Nothing was kept: try again later.")


class UploadedFile:
    """A file as it was sent: `filename` and `content_type` are the sender's words, to be believed by nobody. `size` is in bytes."""

    def __init__(self, field: str, filename: str, content_type: str) -> None:
        self.field = field
        self.filename = filename
        self.content_type = content_type
        self.size = 0
        self._held: list[bytes] = []
        self._held_bytes = 0
        self._on_disk: IO[bytes] | None = None

    async def add(self, chunk: bytes) -> None:
        """Take what has arrived."""
        self._held.append(chunk)
        self.size += len(chunk)
        self._held_bytes += len(chunk)
        if self._held_bytes >= PIECE:
            piece, self._held, self._held_bytes = b"".join(self._held), [], 0
            await asyncio.to_thread(self._write, piece)

    def _write(self, piece: bytes) -> None:
        try:
            if self._on_disk is None:
                # Without a name: whatever becomes of this process, nothing stays behind.
                self._on_disk = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the form
            self._on_disk.write(piece)
        except OSError as error:
            raise NoRoom from error

    async def chunks(self) -> AsyncGenerator[bytes]:
        """The content from its beginning, a piece at a time; as often as asked for, one after the other."""
        disk = self._on_disk
        if disk is not None:
            await asyncio.to_thread(disk.seek, 0)
            while piece := await asyncio.to_thread(disk.read, PIECE):
                yield piece
        for piece in self._held:
            yield piece

    def close(self) -> None:
        if self._on_disk is not None:
            self._on_disk.close()


class Multipart:
    """The `data` of a handler that takes files. Subclass it and say in which `field` they come, and whether `many` may."""

    field: ClassVar[str] = "file"
    many: ClassVar[bool] = False

    def __init__(self, receive: Callable[[], Any], headers: Mapping[bytes, bytes]) -> None:
        self._receive = receive
        self._content_type = headers.get(b"content-type", b"").decode("latin-1")
        length = headers.get(b"content-length", b"")
        self._length = int(length) if length.isdigit() else 0

    @asynccontextmanager
    async def files(self, *, most_bytes: int, most_files: int = 1, most_bytes_together: int | None = None) -> AsyncGenerator[list[UploadedFile]]:
        """The files of the form, gone at the end of the block; none if the request is no form.

        Raises `TooLarge` (413) for a file of more than `most_bytes`, or more than `most_bytes_together` (a single file's, unless
        said) in the whole request; `InvalidData` for more than `most_files`, other fields, text where a file belongs, names
        with NUL or without a letter, and for what is no form.
        """
        whole = most_bytes if most_bytes_together is None else most_bytes_together
        form = _Form(self, most_bytes, most_files if self.many else 1)
        try:
            if self._content_type.partition(";")[0].strip().lower() == _FORM:
                await self._read(form, whole)
            yield form.files
        finally:
            for each in form.files:
                each.close()

    async def _read(self, form: "_Form", whole: int) -> None:
        found = _BOUNDARY.search(self._content_type)
        if found is None:
            raise InvalidData(f"Invalid request: Content-Type {_FORM} must name its boundary")
        too_large = TooLarge(f"Field '{self.field}' is too large: a request takes {_in_words(whole)} at most")
        # What stands around the files is small; a length that cannot fit is refused before a byte of it is read.
        room = whole + _AROUND * (form.most_files + 1)
        if self._length > room:
            raise too_large
        try:
            # Not strict: that refuses the line break after the end where the network cuts between the two.
            with multipart.PushMultipartParser(found[1] or found[2], max_segment_count=form.most_files + 1) as parser:
                async for chunk in self._arriving():
                    room -= len(chunk)
                    if room < 0:
                        raise too_large
                    for event in parser.parse(chunk):
                        await form.take(event)
        except (multipart.MultipartError, UnicodeError) as error:
            raise InvalidData(f"Invalid request: Field '{self.field}' cannot be read, the multipart body is malformed: {str(error)[:200]}") from error

    async def _arriving(self) -> AsyncGenerator[bytes]:
        more = True
        while more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise Disconnected
            if message.get("body"):
                yield message["body"]
            more = message.get("more_body", False)


_AROUND: Final = 10_000
"""Bytes of headers and boundaries that come with a file; the parser allows no more."""


class _Form:
    """What has been read of a form so far."""

    def __init__(self, form: Multipart, most_bytes: int, most_files: int) -> None:
        self.field = form.field
        self.most_bytes = most_bytes
        self.most_files = most_files
        self.files: list[UploadedFile] = []

    async def take(self, event: Any) -> None:
        if isinstance(event, multipart.MultipartSegment):
            self.files.append(self._begun(event))
        elif event is not None:
            file = self.files[-1]
            if file.size + len(event) > self.most_bytes:
                raise TooLarge(f"Field '{self.field}': the file '{file.filename[:100]}' is too large, expected at most {_in_words(self.most_bytes)}")
            await file.add(bytes(event))

    def _begun(self, part: multipart.MultipartSegment) -> UploadedFile:
        name, filename = part.name or "", part.filename
        if name not in (self.field, f"{self.field}[]"):
            raise InvalidData(f"Invalid request: Unrecognized fields: '{name[:100]}'")
        if filename is None:
            raise InvalidData(f"Invalid request: Field '{self.field}' must be a file, got text")
        if "\0" in filename:
            raise InvalidData(f"Invalid request: Field '{self.field}' must not have NUL characters in the name of a file")
        if not filename.strip():
            raise InvalidData(f"Invalid request: Field '{self.field}' has a file without a name")
        if len(self.files) == self.most_files:
            raise InvalidData(f"Invalid request: Field '{self.field}' has too many files, expected at most: '{self.most_files}'")
        return UploadedFile(name, filename, part.content_type or "application/octet-stream")


def _in_words(size: int) -> str:
    return f"{size / MEGABYTE:g} MB" if size >= MEGABYTE else f"{size} bytes"
