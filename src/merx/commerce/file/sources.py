"""How files join the graph: by their ids, from the provider."""

import asyncio

from merx.commerce.file.ids import is_file_id
from merx.commerce.file.models import File
from merx.commerce.file.providers import FileOptions, provider_of
from merx.framework.data import Wanted, source
from merx.framework.scope import Scope

AT_ONCE = 10
"""How many files a provider is asked for at a time."""


@source(File)
async def files(scope: Scope, wanted: Wanted) -> list[File]:
    provider, seconds = provider_of(scope.app), scope.app.options(FileOptions).link_seconds
    turn = asyncio.Semaphore(AT_ONCE)

    async def look(file_id: str) -> File | None:
        async with turn:
            if await provider.size(file_id) is None:
                return None
            return File(id=file_id, url=await provider.download_url(file_id, seconds=seconds))

    found = await asyncio.gather(*(look(each) for each in wanted.values if is_file_id(each)))
    return [each for each in found if each is not None]
