"""Stock over HTTP, as the admin keeps it."""

from typing import Any

import httpx
import pytest

from merx.commerce.inventory import InventoryService
from merx.commerce.inventory.tests.stock import Warehouse, warehouse
from merx.framework.scope import Scope


@pytest.fixture
async def shop(scope: Scope) -> Warehouse:
    return await warehouse(scope, 2)


async def made(admin: httpx.AsyncClient, path: str, body: dict[str, Any]) -> Any:
    answer = await admin.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_an_item_shows_what_lies_where(admin: httpx.AsyncClient, shop: Warehouse) -> None:
    # given
    first, second = (place.id for place in shop.locations)
    item = (await made(admin, "/admin/inventory-items", {"sku": "cup", "location_levels": [{"location_id": first, "stocked_quantity": 4}]}))["inventory_item"]
    # when
    await made(admin, f"/admin/inventory-items/{item['id']}/location-levels", {"location_id": second, "stocked_quantity": "2.5"})
    await made(admin, f"/admin/inventory-items/{item['id']}/location-levels/{first}", {"stocked_quantity": 6, "incoming_quantity": 1})
    # then
    shown = (await admin.get(f"/admin/inventory-items/{item['id']}")).json()["inventory_item"]
    assert (shown["sku"], shown["stocked_quantity"], shown["reserved_quantity"]) == ("cup", 8.5, 0)
    assert [(level["location_id"], level["stocked_quantity"], level["available_quantity"]) for level in shown["location_levels"]] == [
        (first, 6, 6),
        (second, 2.5, 2.5),
    ]
    levels = await admin.get(f"/admin/inventory-items/{item['id']}/location-levels", params={"location_id[0]": first})
    assert [level["incoming_quantity"] for level in levels.json()["inventory_levels"]] == [1]
    found = await admin.get("/admin/inventory-items", params={"sku[0]": "cup", "sku[1]": "pot"})
    assert (found.json()["count"], found.json()["inventory_items"][0]["id"]) == (1, item["id"])


async def test_batches_fill_the_shelves(admin: httpx.AsyncClient, shop: Warehouse) -> None:
    # given
    items = [(await made(admin, "/admin/inventory-items", {"sku": sku}))["inventory_item"]["id"] for sku in ("cup", "pot")]
    first, second = (place.id for place in shop.locations)
    # when
    new = [{"inventory_item_id": item, "location_id": first, "stocked_quantity": 10} for item in items]
    created = (await made(admin, "/admin/inventory-items/location-levels/batch", {"create": new}))["created"]
    batch = {"create": [{"location_id": second, "stocked_quantity": 3}], "update": [{"location_id": first, "stocked_quantity": 0}]}
    answer = await made(admin, f"/admin/inventory-items/{items[0]}/location-levels/batch", batch)
    removed = await made(admin, f"/admin/inventory-items/{items[0]}/location-levels/batch", {"delete": [created[0]["id"]]})
    # then
    assert [level["stocked_quantity"] for level in created] == [10, 10]
    assert [[level["available_quantity"] for level in answer[part]] for part in ("created", "updated")] == [[3], [0]]
    assert removed["deleted"] == [created[0]["id"]]
    assert await shop.counts() == [(10, 0), (3, 0)]


async def test_a_batch_of_one_item_leaves_the_shelves_of_others_alone(admin: httpx.AsyncClient, shop: Warehouse) -> None:
    # given
    cup, pot = await shop.item(0), await shop.item(0)
    of_cup, of_pot = await shop.scope[InventoryService].levels.list()
    # when
    unknown = await admin.post("/admin/inventory-items/iitem_x/location-levels/batch", json={"delete": [of_cup.id]})
    left = await made(admin, f"/admin/inventory-items/{cup.id}/location-levels/batch", {"delete": [of_pot.id]})
    gone = await made(admin, f"/admin/inventory-items/{pot.id}/location-levels/batch", {"delete": [of_pot.id]})
    # then
    assert (unknown.status_code, unknown.json()["message"]) == (404, "InventoryItem with id: iitem_x was not found")
    assert (left["deleted"], gone["deleted"]) == ([], [of_pot.id])
    assert await shop.scope[InventoryService].levels.list() == [of_cup]


async def test_shelves_that_hold_pieces_are_not_given_up(admin: httpx.AsyncClient, shop: Warehouse) -> None:
    # given
    item, place = await shop.item(3), shop.locations[0].id
    # when
    refused = await admin.delete(f"/admin/inventory-items/{item.id}/location-levels/{place}")
    await made(admin, f"/admin/inventory-items/{item.id}/location-levels/{place}", {"stocked_quantity": 0})
    given_up = (await admin.delete(f"/admin/inventory-items/{item.id}/location-levels/{place}")).json()
    # then
    assert (refused.status_code, refused.json()["type"]) == (400, "not_allowed")
    assert (given_up["object"], given_up["deleted"], given_up["parent"]["location_levels"]) == ("inventory-level", True, [])


async def test_reservations_by_hand_hold_pieces_and_give_them_back(admin: httpx.AsyncClient, shop: Warehouse) -> None:
    # given
    item, place = await shop.item(5, 5), shop.locations[0].id
    body = {"inventory_item_id": item.id, "location_id": place, "quantity": 4, "description": "for the fair"}
    # when
    held = (await made(admin, "/admin/reservations", body))["reservation"]
    too_many = await admin.post("/admin/reservations", json={**body, "quantity": 2})
    # then
    assert (held["inventory_item"]["reserved_quantity"], held["quantity"]) == (4, 4)
    assert (too_many.status_code, too_many.json()["message"]) == (400, f"Not enough stock available for item {item.id} at location {place}")
    assert await shop.counts() == [(5, 4), (5, 0)]
    # when
    await made(admin, f"/admin/reservations/{held['id']}", {"quantity": 5})
    assert await shop.counts() == [(5, 5), (5, 0)]
    await made(admin, f"/admin/reservations/{held['id']}", {"location_id": shop.locations[1].id, "quantity": 1})
    assert await shop.counts() == [(5, 0), (5, 1)]
    # then
    assert (await admin.get("/admin/reservations", params={"inventory_item_id": item.id})).json()["count"] == 1
    busy = await admin.delete(f"/admin/inventory-items/{item.id}")
    assert (busy.status_code, busy.json()["message"]) == (
        400,
        f"Cannot remove following inventory item(s) since they have reservations: [{item.id}].",
    )
    for _ in range(2):
        assert (await admin.delete(f"/admin/reservations/{held['id']}")).json() == {"id": held["id"], "object": "reservation", "deleted": True}
    assert await shop.counts() == [(5, 0), (5, 0)]
    assert (await admin.delete(f"/admin/inventory-items/{item.id}")).json() == {"id": item.id, "object": "inventory_item", "deleted": True}


@pytest.mark.parametrize("quantity", [-1, "many", 10**30, None, True])
async def test_quantities_that_are_none_are_refused_by_name(admin: httpx.AsyncClient, shop: Warehouse, quantity: Any) -> None:
    item = await shop.item(1)
    answer = await admin.post(f"/admin/inventory-items/{item.id}/location-levels/{shop.locations[0].id}", json={"stocked_quantity": quantity})
    assert answer.status_code == 400
    assert "stocked_quantity" in answer.json()["message"]
    assert await shop.counts() == [(1, 0)]


async def test_items_and_places_that_are_not_there_are_refused(admin: httpx.AsyncClient, shop: Warehouse) -> None:
    item = await shop.item()
    nowhere = await admin.post(f"/admin/inventory-items/{item.id}/location-levels", json={"location_id": "sloc_x"})
    nothing = await admin.post("/admin/inventory-items/iitem_x/location-levels", json={"location_id": shop.locations[0].id})
    unknown = await admin.post(f"/admin/inventory-items/{item.id}/location-levels/{shop.locations[0].id}", json={"stocked_quantity": 1})
    assert [answer.status_code for answer in (nowhere, nothing, unknown)] == [404, 404, 404]


async def test_what_is_expected_or_set_aside_keeps_its_shelf_whatever_is_said(admin: httpx.AsyncClient, shop: Warehouse) -> None:
    # given
    item, place = await shop.item(3), shop.locations[0].id
    (level,) = (await admin.get(f"/admin/inventory-items/{item.id}/location-levels")).json()["inventory_levels"]
    path, away = f"/admin/inventory-items/{item.id}/location-levels", {"delete": [level["id"]], "force": True}
    # when
    held = (await made(admin, "/admin/reservations", {"inventory_item_id": item.id, "location_id": place, "quantity": 1}))["reservation"]["id"]
    set_aside = [await admin.delete(f"{path}/{place}"), await admin.post(f"{path}/batch", json=away)]
    await admin.delete(f"/admin/reservations/{held}")
    await made(admin, f"{path}/{place}", {"incoming_quantity": 2})
    expected = await admin.post(f"{path}/batch", json=away)
    await made(admin, f"{path}/{place}", {"incoming_quantity": 0})
    stocked = await admin.post(f"{path}/batch", json={**away, "force": False})
    # then
    assert [(answer.status_code, answer.json()["type"], answer.json()["message"]) for answer in (*set_aside, expected, stocked)] == [
        (400, "not_allowed", f"Cannot remove Inventory Level {item.id} at Location {place} because there are reservations at location"),
        (400, "not_allowed", f"Cannot remove Inventory Levels for {place} because there are reserved or incoming items at the locations"),
        (400, "not_allowed", f"Cannot remove Inventory Levels for {place} because there are reserved or incoming items at the locations"),
        (
            *(400, "not_allowed"),
            f"Cannot remove Inventory Levels for {place} because there are stocked items at the locations. Use force flag to delete anyway.",
        ),
    ]
    assert await shop.counts() == [(3, 0)]
    assert (await made(admin, f"{path}/batch", away))["deleted"] == [level["id"]]


async def test_what_is_not_there_is_said_in_the_contracts_words(admin: httpx.AsyncClient, shop: Warehouse) -> None:
    # given
    item, place = await shop.item(), shop.locations[0].id
    # when
    answers = [
        await admin.get("/admin/inventory-items/iitem_x"),
        await admin.post(f"/admin/inventory-items/{item.id}/location-levels", json={"location_id": "sloc_x"}),
        await admin.delete(f"/admin/inventory-items/{item.id}/location-levels/{place}"),
        await admin.post("/admin/reservations", json={"inventory_item_id": item.id, "location_id": place, "quantity": 1}),
        await admin.post("/admin/reservations/resitem_x", json={"quantity": 1}),
        await admin.get("/admin/reservations/resitem_x"),
    ]
    # then
    assert [(answer.status_code, answer.json()["message"]) for answer in answers] == [
        (404, "Inventory item with id: iitem_x was not found"),
        (404, "Stock locations with ids: sloc_x was not found"),
        (404, f"Inventory Level for Item {item.id} at Location {place} not found"),
        (404, f"Inventory level for item {item.id} and location {place} not found"),
        (400, "Reservation item with id resitem_x not found"),
        (404, "Reservation with id: resitem_x was not found"),
    ]


async def test_lists_are_narrowed_by_where_and_how_many(admin: httpx.AsyncClient, shop: Warehouse) -> None:
    # given an item here, one there, one in both places
    first, second = (place.id for place in shop.locations)
    here, there, both = await shop.item(3), await shop.item(), await shop.item(1, 2)
    await made(admin, f"/admin/inventory-items/{there.id}/location-levels", {"location_id": second, "stocked_quantity": 9})
    for item, quantity in ((here, 1), (here, 2), (both, 1)):
        await made(admin, "/admin/reservations", {"inventory_item_id": item.id, "location_id": first, "quantity": quantity, "description": f"for {quantity}"})
    await made(admin, f"/admin/inventory-items/{here.id}", {"weight": 7, "title": "Samovar"})

    async def found(url: str) -> list[Any]:
        answer = await admin.get(url)
        assert answer.status_code == 200, answer.text
        (rows,) = [value for value in answer.json().values() if isinstance(value, list)]
        return [row["quantity"] if "reservations" in url else row["id"] for row in rows]

    # then
    items, reservations = "/admin/inventory-items", "/admin/reservations"
    assert await found(f"{items}?location_levels[location_id]={first}") == [here.id, both.id]
    assert await found(f"{items}?location_levels[location_id][]={second}") == [there.id, both.id]
    assert await found(f"{items}?weight[$gt]=6") == await found(f"{items}?q=samovar") == [here.id]
    assert await found(f"{items}?$or[0][id]={there.id}&$or[1][weight][$lte]=7&requires_shipping=true") == [here.id, there.id]
    assert await found(f"{reservations}?quantity[$gte]=2") == [2]
    assert await found(f"{reservations}?location_id={second}") == []
    assert await found(f"{reservations}?description=for 1&inventory_item_id[]={both.id}") == [1]
