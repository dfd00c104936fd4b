"""`S3Files`: files as objects of a bucket. Requests are made by obstore, on threads of its own: nothing here holds up the event loop."""

import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from merx.commerce.file import FileNotFound, FileProvider, Media, StorageUnavailable, is_private
from merx.framework.options import Options, Secret

if TYPE_CHECKING:
    from obstore.store import S3Config

PIECE: Final = 5 * 1024 * 1024
"""Bytes that are sent or asked for at once: the least that S3 takes as a part of something larger."""
AT_ONCE: Final = 4
"""Pieces of one file on their way at a time."""
TRIES: Final = 4


class S3Options(Options):
    """`bucket` in `region`; another store than Amazon's has an `endpoint`. Objects are kept under `prefix`, if there is one.

    Links to public files begin with `public_url`, where a CDN stands before the bucket; else with the bucket's own address. `timeout` is
    in seconds, for one request; what fails by chance is tried again, for twice as long in all.
    """

    bucket: str
    region: str = "us-east-1"
    endpoint: str | None = None
    access_key_id: str | None = None
    secret_access_key: Secret | None = None
    prefix: str = ""
    public_url: str | None = None
    timeout: float = 30


class S3Files(FileProvider):
    """`s3`: an object for each file, under `public/` or `private/`.

    An object carries what browsers are told about it. What is put with a presigned URL is called what its sender calls it: let no other
    site's cookies be good for the bucket's address.
    """

    id = "s3"

    def __init__(self, options: S3Options) -> None:
        self._prefix = f"{options.prefix.strip('/')}/" if options.prefix.strip("/") else ""
        own = f"{options.endpoint.rstrip('/')}/{options.bucket}" if options.endpoint else f"https://{options.bucket}.s3.{options.region}.amazonaws.com"
        self._public_url = (options.public_url or own).rstrip("/")
        self.store = _store(options)

    async def upload(self, file_id: str, content: AsyncIterator[bytes], media: Media) -> None:
        """Small files in one request. The parts of a large one count only when the last has come, and are dropped if it does not."""
        first, is_all = await _first(content)
        told = {"Content-Type": media.content_type, "Content-Disposition": media.disposition, "Cache-Control": media.caching}
        source = first if is_all else _all(first, content)
        with _told_apart():
            await obstore.put_async(self.store, self._path(file_id), source, attributes=told, chunk_size=PIECE, max_concurrency=AT_ONCE)

    async def delete(self, file_ids: Sequence[str]) -> None:
        if not file_ids:
            return
        with _told_apart():
            await obstore.delete_async(self.store, [self._path(each) for each in file_ids])

    async def read(self, file_id: str, *, start: int = 0, end: int | None = None) -> AsyncGenerator[bytes]:
        """A request for each piece: who takes his time with one keeps no connection open."""
        size, path = await self.size(file_id), self._path(file_id)
        if size is None:
            raise FileNotFound(file_id)
        last = size if end is None else min(end, size)
        for place in range(start, last, PIECE):
            with _told_apart():
                piece = await obstore.get_range_async(self.store, path, start=place, end=min(place + PIECE, last))
            yield bytes(piece)

    async def size(self, file_id: str) -> int | None:
        with _told_apart():
            try:
                found = await obstore.head_async(self.store, self._path(file_id))
            except FileNotFoundError:
                return None
        return found["size"]

    async def download_url(self, file_id: str, *, seconds: int) -> str:
        if is_private(file_id):
            return await obstore.sign_async(self.store, "GET", self._path(file_id), timedelta(seconds=seconds))
        return f"{self._public_url}/{self._path(file_id)}"

    async def upload_url(self, file_id: str, media: Media, *, seconds: int) -> str:
        del media  # the signature of S3 leaves the sender's headers open
        return await obstore.sign_async(self.store, "PUT", self._path(file_id), timedelta(seconds=seconds))

    def _path(self, file_id: str) -> str:
        return f"{self._prefix}{'private' if is_private(file_id) else 'public'}/{file_id}"


@contextlib.contextmanager
def _told_apart() -> Generator[None]:
    """What the store does not do is told from what a sender does not. (Without its bucket, a store says that the object is not found.)"""
    try:
        yield
    except (BaseError, FileNotFoundError) as error:
        raise StorageUnavailable from error


def _store(options: S3Options) -> S3Store:
    config: S3Config = {"bucket": options.bucket, "region": options.region}
    if options.endpoint is not None:
        config["endpoint"] = options.endpoint
    if options.access_key_id is not None:
        config["access_key_id"] = options.access_key_id
    if options.secret_access_key is not None:
        config["secret_access_key"] = options.secret_access_key.reveal()
    plain = (options.endpoint or "").startswith("http://")
    return S3Store(
        config=config,
        client_options={"allow_http": plain, "timeout": timedelta(seconds=options.timeout)},
        retry_config={"max_retries": TRIES - 1, "retry_timeout": timedelta(seconds=2 * options.timeout)},
    )


async def _first(content: AsyncIterator[bytes]) -> tuple[bytes, bool]:
    """The first piece, and whether it is all there is."""
    held, size = list[bytes](), 0
    async for chunk in content:
        held.append(chunk)
        size += len(chunk)
        if size >= PIECE:
            return b"".join(held), False
    return b"".join(held), True


async def _all(first: bytes, rest: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk
