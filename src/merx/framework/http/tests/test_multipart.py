"""Files in forms, however the network cuts them up."""

import os
from collections.abc import Callable
from typing import Any

import pytest

from merx.framework.http.body import Disconnected, TooLarge
from merx.framework.http.multipart import PIECE, Multipart, UploadedFile

HEADERS = {b"content-type": b'multipart/form-data; boundary="x y"'}
LARGE = os.urandom(3 * PIECE + 17)


class Files(Multipart):
    field = "files"
    many = True


def form(*contents: bytes) -> bytes:
    return b"".join(b'--x y\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n%b\r\n' % each for each in contents) + b"--x y--\r\n"


def sending(body: bytes, size: int, *, leaves: bool = False) -> Callable[[], Any]:
    """A client that sends `size` bytes at a time; with `leaves`, one who is gone before the last."""
    chunks = [body[start : start + size] for start in range(0, len(body), size)]

    async def receive() -> dict[str, Any]:
        if leaves and len(chunks) == 1:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": chunks.pop(0), "more_body": bool(chunks)}

    return receive


async def content(file: UploadedFile) -> bytes:
    return b"".join([chunk async for chunk in file.chunks()])


@pytest.mark.parametrize("size", [1, 7, 10**6])
async def test_a_form_is_read_the_same_in_pieces_of_any_size(size: int) -> None:
    async with Files(sending(form(b"one", b"", b"\r\n--x", b"--x y"), size), HEADERS).files(most_bytes=100, most_files=4) as files:
        assert [await content(each) for each in files] == [b"one", b"", b"\r\n--x", b"--x y"]


async def test_what_is_large_lies_on_disk_and_is_read_as_often_as_asked() -> None:
    async with Files(sending(form(LARGE, b"small"), 50_000), HEADERS).files(most_bytes=len(LARGE), most_files=2, most_bytes_together=10**7) as files:
        large, small = files
        assert (large.size, small.size) == (len(LARGE), 5)
        for _ in range(2):
            pieces = [chunk async for chunk in large.chunks()]
            assert b"".join(pieces) == LARGE
            assert max(map(len, pieces)) <= PIECE + 50_000
    with pytest.raises(ValueError, match="closed file"):
        await content(large)


async def test_a_byte_too_many_is_refused_as_soon_as_it_comes() -> None:
    asked = 0
    receive = sending(form(LARGE), 1000)

    async def counted() -> Any:
        nonlocal asked
        asked += 1
        return await receive()

    with pytest.raises(TooLarge, match=r"^Field 'files': the file 'a' is too large, expected at most 9999 bytes$"):
        async with Files(counted, HEADERS).files(most_bytes=9999, most_files=2, most_bytes_together=10**7):
            pass
    assert asked == 11


async def test_who_leaves_in_the_middle_has_sent_nothing() -> None:
    with pytest.raises(Disconnected):
        async with Files(sending(form(b"one", b"two"), 50, leaves=True), HEADERS).files(most_bytes=100, most_files=2):
            pytest.fail("nothing may be handed out")


async def test_what_is_no_form_holds_no_files() -> None:
    async with Files(sending(b"{}", 10), {b"content-type": b"application/json"}).files(most_bytes=100) as files:
        assert files == []
