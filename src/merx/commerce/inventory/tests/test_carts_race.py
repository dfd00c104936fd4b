"""What a shop shows, over HTTP, is what carts can buy, also when they all want it at once."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import httpx
import pytest

from merx.commerce.cart.workflows import complete_cart
from merx.commerce.factories import ADDRESS, SmallShop, open_shop, ready_cart
from merx.commerce.inventory import Countable, InsufficientInventory, InventoryLevel, InventoryService, NotEnoughStock, ReservationItem
from merx.commerce.inventory.workflows import create_reservation, reserve_inventory
from merx.commerce.order.workflows import NewParcel, Pieces, cancel_order_fulfillment, create_order_fulfillment
from merx.commerce.sales_channel.links import sales_channel_locations
from merx.commerce.stock_location import StockLocation
from merx.framework.app import App
from merx.framework.data import create_all
from merx.framework.scope import Scope
from merx.framework.testing.events import CapturedEvents


@pytest.fixture
async def shop(scope: Scope) -> SmallShop:
    """Three teapots in one place and two in another."""
    shop = await open_shop(scope, {"teapot": 3})
    second = StockLocation(name="Cellar")
    level = InventoryLevel(inventory_item_id=shop.inventory_items["teapot"], location_id=second.id, stocked_quantity=Decimal(2))
    await create_all(scope, [second, level, sales_channel_locations.row(shop.sales_channel_id, second.id)])
    return shop


@pytest.fixture
async def store(client: httpx.AsyncClient, shop: SmallShop) -> httpx.AsyncClient:
    client.headers["x-publishable-api-key"] = shop.publishable_key
    return client


async def shown(store: httpx.AsyncClient, shop: SmallShop) -> int:
    answer = await store.get(f"/store/product-variants/{shop.variants['teapot']}", params={"fields": "+inventory_quantity"})
    return answer.json()["variant"]["inventory_quantity"]


async def cart_of(store: httpx.AsyncClient, shop: SmallShop, pieces: int) -> httpx.Response:
    body: dict[str, Any] = {"region_id": shop.region_id, "email": "ada@example.com", "shipping_address": ADDRESS}
    return await store.post("/store/carts", json={**body, "items": [{"variant_id": shop.variants["teapot"], "quantity": pieces}]})


async def counts(scope: Scope) -> list[tuple[int, int]]:
    return [(int(level.stocked_quantity), int(level.reserved_quantity)) for level in await scope[InventoryService].levels.list()]


async def test_all_that_is_shown_can_be_bought_at_once_and_one_more_cannot(scope: Scope, store: httpx.AsyncClient, shop: SmallShop) -> None:
    # given
    most = await shown(store, shop)
    # when
    refused = await cart_of(store, shop, most + 1)
    # then
    assert (most, refused.status_code, refused.json()["code"]) == (5, 400, "insufficient_inventory")
    assert await counts(scope) == [(3, 0), (2, 0)]
    # when
    await complete_cart(scope, await ready_cart(scope, shop, {"teapot": most}))
    # then
    assert await counts(scope) == [(3, 3), (2, 2)]
    assert await shown(store, shop) == 0
    assert (await cart_of(store, shop, 1)).status_code == 400


async def test_of_a_line_from_two_places_each_sends_its_own(scope: Scope, store: httpx.AsyncClient, shop: SmallShop) -> None:
    # given
    order_id = await complete_cart(scope, await ready_cart(scope, shop, {"teapot": 5}))
    (line,) = await scope.query.graph("order_line_item", fields=["id"])
    first, second = [level.location_id for level in await scope[InventoryService].levels.list()]
    # when
    await create_order_fulfillment(scope, order_id, NewParcel(items=[Pieces(line["id"], Decimal(2))], location_id=second))
    assert await counts(scope) == [(3, 3), (0, 0)]
    parcel = await create_order_fulfillment(scope, order_id, NewParcel(items=[Pieces(line["id"], Decimal(3))], location_id=first))
    assert await counts(scope) == [(0, 0), (0, 0)]
    # then, also after one of them comes back
    await cancel_order_fulfillment(scope, order_id, parcel)
    assert await counts(scope) == [(3, 3), (0, 0)]
    assert await shown(store, shop) == 0


async def test_what_moves_for_an_order_is_told_with_its_id(scope: Scope, shop: SmallShop, events: CapturedEvents) -> None:
    # given
    order_id = await complete_cart(scope, await ready_cart(scope, shop, {"teapot": 5}))
    (line,) = await scope.query.graph("order_line_item", fields=["id"])
    # when
    await create_order_fulfillment(scope, order_id, NewParcel(items=[Pieces(line["id"], Decimal(2))]))
    parcel = await create_order_fulfillment(scope, order_id, NewParcel(items=[Pieces(line["id"], Decimal(1))]))
    await cancel_order_fulfillment(scope, order_id, parcel)
    # then
    told = [event for event in await events.emitted() if event.name.startswith(("reservation-item.", "inventory-level."))]
    assert Counter(event.name for event in told) == {
        "reservation-item.created": 3,
        "reservation-item.deleted": 1,
        "reservation-item.updated": 1,
        "inventory-level.updated": 3,
    }
    assert {event.data["order_id"] for event in told} == {order_id}


async def test_twelve_carts_race_for_the_five_that_are_shown(app: App, scope: Scope, store: httpx.AsyncClient, shop: SmallShop) -> None:
    # given
    carts = [await ready_cart(scope, shop, {"teapot": 1}) for _ in range(12)]
    # when
    ends = await asyncio.gather(*(complete_cart(app.scope(), cart) for cart in carts), return_exceptions=True)
    # then
    assert sum(isinstance(end, str) for end in ends) == 5
    assert sum(isinstance(end, InsufficientInventory) for end in ends) == 7
    assert await counts(scope) == [(3, 3), (2, 2)]
    assert await shown(store, shop) == 0


async def test_orders_and_reservations_by_hand_race_for_the_same_five(app: App, scope: Scope, store: httpx.AsyncClient, shop: SmallShop) -> None:
    # given
    carts = [await ready_cart(scope, shop, {"teapot": 1}) for _ in range(6)]
    by_hand = {"inventory_item_id": shop.inventory_items["teapot"], "location_id": shop.location_id, "quantity": Decimal(1)}
    # when
    buying = [complete_cart(app.scope(), cart) for cart in carts]
    holding = [create_reservation(app.scope(), by_hand) for _ in range(6)]
    ends = await asyncio.gather(*(each for pair in zip(holding, buying, strict=True) for each in pair), return_exceptions=True)
    # then
    assert sum(isinstance(end, str | ReservationItem) for end in ends) == 5
    assert sum(isinstance(end, InsufficientInventory | NotEnoughStock) for end in ends) == 7
    assert await counts(scope) == [(3, 3), (2, 2)]
    assert await shown(store, shop) == 0


async def test_without_the_lock_the_same_race_sells_more_than_is_shown(
    app: App, scope: Scope, store: httpx.AsyncClient, shop: SmallShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin of the test above: what the lock is for."""
    # given
    carts = [await ready_cart(scope, shop, {"teapot": 1}) for _ in range(8)]
    everybody_has_looked = asyncio.Barrier(8)

    async def look_only(_: Scope, __: Sequence[Countable]) -> None:
        await everybody_has_looked.wait()

    monkeypatch.setitem(reserve_inventory.function.__globals__, "lock", look_only)
    # when
    ends = await asyncio.gather(*(complete_cart(app.scope(), cart) for cart in carts), return_exceptions=True)
    # then
    assert all(isinstance(end, str) for end in ends)
    assert await counts(scope) == [(3, 8), (2, 0)]
    assert await shown(store, shop) == -3


async def test_of_several_channels_it_is_said_which_one_sells(store: httpx.AsyncClient, shop: SmallShop, admin: httpx.AsyncClient) -> None:
    # given a key of two channels, each with a place of its own
    market = (await admin.post("/admin/sales-channels", json={"name": "Market"})).json()["sales_channel"]["id"]
    (key,) = (await admin.get("/admin/api-keys")).json()["api_keys"]
    await admin.post(f"/admin/api-keys/{key['id']}/sales-channels", json={"add": [market]})
    path, fields = f"/store/product-variants/{shop.variants['teapot']}", {"fields": "+inventory_quantity"}
    # when
    refused = await store.get(path, params=fields)
    told = await store.get(path, params={**fields, "sales_channel_id[]": shop.sales_channel_id})
    # then
    said = "Either provide a single sales channel id or configure a single sales channel in the publishable key"
    assert refused.status_code == 400
    assert refused.json()["message"] == f"Inventory availability cannot be calculated in the given context. {said}"
    assert told.json()["variant"]["inventory_quantity"] == 5
    assert (await store.get(path)).status_code == 200


async def test_what_lies_in_a_place_that_was_given_up_is_not_shown(admin: httpx.AsyncClient, store: httpx.AsyncClient, shop: SmallShop) -> None:
    # given
    await admin.delete(f"/admin/stock-locations/{shop.location_id}")
    # when
    path = f"/admin/products/{shop.products['teapot']}/variants/{shop.variants['teapot']}"
    seen = (await admin.get(path, params={"fields": "+inventory_quantity"})).json()["variant"]["inventory_quantity"]
    # then
    assert (seen, await shown(store, shop)) == (2, 2)
