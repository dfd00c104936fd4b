"""A disk that takes nothing more: who uploads is told to try again, and nothing half kept is left."""

import resource
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from merx.commerce.file.tests.conftest import names_in

SMALL, LARGE, LARGER = b"x" * 1000, b"x" * 250_000, b"x" * 400_000
GONE = {
    "code": "file.storage_unavailable",
    "type": "unexpected_state",
    "message": "The storage of files does not answer, or takes nothing. Nothing was changed: try again later.",
}


@contextmanager
def a_full_disk() -> Generator[None]:
    """No file of this process grows beyond 200 kB."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_full_disk_keeps_none_of_the_files_and_says_try_again(admin: httpx.AsyncClient, folder: Path) -> None:
    # given
    sent = [("files", ("small.png", SMALL, "image/png")), ("files", ("large.png", LARGE, "image/png"))]
    with a_full_disk():
        # when
        answer = await admin.post("/admin/uploads", files=sent)
    # then
    assert (answer.status_code, answer.json(), answer.headers.get("retry-after")) == (503, GONE, "1")
    assert names_in(folder) == []
    assert list((folder / ".drafts").iterdir()) == []
    # when there is room again
    again = await admin.post("/admin/uploads", files=sent)
    # then
    assert (again.status_code, names_in(folder)) == (200, sorted(each["id"] for each in again.json()["files"]))


@contextmanager
def no_descriptor_left() -> Generator[None]:
    """This process opens nothing more."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


async def test_a_file_that_cannot_be_opened_is_not_told_to_be_gone(admin: httpx.AsyncClient) -> None:
    # given
    (kept,) = (await admin.post("/admin/uploads", files={"files": ("small.png", SMALL, "image/png")})).json()["files"]
    with no_descriptor_left():
        # when
        answer = await admin.get(f"/static/{kept['id']}")
    # then: whoever remembers answers does not remember that it is gone
    assert (answer.status_code, answer.json(), answer.headers.get("retry-after")) == (503, GONE, "1")
    again = await admin.get(f"/static/{kept['id']}")
    assert (again.status_code, again.content) == (200, SMALL)


async def test_a_disk_on_which_nothing_may_even_wait_says_so(admin: httpx.AsyncClient, folder: Path) -> None:
    with a_full_disk():
        answer = await admin.post("/admin/uploads", files={"files": ("larger.png", LARGER, "image/png")})
    told = {
        "code": "upload.no_room",
        "type": "unexpected_state",
        "message": "There is no room for what is uploaded to wait in. Nothing was kept: try again later.",
    }
    assert (answer.status_code, answer.json(), answer.headers.get("retry-after")) == (503, told, "1")
    assert names_in(folder) == []


@pytest.fixture
def no_folder(folder: Path) -> Path:
    """A file lies where the folder should be."""
    folder.write_bytes(b"")
    return folder


async def test_a_folder_that_is_none_is_an_outage_too(admin: httpx.AsyncClient, no_folder: Path) -> None:
    # when
    answer = await admin.post("/admin/uploads", files={"files": ("small.png", SMALL, "image/png")})
    # then
    assert (answer.status_code, answer.json(), answer.headers.get("retry-after")) == (503, GONE, "1")
    assert names_in(no_folder.parent) == ["static"]
