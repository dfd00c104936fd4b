"""Keep files, all of them or none."""

import contextlib
from collections.abc import Sequence

from merx.commerce.file.errors import StorageUnavailable
from merx.commerce.file.ids import new_file_id
from merx.commerce.file.media import media_of
from merx.commerce.file.providers import FileOptions, provider_of
from merx.commerce.file.schemas import NewFile, StoredFile
from merx.framework.scope import Scope
from merx.framework.workflows import step


async def upload_files(scope: Scope, files: Sequence[NewFile]) -> list[StoredFile]:
    """Keep the files, and give their ids and URLs in the order asked. Where one cannot be kept, none is, and its error passes.

    In a durable run these are two steps: when the run fails later, the files are deleted again; after a crash they are kept anew
    under the same ids, so their `content` must be there again: give bytes, or make what gives them in the workflow itself. Refused
    (`Misuse`) inside a transaction, which would stay open for as long as the bytes take.
    """
    ids = await name_files(scope, files)
    return await keep_files(scope, ids, files)


@step("file.name", external=True)
async def name_files(scope: Scope, files: Sequence[NewFile]) -> list[str]:
    """Recorded before a byte is sent: whatever becomes of the run, its files can be found again."""
    del scope
    return [new_file_id(each.filename, each.mime_type, each.access) for each in files]


@name_files.compensate
async def forget_files(scope: Scope, ids: list[str]) -> None:
    """Nobody was given what a run that is taken back has kept."""
    await provider_of(scope.app).delete(ids)


@step("file.keep", external=True)
async def keep_files(scope: Scope, ids: Sequence[str], files: Sequence[NewFile]) -> list[StoredFile]:
    provider, seconds = provider_of(scope.app), scope.app.options(FileOptions).link_seconds
    try:
        for file_id, each in zip(ids, files, strict=True):
            await provider.upload(file_id, each.chunks(), media_of(file_id))
    except BaseException:
        # If the storage is gone, what it kept before stays there, under names that nobody was given.
        with contextlib.suppress(StorageUnavailable):
            await provider.delete(ids)
        raise
    return [StoredFile(id=each, url=await provider.download_url(each, seconds=seconds)) for each in ids]
