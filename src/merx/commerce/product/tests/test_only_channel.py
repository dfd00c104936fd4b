"""A shop that sells in one channel sells whatever is published there, whether it was put there or not; a second channel ends that."""

from typing import Any

import httpx
import pytest

from merx.commerce.factories import SmallShop, open_shop
from merx.commerce.product import ProductCollection, ProductService
from merx.commerce.product.links import product_sales_channels
from merx.commerce.sales_channel.workflows import create_sales_channel
from merx.commerce.search.workflows import reindex
from merx.framework.scope import Scope
from merx.framework.testing.background import Background


class Window:
    """What a shopper sees of a teapot that nobody put into a channel, beside a mug that somebody did."""

    def __init__(self, scope: Scope, client: httpx.AsyncClient, shop: SmallShop, collection_id: str) -> None:
        self.scope, self.shop, self._client, self._collection_id = scope, shop, client, collection_id
        self._client.headers["x-publishable-api-key"] = shop.publishable_key

    async def get(self, path: str, **params: Any) -> httpx.Response:
        return await self._client.get(path, params=params)

    async def bought(self) -> httpx.Response:
        items = [{"variant_id": self.shop.variants["teapot"], "quantity": 1}]
        return await self._client.post("/store/carts", json={"region_id": self.shop.region_id, "items": items})

    async def sees(self) -> dict[str, list[str] | int]:
        """What each way to products leads to: titles, or the status where there is one thing at most."""
        listed, asked = await self.get("/store/products"), await self.get("/store/products", sales_channel_id=self.shop.sales_channel_id)
        variants = await self.get("/store/product-variants", fields="product.id")
        below = await self.get(f"/store/collections/{self._collection_id}", fields="products.title")
        found = await self._client.post("/store/search", json={"entity": "product", "filters": {"q": "teapot"}})
        products = {key: name for name, key in self.shop.products.items()}
        return {
            "listed": sorted(each["title"] for each in listed.json()["products"]),
            "asked for the channel": sorted(each["title"] for each in asked.json()["products"]),
            "variants": sorted(products[each["product"]["id"]].capitalize() for each in variants.json()["variants"]),
            "below": sorted(each["title"] for each in below.json()["collection"]["products"]),
            "found": [hit["document"]["title"] for hit in found.json()["results"][0]["hits"]],
            "opened": (await self.get(f"/store/products/{self.shop.products['teapot']}")).status_code,
            "variant": (await self.get(f"/store/product-variants/{self.shop.variants['teapot']}")).status_code,
            "bought": (await self.bought()).status_code,
        }


@pytest.fixture
async def window(scope: Scope, client: httpx.AsyncClient, background: Background) -> Window:
    shop = await open_shop(scope, {"teapot": 3, "mug": 3})
    collection = await scope[ProductService].collections.create(ProductCollection(title="Kitchen", handle="kitchen"))
    await scope[ProductService].products.update([{"id": key, "collection_id": collection.id} for key in shop.products.values()])
    await product_sales_channels.dismiss(scope, left=shop.products["teapot"])
    await reindex(scope, "product")
    await background.drain()
    return Window(scope, client, shop, collection.id)


def seen(titles: list[str], *, found: list[str], one: int, bought: int) -> dict[str, list[str] | int]:
    """What a shopper sees to whom every list shows the same."""
    lists = dict.fromkeys(("listed", "asked for the channel", "variants", "below"), titles)
    return {**lists, "found": found, "opened": one, "variant": one, "bought": bought}


A_TEAPOT = seen(["Mug", "Teapot"], found=["Teapot"], one=200, bought=200)
NO_TEAPOT = seen(["Mug"], found=[], one=404, bought=400)


async def test_what_is_published_is_listed_opened_found_and_bought(window: Window) -> None:
    assert await window.sees() == A_TEAPOT


async def test_with_a_second_channel_it_must_be_put_into_one(window: Window) -> None:
    # when
    await create_sales_channel(window.scope, "Market")
    # then: at once, whatever was answered before
    assert await window.sees() == NO_TEAPOT
    variant_id = window.shop.variants["teapot"]
    assert (await window.bought()).json()["message"] == f"Variants {variant_id} do not exist or belong to a product that is not published"


async def test_a_disabled_channel_is_a_channel_too(window: Window) -> None:
    await create_sales_channel(window.scope, "Market", is_disabled=True)
    assert [each["title"] for each in (await window.get("/store/products")).json()["products"]] == ["Mug"]


async def test_a_draft_is_nobodys_to_see_however_few_channels_there_are(window: Window) -> None:
    # when
    await window.scope[ProductService].products.update(window.shop.products["teapot"], status="draft")
    # then
    assert await window.sees() == NO_TEAPOT


async def test_a_list_takes_as_many_statements_as_with_two_channels(window: Window) -> None:
    database = window.scope.app.database
    counts: list[int] = []
    for _ in range(2):
        before = database.statements
        assert (await window.get("/store/products", region_id=window.shop.region_id)).status_code == 200
        counts.append(database.statements - before)
        await create_sales_channel(window.scope, "Market")
    # then: the key, the region, the products
    assert counts == [3, 3]
