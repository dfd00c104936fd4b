"""Where bytes are kept: the code behind files, and which one a shop uses."""

from abc import abstractmethod
from collections.abc import AsyncGenerator, AsyncIterator, Sequence

from merx.commerce.file.media import Media
from merx.framework.app import App
from merx.framework.errors import Misconfigured
from merx.framework.options import Options
from merx.framework.providers import Provider


class FileOptions(Options):
    """What a shop sets: `Config(modules={"file": {"max_file_mb": 20}})`.

    `provider` is the id of the one that keeps files, if it is not the one that was found last. One file of an upload has
    `max_file_mb` at most, all of a request together `max_request_mb`, and there are `max_files` of them. A signed link to a private file
    is good for `link_seconds`, one to put a file for `upload_link_seconds`.
    """

    provider: str | None = None
    max_file_mb: float = 100
    max_request_mb: float = 200
    max_files: int = 50
    link_seconds: int = 3600
    upload_link_seconds: int = 900


class FileProvider(Provider):
    """Keeps files. A shop names one in `Config(providers=(Use(...),))`; `merx.commerce.file.testing` has the tests it must pass.

    File ids come from `merx.commerce.file` alone: letters, digits, `-` and one `.`, 130 characters at most; `is_private` tells who may read.
    Nothing may hold up the event loop. Called outside of transactions; every method is safe to repeat, and raises `StorageUnavailable`
    while what keeps the files fails.
    """

    is_served_by_shop: bool = False
    """Whether the shop's own route, `GET /static/{id}`, hands files out; its `download_url` then leads there."""

    @abstractmethod
    async def upload(self, file_id: str, content: AsyncIterator[bytes], media: Media) -> None:
        """Keep the content under the id, wholly or not at all; what was there is replaced. Raises whatever `content` raises."""

    @abstractmethod
    async def delete(self, file_ids: Sequence[str]) -> None:
        """Forget them. Ids of nothing are no error."""

    @abstractmethod
    def read(self, file_id: str, *, start: int = 0, end: int | None = None) -> AsyncGenerator[bytes]:
        """The content, or its bytes from `start` up to but without `end`, piece by piece. Raises `FileNotFound` before the first."""

    @abstractmethod
    async def size(self, file_id: str) -> int | None:
        """How many bytes it has; None if there is no such file."""

    @abstractmethod
    async def download_url(self, file_id: str, *, seconds: int) -> str:
        """Where browsers get it: for good if it is public, else signed and good for `seconds`. Whether it is there is not looked at."""

    @abstractmethod
    async def upload_url(self, file_id: str, media: Media, *, seconds: int) -> str:
        """Where somebody may PUT it, within `seconds`; or `/admin/uploads`, where administrators post a form, and the id is given there."""


def provider_of(app: App) -> FileProvider:
    """Who keeps the shop's files: the one that `FileOptions.provider` names, else the last one found. Raises `Misconfigured`."""
    known = app.providers.all(FileProvider)
    chosen = app.options(FileOptions).provider
    if chosen is None:
        return list(known.values())[-1]
    if chosen not in known:
        raise Misconfigured(f"FileOptions(provider=...): files are to be kept by '{chosen}', which is none of: {', '.join(known)}.")
    return known[chosen]
