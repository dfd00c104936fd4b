"""A shop that keeps its files in a bucket: uploaded over HTTP, put past the shop, and taken back."""

from pathlib import Path

import httpx
import pytest

from merx.commerce.file import provider_of
from merx.commerce.file.tests.shop.workflows import publish
from merx.commerce.file.workflows import read_file
from merx.framework.app import App
from merx.framework.config import COMMERCE, Config
from merx.framework.errors import NotAllowed
from merx.framework.providers import Use
from merx.framework.scope import Scope
from merx.providers.file_s3 import S3Files, S3Options


@pytest.fixture
def merx_settings(options: S3Options, tmp_path: Path) -> Config:
    use = Use("merx.providers.file_s3:S3Files", options=options)
    return Config(packages=(COMMERCE, "merx.commerce.file.tests.shop"), data_dir=tmp_path, providers=(use,))


def keys_in(app: App) -> list[str]:
    """What lies in the bucket."""
    keeper = provider_of(app)
    assert isinstance(keeper, S3Files)
    return sorted(each["path"] for page in keeper.store.list() for each in page)


async def test_what_is_uploaded_lies_in_the_bucket_and_nowhere_else(app: App, admin: httpx.AsyncClient, client: httpx.AsyncClient, tmp_path: Path) -> None:
    # when
    answer = await admin.post("/admin/uploads", files={"files": ("Teapot.png", b"picture", "image/png")})
    # then
    (kept,) = answer.json()["files"]
    assert keys_in(app) == [f"shop/public/{kept['id']}"]
    assert not (tmp_path / "static").exists()
    assert (await admin.get(f"/admin/uploads/{kept['id']}")).json() == {"file": kept}
    assert (await client.get(f"/static/{kept['id']}")).status_code == 404
    async with httpx.AsyncClient() as browser:
        assert (await browser.get(kept["url"])).content == b"picture"
    # when
    await admin.delete(f"/admin/uploads/{kept['id']}")
    # then
    assert keys_in(app) == []
    assert (await admin.get(f"/admin/uploads/{kept['id']}")).status_code == 404


async def test_what_is_put_past_the_shop_is_found_by_the_name_it_was_given(admin: httpx.AsyncClient, scope: Scope) -> None:
    # given
    announced = {"originalname": "products.csv", "mime_type": "text/csv", "size": 3, "access": "private"}
    place = (await admin.post("/admin/uploads/presigned-urls", json=announced)).json()
    assert (await admin.get(f"/admin/uploads/{place['filename']}")).status_code == 404
    # when
    async with httpx.AsyncClient() as browser:
        assert (await browser.put(place["url"], content=b"a,b")).status_code == 200
    # then
    assert b"".join([piece async for piece in read_file(scope, place["filename"])]) == b"a,b"


async def test_a_run_that_fails_later_leaves_nothing_in_the_bucket(app: App, scope: Scope) -> None:
    with pytest.raises(NotAllowed):
        await publish(scope, ["a.txt", "b.txt"], fails=True)
    assert keys_in(app) == []
    await publish(scope, ["a.txt"])
    (key,) = keys_in(app)
    assert key.startswith("shop/private/private-")
