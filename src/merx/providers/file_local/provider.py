"""`LocalFiles`: a file for a file. The disk is spoken to in threads, so that a slow one holds up nobody else."""

import asyncio
import contextlib
import errno
import os
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import IO, Final, ParamSpec, TypeVar

from merx.commerce.file import FileNotFound, FileProvider, Media, StorageUnavailable, is_file_id, is_private, signature
from merx.framework.config import Config
from merx.framework.options import Options

P = ParamSpec("P")
T = TypeVar("T")

PIECE: Final = 256_000
"""Bytes that are read, or written, at once."""
READABLE: Final = 0o644
DRAFTS: Final = ".drafts"
"""Where files are written until they are whole: a folder beside them, on the same disk."""
ABSENT: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP})
"""What a disk says of what is no file there."""
ABANDONED: Final = 24 * 3600.0
"""Seconds after which nobody writes on a draft any more."""


class LocalOptions(Options):
    """`folder` is where files lie: `static` in the shop's `data_dir`, unless said. Links begin with `base_url`: the shop's own address, unless said."""

    folder: Path | None = None
    base_url: str | None = None


class LocalFiles(FileProvider):
    """`local`: a folder with a file for each id, and nothing else that is ever read."""

    id = "local"
    is_served_by_shop = True

    def __init__(self, options: LocalOptions, config: Config) -> None:
        self.folder = (options.folder or config.data_dir / "static").absolute()
        self.base_url = (options.base_url or config.http.address).rstrip("/")
        self._config = config

    async def upload(self, file_id: str, content: AsyncIterator[bytes], media: Media) -> None:
        """Written aside, brought to the disk, then given its name: at no time is half of it there, also after a power cut."""
        del media  # told by the id when it is handed out
        path = self._path(file_id)
        draft, name = await _on_disk(self._draft)
        try:
            async for piece in _gathered(content):
                await _on_disk(draft.write, piece)
            await _on_disk(_publish, draft, name, path)
        except BaseException:
            await asyncio.to_thread(_discard, draft, name)
            raise

    async def delete(self, file_ids: Sequence[str]) -> None:
        def remove() -> None:
            for path in paths:
                path.unlink(missing_ok=True)

        paths = [self._path(each) for each in file_ids]
        await _on_disk(remove)

    async def read(self, file_id: str, *, start: int = 0, end: int | None = None) -> AsyncGenerator[bytes]:
        path = self._path(file_id)
        file = await _on_disk(_open, path, start)
        if file is None:
            raise FileNotFound(file_id)
        left = sys.maxsize if end is None else end - start
        try:
            while left > 0 and (piece := await _on_disk(file.read, min(PIECE, left))):
                left -= len(piece)
                yield piece
        finally:
            file.close()

    async def size(self, file_id: str) -> int | None:
        return await _on_disk(_size, self._path(file_id))

    async def download_url(self, file_id: str, *, seconds: int) -> str:
        url = f"{self.base_url}/static/{file_id}"
        return f"{url}?signed={signature(self._config, file_id, seconds=seconds)}" if is_private(file_id) else url

    async def upload_url(self, file_id: str, media: Media, *, seconds: int) -> str:  # noqa: ARG002 - whoever posts there is an administrator, and gets another id
        return "/admin/uploads"

    def _path(self, file_id: str) -> Path:
        # Checked again where it becomes a path: whatever is called with, nothing outside of the folder is touched.
        if not is_file_id(file_id):
            raise FileNotFound(file_id)
        return self.folder / file_id

    def _draft(self) -> tuple[IO[bytes], str]:
        folder = self.folder / DRAFTS
        folder.mkdir(parents=True, exist_ok=True)
        # Whoever writes takes out what was left by processes that were killed.
        for path in folder.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > ABANDONED:
                    path.unlink()
        descriptor, name = tempfile.mkstemp(dir=folder)
        return os.fdopen(descriptor, "wb"), name


async def _on_disk(do: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """A disk that is full, gone or not ours fails here, and not as the sender does."""
    try:
        return await asyncio.to_thread(do, *given, **named)
    except OSError as error:
        raise StorageUnavailable from error


async def _gathered(content: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
    held, size = list[bytes](), 0
    async for chunk in content:
        held.append(chunk)
        size += len(chunk)
        if size >= PIECE:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _publish(draft: IO[bytes], name: str, path: Path) -> None:
    draft.flush()
    os.fsync(draft.fileno())
    draft.close()
    written = Path(name)
    written.chmod(READABLE)
    written.replace(path)
    if hasattr(os, "O_DIRECTORY"):  # not on Windows
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # the name, too
        finally:
            os.close(folder)


def _discard(draft: IO[bytes], name: str) -> None:
    # What the disk does not even give back is swept by who writes in a day; the sender is told why nothing was kept.
    with contextlib.suppress(OSError):
        draft.close()
    with contextlib.suppress(OSError):
        Path(name).unlink()


def _size(path: Path) -> int | None:
    try:
        return os.lstat(path).st_size
    except OSError as error:
        return _absent(error)


def _open(path: Path, start: int) -> IO[bytes] | None:
    try:
        file = open(path, "rb", opener=_not_through_links)  # noqa: SIM115 - closed by who reads
    except OSError as error:
        return _absent(error)
    file.seek(start)
    return file


def _not_through_links(path: str, flags: int) -> int:
    # A link that somebody laid into the folder leads nowhere.
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))


def _absent(error: OSError) -> None:
    """Tell a file that is not there from a disk that does not say: without a descriptor left, no file is gone."""
    if error.errno not in ABSENT:
        raise error
