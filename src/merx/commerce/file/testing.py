"""What every file provider must do, as tests to inherit:

    class TestShelf(FileProviderContract):
        @pytest.fixture
        def provider(self) -> Shelf: ...

        async def fetch(self, url: str) -> Fetched: ...          # what a browser gets there
        async def put(self, url: str, content: bytes) -> int: ...  # the status of a PUT there

A provider whose `upload_url` is the shop's upload route sets `presigns_uploads` to False.
"""

import asyncio
from abc import abstractmethod
from collections.abc import AsyncIterator, Mapping

import pytest
from msgspec import Struct

from merx.commerce.file.errors import FileNotFound
from merx.commerce.file.ids import Access, new_file_id
from merx.commerce.file.media import media_of
from merx.commerce.file.providers import FileProvider

OK = 200
REFUSED = range(400, 500)
LARGE = 6_500_000
"""More than stores take in one piece."""


class Fetched(Struct, frozen=True):
    """An answer, its headers by lower-case names."""

    status: int
    content: bytes
    headers: Mapping[str, str]


async def pieces(*content: bytes, breaks: bool = False) -> AsyncIterator[bytes]:
    """The content as it may come; with `breaks`, a sender who gives up at the end."""
    for each in content:
        yield each
    if breaks:
        raise EOFError("The sender is gone")


class FileProviderContract:
    """Inherit it as `TestYourProvider`, with the fixture and the methods that the module's docstring names."""

    presigns_uploads = True

    @abstractmethod
    async def fetch(self, url: str) -> Fetched:
        """What somebody who has nothing but the URL gets."""

    @abstractmethod
    async def put(self, url: str, content: bytes) -> int:
        """Put it there, as somebody who has nothing but the URL; the answer's status."""

    async def kept(self, provider: FileProvider, *content: bytes, name: str = "a.png", access: Access = "public") -> str:
        file_id = new_file_id(name, "", access)
        await provider.upload(file_id, pieces(*content), media_of(file_id))
        return file_id

    async def read(self, provider: FileProvider, file_id: str) -> bytes:
        return b"".join([piece async for piece in provider.read(file_id)])

    @pytest.mark.parametrize(
        "content", [(), (b"",), (b"\0\xff\r\n--x",), (b"a", b"", b"bc"), (b"x" * LARGE, b"y")], ids=["nothing", "empty", "binary", "pieces", "large"]
    )
    async def test_what_is_kept_is_read_as_it_was(self, provider: FileProvider, content: tuple[bytes, ...]) -> None:
        file_id = await self.kept(provider, *content)
        assert await self.read(provider, file_id) == b"".join(content)
        assert await provider.size(file_id) == len(b"".join(content))

    async def test_a_large_file_is_read_in_pieces_and_may_be_left_off(self, provider: FileProvider) -> None:
        file_id = await self.kept(provider, b"x" * LARGE)
        reading = provider.read(file_id)
        assert 0 < len(await anext(reading)) < LARGE
        await reading.aclose()

    @pytest.mark.parametrize(
        ("start", "end"), [(0, 1), (3, 7), (LARGE - 5, LARGE), (LARGE - 5, LARGE + 100), (0, LARGE - 1), (4, 4), (LARGE, None), (LARGE - 2, None)]
    )
    async def test_a_part_of_a_file_is_read_as_it_is_there(self, provider: FileProvider, start: int, end: int | None) -> None:
        content = bytes(range(250)) * (LARGE // 250)
        file_id = await self.kept(provider, content)
        assert b"".join([piece async for piece in provider.read(file_id, start=start, end=end)]) == content[start:end]

    async def test_nothing_is_there_until_it_was_kept(self, provider: FileProvider) -> None:
        file_id = new_file_id("a.png", "", "private")
        assert await provider.size(file_id) is None
        with pytest.raises(FileNotFound):
            await anext(provider.read(file_id))

    async def test_the_same_id_again_replaces_it(self, provider: FileProvider) -> None:
        file_id = await self.kept(provider, b"long before")
        await provider.upload(file_id, pieces(b"after"), media_of(file_id))
        assert await self.read(provider, file_id) == b"after"

    @pytest.mark.parametrize("content", [b"a", b"x" * LARGE], ids=["small", "large"])
    async def test_a_sender_who_gives_up_leaves_what_was_there(self, provider: FileProvider, content: bytes) -> None:
        kept, fresh = await self.kept(provider, b"before"), new_file_id("b.png", "", "public")
        for file_id in (kept, fresh):
            with pytest.raises(EOFError, match="The sender is gone"):
                await provider.upload(file_id, pieces(content, breaks=True), media_of(file_id))
        assert await self.read(provider, kept) == b"before"
        assert await provider.size(fresh) is None

    async def test_of_two_who_write_at_once_one_is_there_as_a_whole(self, provider: FileProvider) -> None:
        file_id, contents = new_file_id("a.png", "", "public"), [bytes([each]) * 300_000 for each in b"abcd"]
        await asyncio.gather(*(provider.upload(file_id, pieces(each[:1000], each[1000:]), media_of(file_id)) for each in contents))
        assert await self.read(provider, file_id) in contents

    async def test_what_is_deleted_is_gone_and_nothing_else(self, provider: FileProvider) -> None:
        first, second, third = [await self.kept(provider, b"x", access=access) for access in ("public", "private", "public")]
        for _ in range(2):
            await provider.delete([first, second, new_file_id("never.png", "", "public")])
        await provider.delete([])
        assert [await provider.size(each) for each in (first, second, third)] == [None, None, 1]

    async def test_everybody_may_look_at_a_public_picture(self, provider: FileProvider) -> None:
        file_id = await self.kept(provider, b"picture", name="Teapot.png")
        found = await self.fetch(await provider.download_url(file_id, seconds=60))
        assert (found.status, found.content) == (OK, b"picture")
        assert (found.headers["content-type"], found.headers["content-disposition"]) == ("image/png", 'inline; filename="teapot.png"')
        assert "immutable" in found.headers["cache-control"]

    async def test_a_private_file_is_had_by_its_signed_link_and_not_without(self, provider: FileProvider) -> None:
        file_id = await self.kept(provider, b"secret", name="orders.csv", access="private")
        link = await provider.download_url(file_id, seconds=60)
        found = await self.fetch(link)
        assert (found.status, found.content) == (OK, b"secret")
        assert found.headers["content-disposition"] == 'attachment; filename="orders.csv"'
        assert found.headers["cache-control"] == "private, no-store"
        bare = await self.fetch(link.partition("?")[0])
        assert bare.status in REFUSED
        assert b"secret" not in bare.content

    @pytest.mark.parametrize("name", ["a.html", "a.htm", "a.xhtml", "a.xml", "a.js", "a.mjs", "a.svgz", "a.png.html", "a.unknown", "a"])
    async def test_what_could_run_a_script_is_handed_over_under_no_name_of_its_own(self, provider: FileProvider, name: str) -> None:
        found = await self.fetch(await provider.download_url(await self.kept(provider, b"<script>", name=name), seconds=60))
        assert found.headers["content-type"].partition(";")[0] == "application/octet-stream"
        assert found.headers["content-disposition"].startswith("attachment;")

    async def test_a_drawing_is_an_image_where_it_is_embedded_and_a_download_elsewhere(self, provider: FileProvider) -> None:
        found = await self.fetch(await provider.download_url(await self.kept(provider, b"<svg/>", name="a.svg"), seconds=60))
        assert (found.headers["content-type"], found.headers["content-disposition"]) == ("image/svg+xml", 'attachment; filename="a.svg"')

    async def test_somebody_may_be_let_put_a_file(self, provider: FileProvider) -> None:
        file_id = new_file_id("orders.csv", "", "private")
        url = await provider.upload_url(file_id, media_of(file_id), seconds=60)
        if self.presigns_uploads:
            assert await self.put(url, b"a,b") == OK
            assert await self.read(provider, file_id) == b"a,b"
        else:
            assert url == "/admin/uploads"
