"""A publishable key sells in its channels, and nowhere else."""

from typing import Any

import httpx
import pytest

from merx.commerce.cart import CartService
from merx.commerce.factories import SmallShop, open_shop
from merx.framework.scope import Scope

NO_CHANNEL = "Cannot assign sales channel to cart. The publishable key has no or multiple sales channels: say sales_channel_id."


@pytest.fixture
async def shop(scope: Scope) -> SmallShop:
    return await open_shop(scope, {"teapot": 3})


@pytest.fixture
async def store(shop: SmallShop, client: httpx.AsyncClient) -> httpx.AsyncClient:
    client.headers["x-publishable-api-key"] = shop.publishable_key
    return client


@pytest.fixture
async def market(admin: httpx.AsyncClient, shop: SmallShop) -> str:  # noqa: ARG001 - the shop is open before
    """A channel that the key does not speak for."""
    return (await admin.post("/admin/sales-channels", json={"name": "Market"})).json()["sales_channel"]["id"]


async def join(admin: httpx.AsyncClient, **channels: list[str]) -> None:
    (key,) = (await admin.get("/admin/api-keys", params={"type": "publishable"})).json()["api_keys"]
    answer = await admin.post(f"/admin/api-keys/{key['id']}/sales-channels", json=channels)
    assert answer.status_code == 200, answer.text


async def cart(store: httpx.AsyncClient, shop: SmallShop, **more: str) -> tuple[int, dict[str, Any]]:
    answer = await store.post("/store/carts", params={"fields": "sales_channel_id"}, json={"region_id": shop.region_id, **more})
    return answer.status_code, answer.json()


def refusal(message: str) -> dict[str, Any]:
    return {"errors": [message], "message": "Provided request body contains errors. Please check the data and retry the request"}


async def test_a_cart_is_in_the_keys_only_channel_or_in_the_one_it_names(
    scope: Scope, store: httpx.AsyncClient, admin: httpx.AsyncClient, shop: SmallShop, market: str
) -> None:
    # when the key speaks for one channel
    assert (await cart(store, shop))[1]["cart"]["sales_channel_id"] == shop.sales_channel_id
    foreign = await cart(store, shop, sales_channel_id=market)
    # then
    assert foreign == (400, refusal(f"Sales channel ID in payload {market} is not associated with the Publishable API Key in the header."))
    # when it speaks for two
    await join(admin, add=[market])
    assert await cart(store, shop) == (400, refusal(NO_CHANNEL))
    assert (await cart(store, shop, sales_channel_id=market))[1]["cart"]["sales_channel_id"] == market
    # when it speaks for none
    await join(admin, remove=[market, shop.sales_channel_id])
    assert await cart(store, shop) == (400, refusal(NO_CHANNEL))
    # then what was refused made nothing
    assert await scope[CartService].carts.count() == 2


@pytest.mark.parametrize("path", ["/store/products", "/store/product-variants"])
async def test_a_key_shows_what_its_channels_sell(store: httpx.AsyncClient, admin: httpx.AsyncClient, shop: SmallShop, market: str, path: str) -> None:
    # given
    async def count(**asked: str) -> int:
        return (await store.get(path, params={"fields": "id", **asked})).json()["count"]

    assert await count() == 1
    # when a channel of the key is named, and one that sells nothing
    await join(admin, add=[market])
    counts = [await count(**{"sales_channel_id[]": each}) for each in (shop.sales_channel_id, market)]
    # when the key speaks for that one alone, and then for none
    await join(admin, remove=[shop.sales_channel_id])
    alone, foreign = await count(), await store.get(path, params={"sales_channel_id[]": shop.sales_channel_id})
    await join(admin, remove=[market])
    none = await store.get(path)
    # then
    assert (counts, alone) == ([1, 0], 0)
    assert [(answer.status_code, answer.json()["message"]) for answer in (foreign, none)] == [
        (400, "Requested sales channel is not part of the publishable key"),
        (400, "Publishable key needs to have a sales channel configured"),
    ]
