"""Get at files that are kept."""

from collections.abc import AsyncGenerator

from merx.commerce.file.errors import FileNotFound
from merx.commerce.file.ids import is_file_id
from merx.commerce.file.providers import FileOptions, provider_of
from merx.framework.scope import Scope


async def file_url(scope: Scope, file_id: str, *, seconds: int | None = None) -> str:
    """Where the file is had: for good if it is public, else with a signature that is good for `seconds` (`FileOptions.link_seconds` unless said).

    Raises `FileNotFound` for what is no file's id; whether the file is still there is not looked at.
    """
    if not is_file_id(file_id):
        raise FileNotFound(file_id)
    lasting = scope.app.options(FileOptions).link_seconds if seconds is None else seconds
    return await provider_of(scope.app).download_url(file_id, seconds=lasting)


async def file_size(scope: Scope, file_id: str) -> int:
    """Bytes. Raises `FileNotFound`."""
    size = await provider_of(scope.app).size(file_id) if is_file_id(file_id) else None
    if size is None:
        raise FileNotFound(file_id)
    return size


async def read_file(scope: Scope, file_id: str) -> AsyncGenerator[bytes]:
    """The content, piece by piece, with `async for`. Raises `FileNotFound` before the first. Private or not: whoever has a scope may."""
    if not is_file_id(file_id):
        raise FileNotFound(file_id)
    pieces = provider_of(scope.app).read(file_id)
    try:
        async for piece in pieces:
            yield piece
    finally:
        await pieces.aclose()
