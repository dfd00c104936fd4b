"""Stock locations over HTTP."""

from typing import Any

import httpx
import pytest

from merx.commerce.fulfillment import FulfillmentService
from merx.commerce.store.workflows import Opened, bootstrap
from merx.framework.scope import Scope

ADDRESS = {"address_1": "1 rue de la Paix", "city": "Lyon", "country_code": "FR", "postal_code": "69001"}
EVERYTHING = "fields=*fulfillment_sets,*sales_channels,*fulfillment_providers"


@pytest.fixture
async def shop(scope: Scope) -> Opened:
    return await bootstrap(scope)


async def made(admin: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    answer = await admin.post("/admin/stock-locations", json={"name": "Lyon", "address": ADDRESS} | body)
    assert answer.status_code == 200, answer.text
    return answer.json()["stock_location"]


async def test_a_location_has_an_address(admin: httpx.AsyncClient) -> None:
    # when
    location = await made(admin)
    # then
    address = location["address"]
    assert (location["name"], location["address_id"]) == ("Lyon", address["id"])
    assert {name: address[name] for name in ADDRESS} == {**ADDRESS, "country_code": "fr"}
    assert (address["province"], address["phone"], address["metadata"]) == (None, None, None)


async def test_a_location_moves_and_keeps_its_address_row(admin: httpx.AsyncClient) -> None:
    # given
    location, bare = await made(admin), await made(admin, address=None)
    # when
    moved = await admin.post(f"/admin/stock-locations/{location['id']}", json={"name": "Nice", "address": {"address_1": "2", "country_code": "fr"}})
    settled = await admin.post(f"/admin/stock-locations/{bare['id']}", json={"address": ADDRESS})
    unknown = await admin.post("/admin/stock-locations/sloc_x", json={"name": "Nice"})
    # then
    found = moved.json()["stock_location"]
    assert (found["name"], found["address"]["id"], found["address"]["address_1"], found["address"]["city"]) == ("Nice", location["address_id"], "2", "Lyon")
    assert (bare["address"], settled.json()["stock_location"]["address"]["city"]) == (None, "Lyon")
    assert (unknown.status_code, unknown.json()["message"]) == (404, "Stock location with id: sloc_x was not found")


async def test_channels_carriers_and_ways_out_are_joined(shop: Opened, admin: httpx.AsyncClient) -> None:
    # given
    location = await made(admin)
    path = f"/admin/stock-locations/{location['id']}"
    # when
    await admin.post(f"{path}/sales-channels", json={"add": [shop.sales_channel_id]})
    await admin.post(f"{path}/fulfillment-providers", json={"add": ["manual_manual"]})
    await admin.post(f"{path}/fulfillment-sets", json={"name": "Lyon shipping", "type": "shipping"})
    found = (await admin.get(f"{path}?{EVERYTHING}")).json()["stock_location"]
    by_channel = (await admin.get(f"/admin/stock-locations?sales_channel_id={shop.sales_channel_id}")).json()
    parted = await admin.post(f"{path}/sales-channels?{EVERYTHING}", json={"remove": [shop.sales_channel_id]})
    # then
    assert [each["id"] for each in found["sales_channels"]] == [shop.sales_channel_id]
    assert [each["id"] for each in found["fulfillment_providers"]] == ["manual_manual"]
    assert [(each["name"], each["type"]) for each in found["fulfillment_sets"]] == [("Lyon shipping", "shipping")]
    assert by_channel["count"] == 1
    assert parted.json()["stock_location"]["sales_channels"] == []


REFUSED = [
    ("sales-channels", {"add": ["sc_x"]}, 404, "Sales channel with id: sc_x was not found"),
    ("fulfillment-providers", {"add": ["x"]}, 404, "Fulfillment provider with id: x was not found"),
    ("fulfillment-sets", {"name": "x"}, 400, "Invalid request: Field 'type' is required"),
]


@pytest.mark.parametrize(("what", "body", "status", "message"), REFUSED)
async def test_what_is_not_there_is_not_joined(admin: httpx.AsyncClient, what: str, body: dict[str, Any], status: int, message: str) -> None:
    location = await made(admin)
    answer = await admin.post(f"/admin/stock-locations/{location['id']}/{what}", json=body)
    assert (answer.status_code, answer.json()["message"]) == (status, message)


@pytest.mark.usefixtures("shop")
async def test_a_deleted_location_takes_its_ways_out_along(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    location = await made(admin)
    path = f"/admin/stock-locations/{location['id']}"
    await admin.post(f"{path}/fulfillment-sets", json={"name": "Lyon shipping", "type": "shipping"})
    # when
    answers = [await admin.delete(path), await admin.delete(path)]
    # then
    assert [answer.json() for answer in answers] == [{"id": location["id"], "object": "stock_location", "deleted": True}] * 2
    assert await scope[FulfillmentService].sets.count() == 0
    assert (await admin.get(path)).status_code == 404
