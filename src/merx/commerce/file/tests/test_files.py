"""Files are kept all or none, found by their ids, and forgotten."""

import re
import shutil
from collections.abc import AsyncGenerator, Callable
from pathlib import Path

import msgspec
import pytest

from merx.commerce.file import FileNotFound, is_file_id, is_private
from merx.commerce.file.tests.conftest import names_in
from merx.commerce.file.tests.shop.workflows import publish, publish_at_once
from merx.commerce.file.workflows import NewFile, delete_files, file_size, file_url, read_file, upload_files
from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.errors import Misconfigured, NotAllowed
from merx.framework.scope import Scope
from merx.framework.workflows.errors import Misuse
from merx.testing import Ended, fail_at_every_step


@pytest.fixture
def merx_settings(tmp_path: Path) -> Config:
    """Keeping files needs no other room."""
    return Config(packages=("merx.commerce.file", "merx.commerce.file.tests.shop"), data_dir=tmp_path)


TEAPOT = NewFile("Teapot.png", "image/png", b"not really")


async def whole(scope: Scope, file_id: str) -> bytes:
    return b"".join([piece async for piece in read_file(scope, file_id)])


async def growing(pieces: int, *, breaks: bool = False) -> AsyncGenerator[bytes]:
    for number in range(pieces):
        yield f"{number}\n".encode() * 1000
    if breaks:
        raise NotAllowed("The rest is missing")


async def test_what_is_kept_is_read_as_it_was(scope: Scope, folder: Path) -> None:
    # when
    teapot, export = await upload_files(scope, [TEAPOT, NewFile("orders.csv", "text/csv", growing(1000), "private")])
    # then
    assert re.fullmatch(r"[0-9A-Z]{26}-teapot\.png", teapot.id)
    assert re.fullmatch(r"private-[0-9A-Z]{26}-orders\.csv", export.id)
    assert names_in(folder) == sorted([teapot.id, export.id])
    assert await whole(scope, teapot.id) == b"not really"
    assert await whole(scope, export.id) == b"".join([piece async for piece in growing(1000)])
    assert await file_size(scope, teapot.id) == 10
    assert teapot.url == await file_url(scope, teapot.id) == f"http://localhost:9000/static/{teapot.id}"
    assert export.url.startswith(f"http://localhost:9000/static/{export.id}?signed=")


async def test_the_same_file_twice_is_two_files(scope: Scope) -> None:
    first, second = await upload_files(scope, [TEAPOT, TEAPOT])
    (third,) = await upload_files(scope, [TEAPOT])
    assert len({first.id, second.id, third.id}) == 3


async def test_what_is_deleted_is_gone_and_what_never_was_is_no_error(scope: Scope, folder: Path) -> None:
    # given
    teapot, mug = await upload_files(scope, [TEAPOT, TEAPOT])
    # when
    await delete_files(scope, [teapot.id, "nothing", "../../etc/passwd", teapot.id])
    await delete_files(scope, [teapot.id])
    # then
    assert names_in(folder) == [mug.id]
    for gone in (teapot.id, "../etc/passwd", ""):
        with pytest.raises(FileNotFound):
            await whole(scope, gone)
        with pytest.raises(FileNotFound):
            await file_size(scope, gone)


async def test_where_one_cannot_be_kept_none_is(scope: Scope, folder: Path) -> None:
    with pytest.raises(NotAllowed, match="The rest is missing"):
        await upload_files(scope, [TEAPOT, NewFile("orders.csv", "text/csv", growing(1000, breaks=True)), TEAPOT])
    assert names_in(folder) == []


async def test_a_durable_run_that_fails_later_deletes_what_it_kept(scope: Scope, folder: Path) -> None:
    # when
    kept = await publish(scope, ["a.txt", "b.txt"])
    # then
    assert [await whole(scope, each.id) for each in kept] == [b"a.txt", b"b.txt"]
    before = names_in(folder)
    # when
    with pytest.raises(NotAllowed, match="On second thought"):
        await publish(scope, ["c.txt"], fails=True)
    # then
    assert names_in(folder) == before == sorted(each.id for each in kept)


async def test_no_byte_of_a_file_gets_into_the_journal(scope: Scope) -> None:
    await publish(scope, ["a.txt"])
    rows = await scope.rows("SELECT t::text AS row FROM workflow_step AS t")
    assert "NewFile('a.txt', 'text/plain', access='private')" in "".join(row["row"] for row in rows)


async def test_a_transaction_does_not_wait_for_bytes(scope: Scope, folder: Path) -> None:
    with pytest.raises(Misuse, match=r"external step 'file\.name' .*is called inside the atomic workflow 'shop.publish_at_once'"):
        await publish_at_once(scope, "a.txt")
    assert names_in(folder) == []


@pytest.fixture
def emptied(folder: Path) -> Callable[[], None]:
    """What is outside of the database is set back by hand."""

    def empty() -> None:
        shutil.rmtree(folder, ignore_errors=True)

    return empty


async def test_wherever_a_run_fails_no_file_is_left_behind(app: App, folder: Path, emptied: Callable[[], None]) -> None:
    async def check(_: App, ended: Ended) -> None:
        assert len(names_in(folder)) == (1 if ended.is_done else 0), ended

    places = await fail_at_every_step(app, publish, ["a.txt"], check=check, before=emptied)
    assert [place.partition(": ")[2] for place in places if "file." in place] == [
        "before file.name",
        "after file.name",
        "before file.keep",
        "after file.keep",
        "before the compensation of file.name",
        "after the compensation of file.name",
    ]


async def test_ids_say_who_may_read(scope: Scope) -> None:
    public, private = await upload_files(scope, [TEAPOT, NewFile("private-x.png", "image/png", b"x", "private")])
    assert (is_file_id(public.id), is_private(public.id)) == (True, False)
    assert (is_file_id(private.id), is_private(private.id)) == (True, True)


async def test_a_provider_that_is_not_there_is_a_mistake_of_the_configuration(app: App) -> None:
    config = msgspec.structs.replace(app.config, modules={"file": {"provider": "shelf"}})
    with pytest.raises(Misconfigured, match=r"^FileOptions\(provider=\.\.\.\): files are to be kept by 'shelf', which is none of: local\."):
        async with App(config):
            pytest.fail("it may not start")
