"""Files in a bucket."""

import sys

import httpx
import msgspec
import pytest

from merx.commerce.file import FileProvider
from merx.commerce.file.testing import Fetched, FileProviderContract
from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.errors import Misconfigured
from merx.framework.providers import Use
from merx.providers.file_s3 import S3Files, S3Options

PUBLIC, PRIVATE = "01JD4X8Q3Z0N6V5T7R9W2B4C6E-teapot.png", "private-01JD4X8Q3Z0N6V5T7R9W2B4C6E-orders.csv"


class TestS3(FileProviderContract):
    @pytest.fixture
    def provider(self, s3: S3Files) -> S3Files:
        return s3

    async def fetch(self, url: str) -> Fetched:
        async with httpx.AsyncClient() as browser:
            answer = await browser.get(url)
        return Fetched(answer.status_code, answer.content, dict(answer.headers))

    async def put(self, url: str, content: bytes) -> int:
        async with httpx.AsyncClient() as browser:
            return (await browser.put(url, content=content)).status_code


async def test_links_lead_to_the_bucket_or_to_what_stands_before_it(options: S3Options) -> None:
    public = await S3Files(msgspec.structs.replace(options, public_url="https://cdn.example.com/")).download_url(PUBLIC, seconds=60)
    assert public == f"https://cdn.example.com/shop/public/{PUBLIC}"
    amazon = S3Files(msgspec.structs.replace(options, endpoint=None, prefix=""))
    assert await amazon.download_url(PUBLIC, seconds=60) == f"https://{options.bucket}.s3.eu-central-1.amazonaws.com/public/{PUBLIC}"


async def test_a_signed_link_says_until_when_and_shows_no_secret(s3: S3Files) -> None:
    link = httpx.URL(await s3.download_url(PRIVATE, seconds=90))
    assert link.path.endswith(f"/shop/private/{PRIVATE}")
    assert link.params["X-Amz-Expires"] == "90"
    assert "geheim" not in str(link)


def test_a_shop_without_the_library_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("merx.providers.file_s3", "merx.providers.file_s3.provider"):
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "obstore", None)
    app = App(Config(packages=("merx.commerce.file",), database_url="postgresql://nowhere", providers=(Use("merx.providers.file_s3:S3Files"),)))
    with pytest.raises(Misconfigured, match=r"needs the library obstore, which is not installed\. Install it with: pip install 'merx\[s3\]'$"):
        app.providers.all(FileProvider)
