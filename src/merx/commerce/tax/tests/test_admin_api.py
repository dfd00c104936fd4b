"""Taxes over HTTP, as an admin's client asks for them."""

from typing import Any

import httpx
import pytest

from merx.commerce.tax.workflows import sync_providers
from merx.framework.app import App
from merx.framework.http import tokens
from merx.framework.scope import Scope


@pytest.fixture
async def admin(app: App, scope: Scope, client: httpx.AsyncClient) -> httpx.AsyncClient:
    await sync_providers(scope)
    token = tokens.issue(app.config, {"actor_type": "user", "actor_id": "user_1"})
    client.headers["authorization"] = f"Bearer {token}"
    return client


@pytest.fixture
async def france(admin: httpx.AsyncClient) -> dict[str, Any]:
    body = {"country_code": "FR", "provider_id": "tp_system", "default_tax_rate": {"name": "TVA", "code": "tva", "rate": 20}}
    answer = await admin.post("/admin/tax-regions", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["tax_region"]


async def test_a_region_comes_with_its_default_rate(france: dict[str, Any]) -> None:
    assert (france["country_code"], france["province_code"], france["provider_id"], france["created_by"]) == ("fr", None, "tp_system", "user_1")
    assert [(rate["name"], rate["code"], rate["rate"], rate["is_default"], rate["rules"]) for rate in france["tax_rates"]] == [("TVA", "tva", 20, True, [])]
    assert (france["children"], france["parent"]) == ([], None)


async def test_regions_are_listed_and_filtered(admin: httpx.AsyncClient, france: dict[str, Any]) -> None:
    # given
    province = await admin.post("/admin/tax-regions", json={"country_code": "fr", "province_code": "FR-75", "parent_id": france["id"]})
    # when
    roots = (await admin.get("/admin/tax-regions", params={"parent_id": "null"})).json()
    children = (await admin.get("/admin/tax-regions", params={"parent_id": france["id"]})).json()
    again = await admin.post("/admin/tax-regions", json={"country_code": "fr", "provider_id": "tp_system"})
    # then
    assert ([region["id"] for region in roots["tax_regions"]], roots["count"], roots["limit"], roots["offset"]) == ([france["id"]], 1, 20, 0)
    assert [region["province_code"] for region in children["tax_regions"]] == ["fr-75"]
    assert province.json()["tax_region"]["parent"]["id"] == france["id"]
    assert (again.status_code, again.json()["type"]) == (400, "invalid_data")


async def test_a_rate_is_made_changed_and_given_rules(admin: httpx.AsyncClient, france: dict[str, Any]) -> None:
    # given
    body = {
        "name": "Books",
        "code": "books",
        "rate": 5.5,
        "tax_region_id": france["id"],
        "rules": [{"reference": "product", "reference_id": "prod_1"}],
    }
    rate = (await admin.post("/admin/tax-rates", json=body)).json()["tax_rate"]
    # when
    changed = (await admin.post(f"/admin/tax-rates/{rate['id']}", json={"rate": 2.1, "is_combinable": True})).json()["tax_rate"]
    more = await admin.post(f"/admin/tax-rates/{rate['id']}/rules", json={"reference": "product_type", "reference_id": "ptyp_1"})
    rules = more.json()["tax_rate"]["rules"]
    gone = (await admin.delete(f"/admin/tax-rates/{rate['id']}/rules/{rules[0]['id']}")).json()
    replaced = await admin.post(f"/admin/tax-rates/{rate['id']}", json={"rules": [{"reference": "product", "reference_id": "prod_2"}]})
    # then
    assert (rate["rate"], rate["tax_region"]["id"], rate["is_default"]) == (5.5, france["id"], False)
    assert (changed["rate"], changed["is_combinable"], changed["name"]) == (2.1, True, "Books")
    assert [rule["reference_id"] for rule in rules] == ["prod_1", "ptyp_1"]
    assert (gone["id"], gone["object"], gone["deleted"]) == (rules[0]["id"], "tax_rate_rule", True)
    assert [rule["reference_id"] for rule in gone["parent"]["rules"]] == ["ptyp_1"]
    assert [rule["reference_id"] for rule in replaced.json()["tax_rate"]["rules"]] == ["prod_2"]


async def test_a_second_default_rate_is_refused(admin: httpx.AsyncClient, france: dict[str, Any]) -> None:
    # when
    answer = await admin.post("/admin/tax-rates", json={"name": "B", "code": "b", "tax_region_id": france["id"], "is_default": True})
    # then
    assert (answer.status_code, answer.json()["type"]) == (400, "invalid_data")
    assert (await admin.get("/admin/tax-rates", params={"is_default": "true"})).json()["count"] == 1


async def test_a_province_stays_one_and_a_country_too(admin: httpx.AsyncClient, france: dict[str, Any]) -> None:
    # given
    new = {"country_code": "fr", "province_code": "FR-75", "default_tax_rate": {"name": "Paris", "code": "paris", "rate": 1, "is_combinable": True}}
    paris = (await admin.post("/admin/tax-regions", json=new)).json()["tax_region"]
    # when
    refused = [
        await admin.post(f"/admin/tax-regions/{paris['id']}", json={"province_code": None}),
        await admin.post(f"/admin/tax-regions/{paris['id']}", json={"provider_id": "tp_system"}),
        await admin.post(f"/admin/tax-regions/{france['id']}", json={"province_code": "fr-13"}),
    ]
    moved = await admin.post(f"/admin/tax-regions/{paris['id']}", json={"province_code": "FR-13", "metadata": {"a": 1}})
    # then
    of_paris, of_france = f"of tax region {paris['id']}. A province has a province_code and no provider_id of its own.", f"of tax region {france['id']}."
    assert [(answer.status_code, answer.json()["message"]) for answer in refused] == [
        (400, f"Cannot change province_code {of_paris}"),
        (400, f"Cannot change provider_id {of_paris}"),
        (400, f"Cannot change province_code {of_france} A country has no province_code."),
    ]
    assert (paris["parent_id"], paris["provider_id"], paris["tax_rates"][0]["is_combinable"]) == (france["id"], None, True)
    assert (moved.json()["tax_region"]["province_code"], moved.json()["tax_region"]["metadata"]) == ("fr-13", {"a": 1})


@pytest.mark.usefixtures("france")
async def test_a_country_and_a_province_are_there_once(admin: httpx.AsyncClient) -> None:
    # given
    paris = {"country_code": "FR", "province_code": "fr-75"}
    await admin.post("/admin/tax-regions", json=paris)
    # when
    again = [await admin.post("/admin/tax-regions", json=body) for body in ({"country_code": "fr", "provider_id": "tp_system"}, paris)]
    # then
    assert [(answer.status_code, "already exists" in answer.json()["message"]) for answer in again] == [(400, True), (400, True)]
    assert (await admin.get("/admin/tax-regions")).json()["count"] == 2


async def test_deleting_may_be_repeated(admin: httpx.AsyncClient, france: dict[str, Any]) -> None:
    # when
    answers = [(await admin.delete(f"/admin/tax-regions/{france['id']}")).json() for _ in range(2)]
    # then
    assert answers == [{"id": france["id"], "object": "tax_region", "deleted": True}] * 2
    assert (await admin.get(f"/admin/tax-regions/{france['id']}")).status_code == 404
    assert (await admin.get("/admin/tax-rates")).json()["count"] == 0


@pytest.mark.parametrize(
    ("path", "body", "status", "message"),
    [
        ("/admin/tax-regions", {"country_code": "de"}, 400, "Provider is required when creating a non-province tax region."),
        ("/admin/tax-regions", {"country_code": "de", "provider_id": "tp_x"}, 404, "tp_x"),
        ("/admin/tax-regions", {"country_code": "de", "colour": 1}, 400, "Unrecognized fields: 'colour'"),
        ("/admin/tax-rates", {"name": "A", "code": "a", "tax_region_id": "txreg_x"}, 404, "txreg_x"),
        ("/admin/tax-rates", {"name": "A", "code": "a", "tax_region_id": "x", "rate": -1}, 400, "'rate'"),
        ("/admin/tax-rates/txr_x", {"name": "A"}, 404, 'Tax rate with id "txr_x" not found'),
    ],
)
async def test_bad_input_is_refused_with_a_reason(admin: httpx.AsyncClient, path: str, body: dict[str, Any], status: int, message: str) -> None:
    # when
    answer = await admin.post(path, json=body)
    # then
    assert answer.status_code == status, answer.text
    assert message in answer.json()["message"]


async def test_providers_are_listed(admin: httpx.AsyncClient) -> None:
    answer = (await admin.get("/admin/tax-providers")).json()
    assert answer == {"tax_providers": [{"id": "tp_system", "is_enabled": True}], "count": 1, "offset": 0, "limit": 20}


async def test_a_region_that_is_gone_gets_no_rate(admin: httpx.AsyncClient, france: dict[str, Any]) -> None:
    # given
    assert (await admin.delete(f"/admin/tax-regions/{france['id']}")).status_code == 200
    # when, then
    for key in (france["id"], "txreg_x"):
        refused = await admin.post("/admin/tax-rates", json={"tax_region_id": key, "name": "Books", "code": "books", "rate": 5})
        message = f"You tried to set relationship tax_region_id: {key}, but such entity does not exist"
        assert (refused.status_code, refused.json()) == (404, {"type": "not_found", "message": message})
    assert (await admin.get("/admin/tax-rates")).json()["count"] == 0
