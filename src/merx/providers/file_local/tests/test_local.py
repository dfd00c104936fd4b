"""Files in a folder."""

import os
import stat
import time
from pathlib import Path

import httpx
import pytest

from merx.commerce.file import FileNotFound, NewFile, media_of
from merx.commerce.file.testing import Fetched, FileProviderContract, pieces
from merx.commerce.file.workflows import upload_files
from merx.framework.app import App
from merx.framework.config import Config, Http
from merx.framework.scope import Scope
from merx.providers.file_local import LocalFiles, LocalOptions

FILE_ID = "01JD4X8Q3Z0N6V5T7R9W2B4C6E-teapot.png"


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".drafts")


class TestLocal(FileProviderContract):
    presigns_uploads = False

    @pytest.fixture(autouse=True)
    def _browsing(self, client: httpx.AsyncClient) -> None:
        self.client = client

    @pytest.fixture
    def provider(self, local: LocalFiles) -> LocalFiles:
        return local

    async def fetch(self, url: str) -> Fetched:
        answer = await self.client.get(url.removeprefix("http://localhost:9000"))
        return Fetched(answer.status_code, answer.content, dict(answer.headers))

    async def put(self, url: str, content: bytes) -> int:
        return (await self.client.put(url, content=content)).status_code


TRICKS = [
    "../teapot.png",
    "/etc/passwd",
    f"../{FILE_ID}",
    f"{FILE_ID}/../x.png",
    f"a/{FILE_ID}",
    f"{FILE_ID}\0",
    f"{FILE_ID}\n",
    "",
    ".",
    "..",
    ".drafts",
    ".drafts/x",
    FILE_ID.lower(),
]


@pytest.mark.parametrize("trick", TRICKS)
async def test_what_is_no_id_never_becomes_a_path(local: LocalFiles, client: httpx.AsyncClient, tmp_path: Path, trick: str) -> None:
    # given
    outside = tmp_path / FILE_ID
    outside.write_bytes(b"secret")
    (tmp_path / "teapot.png").write_bytes(b"secret")
    # then
    with pytest.raises(FileNotFound):
        await anext(local.read(trick))
    with pytest.raises(FileNotFound):
        await local.upload(trick, pieces(b"x"), media_of("a.png"))
    with pytest.raises(FileNotFound):
        await local.delete([trick])
    assert names_in(tmp_path) == sorted([FILE_ID, "teapot.png"])
    for written in (trick, trick.replace("/", "%2F").replace("\0", "%00").replace(".", "%2e").replace("\n", "%0A")):
        if "\0" not in written and "\n" not in written:
            answer = await client.get(f"/static/{written}")
            assert answer.status_code in (400, 404), written
            assert b"secret" not in answer.content


async def test_a_link_laid_into_the_folder_leads_nowhere(local: LocalFiles, client: httpx.AsyncClient, tmp_path: Path) -> None:
    # given
    (tmp_path / "secret").write_bytes(b"secret")
    local.folder.mkdir(parents=True)
    (local.folder / FILE_ID).symlink_to(tmp_path / "secret")
    # then
    with pytest.raises(FileNotFound):
        await anext(local.read(FILE_ID))
    answer = await client.get(f"/static/{FILE_ID}")
    assert (answer.status_code, answer.json()["type"]) == (404, "not_found")
    # when: what is kept there takes the link's place, and does not go through it
    await local.upload(FILE_ID, pieces(b"picture"), media_of(FILE_ID))
    # then
    assert (tmp_path / "secret").read_bytes() == b"secret"
    assert (await client.get(f"/static/{FILE_ID}")).content == b"picture"


async def test_files_are_not_executable_and_drafts_do_not_stay(local: LocalFiles) -> None:
    await local.upload(FILE_ID, pieces(b"#!/bin/sh"), media_of(FILE_ID))
    (path,) = [local.folder / name for name in names_in(local.folder)]
    assert (path.name, stat.S_IMODE(path.stat().st_mode)) == (FILE_ID, 0o644)
    assert names_in(local.folder / ".drafts") == []


async def test_what_a_killed_process_left_is_taken_out_by_the_next_who_writes(local: LocalFiles) -> None:
    # given
    drafts = local.folder / ".drafts"
    drafts.mkdir(parents=True)
    for name, age in (("old", 25 * 3600), ("fresh", 60)):
        (drafts / name).write_bytes(b"half")
        os.utime(drafts / name, (time.time() - age,) * 2)
    # when
    await local.upload(FILE_ID, pieces(b"x"), media_of(FILE_ID))
    # then
    assert names_in(drafts) == ["fresh"]


async def test_a_signed_link_is_good_for_one_file_and_a_while(app: App, local: LocalFiles, client: httpx.AsyncClient, scope: Scope) -> None:
    # given
    first, second = await upload_files(scope, [NewFile("a.csv", "text/csv", b"secret", "private")] * 2)
    link = first.url.removeprefix("http://localhost:9000")
    over = (await local.download_url(first.id, seconds=-1)).removeprefix("http://localhost:9000")
    own = LocalFiles(LocalOptions(), Config(jwt_secret="x" * 32, data_dir=app.config.data_dir))
    made_up = (await own.download_url(first.id, seconds=60)).removeprefix("http://localhost:9000")
    # then
    assert (await client.get(link)).content == b"secret"
    for wrong in (link[:-2] + "xx", link.replace(first.id, second.id), over, made_up, f"/static/{first.id}?signed=", f"/static/{first.id}"):
        answer = await client.get(wrong)
        assert (answer.status_code, answer.json()["message"]) == (404, f"File with id: {second.id if second.id in wrong else first.id} not found"), wrong


async def test_links_begin_with_the_shops_address_or_what_is_said(tmp_path: Path) -> None:
    behind = Config(http=Http(url="https://api.example.com"), data_dir=tmp_path)
    assert await LocalFiles(LocalOptions(), behind).download_url(FILE_ID, seconds=1) == f"https://api.example.com/static/{FILE_ID}"
    assert (
        await LocalFiles(LocalOptions(base_url="https://cdn.example.com/"), behind).download_url(FILE_ID, seconds=1)
        == f"https://cdn.example.com/static/{FILE_ID}"
    )
    assert LocalFiles(LocalOptions(folder=tmp_path / "x"), behind).folder == tmp_path / "x"
