"""A bucket that nobody reaches, or that is gone: requests say so, and try again is what helps."""

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

from merx.commerce.file.tests.test_outage import GONE
from merx.framework.config import COMMERCE, Config
from merx.framework.providers import Use
from merx.providers.file_s3 import S3Options

FILE_ID = "01JD4X8Q3Z0N6V5T7R9W2B4C6E-teapot.png"


@pytest.fixture
def nowhere() -> Iterator[str]:
    """An address that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture(params=["nobody listens", "no such bucket"])
def merx_settings(request: pytest.FixtureRequest, options: S3Options, nowhere: str, tmp_path: Path) -> Config:
    gone = {"endpoint": nowhere, "timeout": 1} if request.param == "nobody listens" else {"bucket": "never-made"}
    use = Use("merx.providers.file_s3:S3Files", options=msgspec.structs.replace(options, **gone))
    return Config(packages=(COMMERCE,), data_dir=tmp_path, providers=(use,))


async def test_what_needs_the_bucket_says_try_again(admin: httpx.AsyncClient, request: pytest.FixtureRequest) -> None:
    for method, url, sent in (
        ("POST", "/admin/uploads", {"files": {"files": ("teapot.png", b"picture", "image/png")}}),
        ("DELETE", f"/admin/uploads/{FILE_ID}", {}),
        ("GET", f"/admin/uploads/{FILE_ID}", {}),
        ("POST", "/admin/products/imports", {"json": {"file_key": FILE_ID, "originalname": "a.csv", "extension": "csv", "size": 3, "mime_type": "text/csv"}}),
    ):
        # when
        answer = await admin.request(method, url, **sent)
        # then
        if "no such bucket" in request.node.name and (method == "GET" or "imports" in url):
            assert answer.status_code in (400, 404), answer.text  # looked for, and not found
        else:
            assert (answer.status_code, answer.json(), answer.headers.get("retry-after")) == (503, GONE, "1"), url
