"""The demo: what stands in it, and that it is made once and wholly."""

import asyncio
import stat
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import msgspec
import pytest

from merx.commerce.demo import PACKAGE, DemoShop, open_demo, shelves
from merx.commerce.demo.catalogue import catalogue
from merx.commerce.demo.login import FILE
from merx.commerce.demo.pictures import picture
from merx.commerce.demo.seeding import CODE
from merx.commerce.product import ProductService
from merx.commerce.product.workflows import NewProduct, create_products
from merx.commerce.region import RegionService
from merx.framework.app import App
from merx.framework.config import COMMERCE, Config, Http
from merx.framework.errors import NotAllowed
from merx.framework.scope import Scope


@pytest.fixture
def merx_settings(tmp_path: Path) -> Config:
    return Config(packages=(COMMERCE, PACKAGE), data_dir=tmp_path)


async def log_in(client: httpx.AsyncClient, shop: DemoShop) -> int:
    return (await client.post("/auth/user/emailpass", json={"email": shop.email, "password": shop.password})).status_code


async def test_a_visitor_sees_a_catalogue_with_prices_pieces_and_pictures(app: App, client: httpx.AsyncClient) -> None:
    # when
    shop = await open_demo(app)
    # then
    headers = {"x-publishable-api-key": shop.publishable_key}
    fields = "title,thumbnail,*categories,*images,*variants.calculated_price,+variants.inventory_quantity,+variants.thumbnail"
    answer = await client.get("/store/products", params={"limit": 100, "region_id": shop.region_id, "fields": fields}, headers=headers)
    products: list[dict[str, Any]] = answer.json()["products"]
    variants = [variant for product in products for variant in product["variants"]]
    assert (len(products), len(variants)) == (41, sum(len(product.variants) for product in catalogue().products))
    teapot = next(product for product in products if product["title"] == "Stoneware Teapot")
    assert (teapot["thumbnail"], len(teapot["images"])) == ("http://localhost:9000/demo/images/stoneware-teapot.svg", 4)
    assert [category["name"] for category in teapot["categories"]] == ["Tableware"]
    assert {variant["calculated_price"]["calculated_amount"] for variant in teapot["variants"]} == {48}
    assert all(variant["calculated_price"]["is_calculated_price_tax_inclusive"] for variant in variants)
    assert min(variant["inventory_quantity"] for variant in variants) >= 2 * shelves.FEWEST
    picture_answer = await client.get(teapot["images"][1]["url"].removeprefix("http://localhost:9000"))
    assert (picture_answer.status_code, picture_answer.headers["content-type"]) == (200, "image/svg+xml")


async def test_the_admin_can_log_in_and_the_password_is_for_the_owners_eyes_only(app: App, client: httpx.AsyncClient) -> None:
    # when
    shop = await open_demo(app)
    # then
    assert await log_in(client, shop) == 200
    assert stat.S_IMODE((app.config.data_dir / FILE).stat().st_mode) == 0o600


async def test_a_newcomer_has_a_tenth_off(app: App, client: httpx.AsyncClient) -> None:
    # given
    shop = await open_demo(app)
    client.headers["x-publishable-api-key"] = shop.publishable_key
    products = (await client.get("/store/products", params={"fields": "handle,*variants", "limit": 100})).json()["products"]
    teapot = next(product for product in products if product["handle"] == "stoneware-teapot")
    items = [{"variant_id": teapot["variants"][0]["id"], "quantity": 1}]
    # when
    answer = await client.post("/store/carts", json={"region_id": shop.region_id, "items": items, "promo_codes": [CODE]})
    # then
    cart = answer.json()["cart"]
    assert (cart["original_total"], cart["discount_total"], cart["total"]) == (48, 4.8, 43.2)


async def test_the_second_start_says_the_same_with_one_statement(app: App) -> None:
    # given
    first = await open_demo(app)
    before = app.database.statements
    # when
    second = await open_demo(app)
    # then
    assert second == first
    assert app.database.statements - before == 1


async def pictures(scope: Scope) -> set[str]:
    products = await scope.query.graph("product", fields=["thumbnail", "images.url", "variants.thumbnail"])
    parts = [part for product in products for part in (product, *product["images"], *product["variants"])]
    return {str(part.get("url") or part["thumbnail"]).rpartition("/")[0] for part in parts}


async def test_the_pictures_are_where_the_shop_is_now(app: App, scope: Scope) -> None:
    # given
    first = await open_demo(app)
    (product, *_) = await scope[ProductService].products.list()
    await scope[ProductService].products.update(product.id, thumbnail="https://example.com/my/own.png")
    moved = App(msgspec.structs.replace(app.config, http=Http(port=9001)))
    # when
    async with moved:
        second = await open_demo(moved)
        before = moved.database.statements
        third = await open_demo(moved)
        statements = moved.database.statements - before
    # then
    assert (first, statements) == (second, 1)
    assert second == third
    assert await pictures(scope) == {"http://localhost:9001/demo/images", "https://example.com/my"}


async def test_a_lost_password_is_replaced_by_one_that_opens(app: App, client: httpx.AsyncClient) -> None:
    # given
    first = await open_demo(app)
    (app.config.data_dir / FILE).unlink()
    # when
    second = await open_demo(app)
    # then
    assert second.password != first.password
    assert (await log_in(client, first), await log_in(client, second)) == (401, 200)


async def test_whoever_is_stopped_in_the_middle_begins_anew(app: App, scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    async def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(shelves, "create_levels", stopped)
        with pytest.raises(KeyboardInterrupt):
            await open_demo(app)
    assert (await scope[ProductService].products.count(), await scope[RegionService].regions.count()) == (0, 0)
    # when
    await open_demo(app)
    # then
    assert (await scope[ProductService].products.count(), await scope[RegionService].regions.count()) == (41, 2)


async def test_two_at_once_make_one(app: App, client: httpx.AsyncClient, scope: Scope) -> None:
    # when
    first, second = await asyncio.gather(open_demo(app), open_demo(app))
    # then
    assert first == second
    assert await scope[ProductService].products.count() == 41
    assert await log_in(client, first) == 200


async def test_a_shop_with_products_of_its_own_is_left_alone(app: App, scope: Scope) -> None:
    # given
    await create_products(scope, [NewProduct(title="My own")])
    # when
    with pytest.raises(NotAllowed) as refused:
        await open_demo(app)
    # then
    assert refused.value.message == (
        "This shop has products of its own, and the demo fills only an empty one. Open yours with `merx develop`, or try the demo elsewhere."
    )
    assert await scope[RegionService].regions.count() == 0
    assert not (app.config.data_dir / FILE).exists()


def test_every_picture_that_is_named_is_drawn_and_no_other() -> None:
    products = catalogue().products
    for name in (name for product in products for name in product.pictures):
        drawn = picture(name)
        assert drawn is not None
        ET.fromstring(drawn)  # noqa: S314 - our own
    assert {variant.picture for product in products for variant in product.variants} <= {name for product in products for name in product.pictures}
    assert picture("../login.py") is None


def test_no_two_articles_have_the_same_sku() -> None:
    skus = [variant.sku for product in catalogue().products for variant in product.variants]
    assert len(set(skus)) == len(skus)
