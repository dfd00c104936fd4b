"""Sales channels over HTTP."""

from typing import Any

import httpx

from merx.commerce.api_key.workflows import create_api_key, link_sales_channels
from merx.commerce.product import Product, ProductService
from merx.commerce.product.links import product_sales_channels
from merx.commerce.sales_channel.links import sales_channel_locations
from merx.commerce.stock_location import StockLocation, StockLocationService
from merx.commerce.store.workflows import bootstrap
from merx.framework.scope import Scope


async def made(admin: httpx.AsyncClient, name: str = "Web") -> dict[str, Any]:
    answer = await admin.post("/admin/sales-channels", json={"name": name, "description": "where people look first"})
    assert answer.status_code == 200, answer.text
    return answer.json()["sales_channel"]


async def test_a_channel_is_made_renamed_and_switched_off(admin: httpx.AsyncClient) -> None:
    # when
    channel = await made(admin)
    changed = (await admin.post(f"/admin/sales-channels/{channel['id']}", json={"name": "Shop", "description": None, "is_disabled": True})).json()
    # then
    assert (channel["name"], channel["description"], channel["is_disabled"], channel["metadata"]) == ("Web", "where people look first", False, None)
    found = changed["sales_channel"]
    assert (found["id"], found["name"], found["description"], found["is_disabled"]) == (channel["id"], "Shop", None, True)


async def test_channels_are_found_by_what_is_joined_to_them(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    web, app = await made(admin, "Web"), await made(admin, "App")
    location = await scope[StockLocationService].locations.create(StockLocation(name="Lyon"))
    await sales_channel_locations.add(scope, [(web["id"], location.id)])
    key = await create_api_key(scope, "App", "publishable", "u")
    await link_sales_channels(scope, key.id, add=[app["id"]])
    # when
    found = {
        query: [each["name"] for each in (await admin.get(f"/admin/sales-channels?{query}")).json()["sales_channels"]]
        for query in (f"location_id={location.id}", f"publishable_key_id[0]={key.id}", "is_disabled=true", "q=first&order=name")
    }
    # then
    assert list(found.values()) == [["Web"], ["App"], [], ["App", "Web"]]


async def test_products_are_sold_there_and_no_longer(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    channel = await made(admin)
    kettle, cup = await scope[ProductService].products.create([Product(title="Kettle", handle="kettle"), Product(title="Cup", handle="cup")])
    path = f"/admin/sales-channels/{channel['id']}/products"
    # when
    await admin.post(path, json={"add": [kettle.id, cup.id]})
    answer = await admin.post(path, json={"add": [kettle.id], "remove": [cup.id]})
    unknown = await admin.post(path, json={"add": ["prod_x"]})
    # then
    assert answer.json()["sales_channel"]["id"] == channel["id"]
    assert await product_sales_channels.pairs(scope, right=channel["id"]) == [(kettle.id, channel["id"])]
    assert unknown.status_code == 404
    assert (await admin.post("/admin/sales-channels/sc_x/products", json={})).json()["message"] == 'Sales channel with id "sc_x" not found'


async def test_a_deleted_channel_leaves_nothing_joined(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    channel = await made(admin)
    key = await create_api_key(scope, "Web", "publishable", "u")
    await link_sales_channels(scope, key.id, add=[channel["id"]])
    path = f"/admin/sales-channels/{channel['id']}"
    # when
    answers = [await admin.delete(path), await admin.delete(path)]
    # then
    assert [answer.json() for answer in answers] == [{"id": channel["id"], "object": "sales-channel", "deleted": True}] * 2
    assert (await admin.get(f"/admin/api-keys/{key.id}")).json()["api_key"]["sales_channels"] == []
    assert (await admin.get(path)).json()["message"] == f"Sales channel with id: {channel['id']} not found"


async def test_the_default_channel_stays(scope: Scope, admin: httpx.AsyncClient) -> None:
    shop = await bootstrap(scope)
    answer = await admin.delete(f"/admin/sales-channels/{shop.sales_channel_id}")
    assert (answer.status_code, answer.json()["message"]) == (400, f"Cannot delete default sales channels: {shop.sales_channel_id}")
