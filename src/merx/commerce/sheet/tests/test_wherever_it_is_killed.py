"""An import, failed and killed at each of its boundaries: all of the file is in the shop once, or none of it."""

from typing import Any

import pytest

from merx.commerce.product import ProductService
from merx.commerce.sheet import Preview, SheetService
from merx.commerce.sheet.tests.sheets import everything, imported, table
from merx.commerce.sheet.tests.test_import_products import OTHERWISE, RICH
from merx.commerce.sheet.workflows import stage_products, write_import
from merx.framework.app import App
from merx.framework.scope import Scope
from merx.framework.testing.background import Background
from merx.testing import Ended, fail_at_every_step, kill_at_every_step

NEW = {**RICH, "Product Handle": "cup", "Product Title": "Cup", "Variant SKU": "CUP"}


@pytest.fixture
async def preview(scope: Scope, background: Background) -> Preview:
    """A product that is there and is to change in every way, in a file that was read."""
    await imported(scope, background, table([RICH]))
    async with scope.transaction():
        return await stage_products(scope, table([OTHERWISE]), "products.csv")


async def all_or_nothing(before: dict[str, Any], app: App, ended: Ended) -> None:
    scope = app.scope()
    if not ended.is_done:
        assert await everything(scope) == before, ended
        return
    products = await scope[ProductService].products.list(order="handle")
    assert [(each.handle, each.title, each.status) for each in products] == [("mug", "Big mug", "published")], ended
    assert [option.value for option in await scope[ProductService].option_values.list(order="value")] == ["Snow", "White"], ended
    assert await scope[SheetService].parts.count() == 0, ended


async def test_wherever_it_fails_the_shop_is_as_before(app: App, scope: Scope, preview: Preview) -> None:
    before = await everything(scope)
    places = await fail_at_every_step(app, write_import, preview, check=lambda app, ended: all_or_nothing(before, app, ended))
    assert [place.partition(": ")[2] for place in places if "product.import." in place][:3] == [
        "before product.import.check",
        "after product.import.check",
        "before product.import.apply",
    ]


async def one_or_none(app: App, ended: Ended) -> None:
    products = await app.scope()[ProductService].products.list()
    assert [(each.handle, each.status) for each in products] == ([("cup", "published")] if ended.is_done else []), ended
    assert not ended.is_done or await app.scope()[SheetService].parts.count() == 0, ended


async def test_wherever_it_is_killed_the_file_is_imported_once(app: App, scope: Scope) -> None:
    # A transaction that is cut off is rolled back, whatever it wrote: the failures above see to what is taken back.
    async with scope.transaction():
        preview = await stage_products(scope, table([NEW]), "products.csv")
    kills = await kill_at_every_step(app, write_import, preview, again=False, check=one_or_none)
    assert [place for place in kills.places if "product.import.apply" in place] != []
    assert kills.slowest < 30
