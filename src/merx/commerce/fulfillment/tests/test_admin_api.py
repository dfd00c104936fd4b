"""Shipping over HTTP, as an admin's client fills a shop."""

from typing import Any

import httpx
import pytest

from merx.commerce.fulfillment import FulfillmentService
from merx.commerce.fulfillment.tests.world import World
from merx.framework.app import App
from merx.framework.http import tokens
from merx.framework.scope import Scope


@pytest.fixture
async def world(scope: Scope) -> World:
    return await World.open(scope)


@pytest.fixture
def admin(app: App, client: httpx.AsyncClient, world: World) -> httpx.AsyncClient:  # noqa: ARG001 - the shop is open before anybody asks
    token = tokens.issue(app.config, {"actor_type": "user", "actor_id": "user_1"})
    client.headers["authorization"] = f"Bearer {token}"
    return client


@pytest.fixture
async def zone(admin: httpx.AsyncClient, world: World) -> dict[str, Any]:
    places = [{"type": "country", "country_code": "FR"}, {"type": "country", "country_code": "de"}]
    answer = await admin.post(f"/admin/fulfillment-sets/{world.set.id}/service-zones", json={"name": "Europe", "geo_zones": places})
    assert answer.status_code == 200, answer.text
    return answer.json()["fulfillment_set"]["service_zones"][0]


def an_option(world: World, zone: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "name": "Standard",
        "service_zone_id": zone["id"],
        "shipping_profile_id": world.profile_id,
        "provider_id": "manual_manual",
        "price_type": "flat",
        "type": {"label": "Standard", "description": "Two days", "code": "standard"},
        "prices": [
            {"currency_code": "eur", "amount": 7.5},
            {"region_id": world.region.id, "amount": 5},
            {"currency_code": "eur", "amount": 0, "rules": [{"attribute": "item_total", "operator": "gte", "value": 200}]},
        ],
        "rules": [
            {"attribute": "enabled_in_store", "operator": "eq", "value": "true"},
            {"attribute": "is_return", "operator": "eq", "value": "false"},
        ],
        **more,
    }


@pytest.fixture
async def option(admin: httpx.AsyncClient, world: World, zone: dict[str, Any]) -> dict[str, Any]:
    answer = await admin.post("/admin/shipping-options", json=an_option(world, zone))
    assert answer.status_code == 200, answer.text
    return answer.json()["shipping_option"]


def prices_of(option: dict[str, Any]) -> list[tuple[float, str, list[tuple[str, str, str]]]]:
    return sorted(
        (price["amount"], price["currency_code"], [(rule["attribute"], rule["operator"], rule["value"]) for rule in price["price_rules"]])
        for price in option["prices"]
    )


async def test_a_zone_is_read_changed_and_deleted(admin: httpx.AsyncClient, world: World, zone: dict[str, Any]) -> None:
    # given
    path = f"/admin/fulfillment-sets/{world.set.id}/service-zones/{zone['id']}"
    france, germany = sorted(zone["geo_zones"], key=lambda place: place["country_code"], reverse=True)
    # when one place is changed, one dropped, one added
    places = [{**{k: france[k] for k in ("id", "type")}, "country_code": "FR"}, {"type": "province", "country_code": "us", "province_code": "us-ca"}]
    changed = await admin.post(path, json={"name": "Here and there", "geo_zones": places})
    read = (await admin.get(path)).json()["service_zone"]
    deleted = (await admin.delete(path)).json()
    # then
    assert changed.status_code == 200, changed.text
    assert (read["name"], sorted((place["type"], place["country_code"], place["province_code"]) for place in read["geo_zones"])) == (
        "Here and there",
        [("country", "fr", None), ("province", "us", "us-ca")],
    )
    assert germany["id"] not in [place["id"] for place in read["geo_zones"]]
    assert (deleted["id"], deleted["object"], deleted["parent"]["service_zones"]) == (zone["id"], "service_zone", [])
    assert (await admin.get(path)).status_code == 404


async def test_a_part_of_a_country_names_what_it_is_a_part_of(admin: httpx.AsyncClient, world: World) -> None:
    # when
    body = {"name": "Town", "geo_zones": [{"type": "city", "country_code": "fr", "city": "Lyon"}]}
    answer = await admin.post(f"/admin/fulfillment-sets/{world.set.id}/service-zones", json=body)
    # then
    assert (answer.status_code, answer.json()["message"]) == (400, "Missing required property province_code for geo zone type city")


async def test_an_option_shows_its_prices_rules_and_surroundings(option: dict[str, Any], world: World, zone: dict[str, Any]) -> None:
    assert prices_of(option) == [
        (0, "eur", [("item_total", "gte", "200")]),
        (5, "eur", [("region_id", "eq", world.region.id)]),
        (7.5, "eur", []),
    ]
    assert sorted((rule["attribute"], rule["value"]) for rule in option["rules"]) == [("enabled_in_store", "true"), ("is_return", "false")]
    assert (option["type"]["code"], option["service_zone"]["id"], option["provider"]["id"], option["shipping_profile"]["id"]) == (
        "standard",
        zone["id"],
        "manual_manual",
        world.profile_id,
    )


async def test_an_options_prices_and_rules_are_replaced_and_the_rest_stays(admin: httpx.AsyncClient, option: dict[str, Any], world: World) -> None:
    # given
    regional = next(price for price in option["prices"] if price["amount"] == 5)
    free = next(price for price in option["prices"] if price["amount"] == 0)
    # when the regional price changes, the conditional one stays, the plain one goes
    body = {"prices": [{"id": regional["id"], "amount": 6}, {"id": free["id"]}], "rules": []}
    changed = (await admin.post(f"/admin/shipping-options/{option['id']}", json=body)).json()["shipping_option"]
    # then
    assert prices_of(changed) == [(0, "eur", [("item_total", "gte", "200")]), (6, "eur", [("region_id", "eq", world.region.id)])]
    assert {price["id"] for price in changed["prices"]} == {regional["id"], free["id"]}
    assert (changed["rules"], changed["name"], changed["type"]["id"]) == ([], "Standard", option["type"]["id"])


async def test_options_are_listed_by_what_they_are_for(admin: httpx.AsyncClient, option: dict[str, Any], world: World, zone: dict[str, Any]) -> None:
    # given
    rules = [{"attribute": "is_return", "operator": "eq", "value": "true"}]
    back = (await admin.post("/admin/shipping-options", json=an_option(world, zone, name="Back", rules=rules))).json()["shipping_option"]
    # when
    asked = ({"is_return": "true"}, {"is_return": "false"}, {"stock_location_id": world.location.id}, {"stock_location_id": "sloc_x"}, {"q": "back"})
    found = [(await admin.get("/admin/shipping-options", params={"fields": "id", **each})).json() for each in asked]
    # then
    assert [[each["id"] for each in page["shipping_options"]] for page in found] == [
        [back["id"]],
        [option["id"]],
        [option["id"], back["id"]],
        [],
        [back["id"]],
    ]


async def test_rules_change_in_a_batch_or_not_at_all(admin: httpx.AsyncClient, option: dict[str, Any]) -> None:
    # given
    in_store = next(rule for rule in option["rules"] if rule["attribute"] == "enabled_in_store")
    no_return = next(rule for rule in option["rules"] if rule["attribute"] == "is_return")
    path = f"/admin/shipping-options/{option['id']}/rules/batch"
    change = {"id": in_store["id"], "attribute": "enabled_in_store", "operator": "in", "value": ["true", "maybe"]}
    make = {"attribute": "tier", "operator": "eq", "value": "gold"}
    # when
    refused = await admin.post(path, json={"create": [make], "update": [{**change, "id": "sorul_x"}]})
    done = (await admin.post(path, json={"create": [make], "update": [change], "delete": [no_return["id"]]})).json()
    # then
    assert (refused.status_code, "sorul_x" in refused.json()["message"]) == (404, True)
    assert [(rule["attribute"], rule["value"]) for rule in done["created"]] == [("tier", "gold")]
    assert [(rule["id"], rule["operator"], rule["value"]) for rule in done["updated"]] == [(in_store["id"], "in", ["true", "maybe"])]
    assert done["deleted"] == {"ids": [no_return["id"]], "object": "shipping_option_rule", "deleted": True}
    left = (await admin.get(f"/admin/shipping-options/{option['id']}")).json()["shipping_option"]["rules"]
    assert sorted(rule["attribute"] for rule in left) == ["enabled_in_store", "tier"]


async def test_a_price_of_a_region_that_is_not_there_is_refused_and_nothing_is_made(
    admin: httpx.AsyncClient, scope: Scope, world: World, zone: dict[str, Any]
) -> None:
    # when
    answer = await admin.post("/admin/shipping-options", json=an_option(world, zone, prices=[{"region_id": "reg_x", "amount": 1}]))
    # then
    message = "Cannot create prices for non-existent regions. Region with ids [reg_x] were not found."
    assert (answer.status_code, answer.json()["message"]) == (400, message)
    assert (await scope[FulfillmentService].shipping_options.count(), await scope[FulfillmentService].shipping_option_types.count()) == (0, 0)


@pytest.mark.parametrize(
    ("more", "status", "message"),
    [
        ({"type_id": "sotype_x"}, 400, "Exactly one of 'type' or 'type_id' must be provided, but not both"),
        ({"type": None}, 400, "Exactly one of 'type' or 'type_id' must be provided, but not both"),
        ({"provider_id": "acme_acme"}, 400, "Providers (acme_acme) are not enabled for the service location"),
        ({"price_type": "calculated"}, 400, "Cannot calcuate pricing for: [Standard] shipping option(s)."),
        ({"price_type": "free"}, 400, "price_type"),
        ({"service_zone_id": "serzo_x"}, 404, "The following service zones does not exists: serzo_x"),
        ({"shipping_profile_id": "sp_x"}, 404, "sp_x"),
        ({"prices": [{"amount": 1}]}, 400, "currency_code or a region_id"),
        ({"prices": [{"currency_code": "eur", "amount": -1}]}, 400, "amount"),
        ({"prices": [{"currency_code": "eur", "region_id": "reg_x", "amount": 1}]}, 400, "A price has a currency_code or a region_id, not both"),
        ({"colour": "blue"}, 400, "Unrecognized fields: 'colour'"),
    ],
)
async def test_bad_options_are_refused_with_a_reason(
    admin: httpx.AsyncClient, world: World, zone: dict[str, Any], more: dict[str, Any], status: int, message: str
) -> None:
    # when
    answer = await admin.post("/admin/shipping-options", json=an_option(world, zone, **more))
    # then
    assert answer.status_code == status, answer.text
    assert message in answer.json()["message"]


async def test_what_is_in_use_is_not_deleted(admin: httpx.AsyncClient, option: dict[str, Any], world: World) -> None:
    # when
    profile = await admin.delete(f"/admin/shipping-profiles/{world.profile_id}")
    kind = await admin.delete(f"/admin/shipping-option-types/{option['type']['id']}")
    # then
    assert (profile.status_code, "with associated Shipping Options" in profile.json()["message"]) == (400, True)
    assert (kind.status_code, kind.json()["message"]) == (400, "Cannot delete shipping option type because some shipping options are using it.")
    # and once the option is gone
    answers = [(await admin.delete(f"/admin/shipping-options/{option['id']}")).json() for _ in range(2)]
    assert answers == [{"id": option["id"], "object": "shipping_option", "deleted": True}] * 2
    assert (await admin.delete(f"/admin/shipping-profiles/{world.profile_id}")).json()["deleted"] is True
    assert (await admin.delete(f"/admin/shipping-option-types/{option['type']['id']}")).json()["deleted"] is True


async def test_profiles_and_types_are_made_changed_and_found(admin: httpx.AsyncClient) -> None:
    # when
    profile = (await admin.post("/admin/shipping-profiles", json={"name": "Heavy", "type": "heavy"})).json()["shipping_profile"]
    twice = await admin.post("/admin/shipping-profiles", json={"name": "Heavy", "type": "heavy"})
    renamed = (await admin.post(f"/admin/shipping-profiles/{profile['id']}", json={"name": "Bulky"})).json()["shipping_profile"]
    kind = (await admin.post("/admin/shipping-option-types", json={"label": "Express", "code": "express"})).json()["shipping_option_type"]
    found = (await admin.get("/admin/shipping-option-types", params={"q": "expr"})).json()
    missing = await admin.post("/admin/shipping-option-types/sotype_x", json={"label": "A"})
    # then
    assert (twice.status_code, twice.json()["message"]) == (400, "Shipping profile with name: Heavy, already exists.")
    assert (renamed["name"], renamed["type"]) == ("Bulky", "heavy")
    assert ([each["id"] for each in found["shipping_option_types"]], found["limit"]) == ([kind["id"]], 10)
    assert (missing.status_code, missing.json()["message"]) == (404, 'Shipping option type with id "sotype_x" not found')


async def test_providers_are_listed_by_location_with_their_services(admin: httpx.AsyncClient, world: World) -> None:
    # when
    here = (await admin.get("/admin/fulfillment-providers", params={"stock_location_id": world.location.id})).json()
    elsewhere = (await admin.get("/admin/fulfillment-providers", params={"stock_location_id": "sloc_x"})).json()
    services = (await admin.get("/admin/fulfillment-providers/manual_manual/options")).json()
    # then
    assert here["fulfillment_providers"] == [{"id": "manual_manual", "is_enabled": True}]
    assert elsewhere["count"] == 0
    assert [(each["id"], each["is_return"]) for each in services["fulfillment_options"]] == [
        ("manual-fulfillment", False),
        ("manual-fulfillment-return", True),
    ]


async def test_deleting_a_set_deletes_its_zones_and_options(admin: httpx.AsyncClient, option: dict[str, Any], world: World) -> None:
    # when
    answers = [(await admin.delete(f"/admin/fulfillment-sets/{world.set.id}")).json() for _ in range(2)]
    # then
    assert answers == [{"id": world.set.id, "object": "fulfillment_set", "deleted": True}] * 2
    assert (await admin.get(f"/admin/shipping-options/{option['id']}")).status_code == 404


async def test_a_parcel_is_packed_sent_and_refused_to_come_back(admin: httpx.AsyncClient, scope: Scope, option: dict[str, Any], world: World) -> None:
    # given
    body = {
        "location_id": world.location.id,
        "provider_id": "manual_manual",
        "delivery_address": {"city": "Lyon"},
        "items": [{"title": "Teapot", "sku": "TEA", "quantity": 1, "barcode": ""}],
        "labels": [],
        "order_id": "order_1",
        "shipping_option_id": option["id"],
        "data": None,
        "metadata": None,
    }
    label = {"tracking_number": "1Z", "tracking_url": "https://example.com/1Z", "label_url": "#"}
    # when
    nowhere = await admin.post("/admin/fulfillments", json={**body, "location_id": "sloc_x"})
    parcel = (await admin.post("/admin/fulfillments", json=body)).json()["fulfillment"]
    wrong = await admin.post(f"/admin/fulfillments/{parcel['id']}/shipment", json={"labels": [{**label, "label_url": "javascript:alert(1)"}]})
    sent = (await admin.post(f"/admin/fulfillments/{parcel['id']}/shipment", json={"labels": [label]})).json()["fulfillment"]
    back = await admin.post(f"/admin/fulfillments/{parcel['id']}/cancel")
    # then
    assert (nowhere.status_code, nowhere.json()["message"]) == (404, "Stock location with id: sloc_x was not found")
    assert await scope[FulfillmentService].fulfillments.count() == 1
    assert (parcel["packed_at"] is not None, parcel["shipped_at"], parcel["items"][0]["sku"]) == (True, None, "TEA")
    assert (wrong.status_code, "label_url" in wrong.json()["message"]) == (400, True)
    assert (sent["shipped_at"] is not None, [each["tracking_number"] for each in sent["labels"]]) == (True, ["1Z"])
    assert (back.status_code, back.json()["message"]) == (400, f"Fulfillment with id {parcel['id']} already shipped")
