"""Every code block of `docs/` does what the page says: see `tests.pages`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from merx.commerce.factories import open_shop
from merx.commerce.store.workflows import bootstrap
from merx.commerce.user.workflows import create_user
from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.project import base_config
from merx.framework.scope import Scope
from tests.pages import Reader, blocks, write_files

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.md") if blocks(page))
BEGIN_EMPTY = {DOCS / "guides" / "setting-up.md"}
PASSWORD = "correct horse battery staple"


@pytest.fixture(params=PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def page(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def merx_settings(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Config]:
    """The shop that the page describes, a project's folder; without files, one as it comes."""
    (tmp_path / "merx_config.py").write_text("from merx.framework.config import Config\n\nconfig = Config()\n")
    write_files(page, tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    before = set(sys.modules)
    yield base_config(tmp_path)
    for name in [name for name in set(sys.modules) - before if str(tmp_path) in str(getattr(sys.modules[name], "__file__", ""))]:
        del sys.modules[name]


async def empty_shop(scope: Scope) -> dict[str, Any]:
    """A shop as `merx develop` opens it the first time."""
    await bootstrap(scope)
    return {}


async def small_shop(scope: Scope) -> dict[str, Any]:
    """What the tour calls "a shop": one region, a warehouse, three teapots, a hundred mugs."""
    shop = await open_shop(scope, {"teapot": 3, "mug": 100})
    ids = {"key": shop.publishable_key, "region": shop.region_id, "warehouse": shop.location_id}
    return {"shop": shop, "teapot": shop.variants["teapot"], "mug": shop.variants["mug"], **ids}


async def test_a_page_can_be_typed_as_it_stands(page: Path, app: App, client: httpx.AsyncClient, tmp_path: Path) -> None:
    # given
    scope = app.scope()
    await create_user(scope, "ada@example.com", password=PASSWORD)
    names = {"app": app, "scope": scope, "client": client, "password": PASSWORD}
    names |= await empty_shop(scope) if page in BEGIN_EMPTY else await small_shop(scope)
    # when, then
    assert app.config.database_url is not None
    secrets = {"MERX_DATABASE_URL": app.config.database_url, "MERX_JWT_SECRET": "j" * 32, "MERX_COOKIE_SECRET": "c" * 32}
    await Reader(tmp_path, client, names, secrets).read(page)
