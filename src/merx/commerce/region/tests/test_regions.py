"""Regions over HTTP."""

from typing import Any

import httpx
import pytest

from merx.commerce.api_key.workflows import create_api_key
from merx.commerce.payment import PaymentService
from merx.commerce.pricing import PricingService
from merx.commerce.region import RegionService
from merx.commerce.store.workflows import bootstrap
from merx.framework.scope import Scope

EUROPE = {
    "name": "Europe",
    "currency_code": "EUR",
    "countries": ["fr", "DE"],
    "payment_providers": ["pp_system_default"],
    "automatic_taxes": True,
    "is_tax_inclusive": True,
}


@pytest.fixture(autouse=True)
async def opened(scope: Scope) -> None:
    await bootstrap(scope)


async def made(admin: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    answer = await admin.post("/admin/regions?fields=*payment_providers", json=EUROPE | changes)
    assert answer.status_code == 200, answer.text
    return answer.json()["region"]


def countries(region: dict[str, Any]) -> list[str]:
    return sorted(each["iso_2"] for each in region["countries"])


async def preferences(scope: Scope) -> dict[tuple[str, str | None], bool]:
    return {(each.attribute, each.value): each.is_tax_inclusive for each in await scope[PricingService].price_preferences.list()}


async def test_a_region_has_its_countries_providers_and_a_word_on_its_prices(scope: Scope, admin: httpx.AsyncClient) -> None:
    # when
    region = await made(admin)
    # then
    assert (region["name"], region["currency_code"], region["automatic_taxes"], region["metadata"]) == ("Europe", "eur", True, None)
    assert countries(region) == ["de", "fr"]
    assert [each["id"] for each in region["payment_providers"]] == ["pp_system_default"]
    assert await preferences(scope) == {("region_id", region["id"]): True}


async def test_a_country_is_in_one_region_at_most(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    await made(admin)
    # when
    answer = await admin.post("/admin/regions", json={"name": "x", "currency_code": "eur", "countries": ["it", "de"]})
    # then
    assert (answer.status_code, answer.json()) == (400, {"type": "invalid_data", "message": 'Countries with codes: "de" are already assigned to a region'})
    assert await scope[RegionService].regions.count() == 1
    assert (await scope[RegionService].countries.retrieve("it")).region_id is None


REFUSED = [
    ({"countries": ["zz", "fr"]}, 400, 'Countries with codes: "zz" do not exist'),
    ({"currency_code": "xxq"}, 400, "Currency with code: xxq was not found"),
    ({"payment_providers": ["pp_x"]}, 404, "Payment providers with ids pp_x not found or not enabled"),
    ({"country": "fr"}, 400, "Invalid request: Unrecognized fields: 'country'"),
    ({"countries": "fr"}, 400, "Invalid request: Expected type: 'array' for field 'countries', got: 'fr'"),
]


@pytest.mark.parametrize(("change", "status", "message"), REFUSED)
async def test_what_is_not_there_makes_no_region(scope: Scope, admin: httpx.AsyncClient, change: dict[str, Any], status: int, message: str) -> None:
    answer = await admin.post("/admin/regions", json=EUROPE | change)
    assert (answer.status_code, answer.json()["message"]) == (status, message)
    assert await scope[RegionService].regions.count() == 0


async def test_a_provider_that_is_switched_off_is_not_there(scope: Scope, admin: httpx.AsyncClient) -> None:
    await scope[PaymentService].providers.update("pp_system_default", is_enabled=False)
    answer = await admin.post("/admin/regions", json=EUROPE)
    assert (answer.status_code, answer.json()["message"]) == (404, "Payment providers with ids pp_system_default not found or not enabled")


async def test_what_is_said_becomes_all_there_is_and_the_rest_stays(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    region = await made(admin, metadata={"a": 1})
    path = f"/admin/regions/{region['id']}?fields=*payment_providers"
    # when
    moved = (await admin.post(path, json={"countries": ["fr", "it"], "metadata": {"b": 2}})).json()["region"]
    closed = (await admin.post(path, json={"payment_providers": [], "is_tax_inclusive": False})).json()["region"]
    # then
    assert (countries(moved), moved["name"], moved["metadata"], len(moved["payment_providers"])) == (["fr", "it"], "Europe", {"a": 1, "b": 2}, 1)
    assert (countries(closed), closed["payment_providers"]) == (["fr", "it"], [])
    assert await preferences(scope) == {("region_id", region["id"]): False}
    assert (await scope[RegionService].countries.retrieve("de")).region_id is None


async def test_a_deleted_region_frees_its_countries(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    region = await made(admin)
    path = f"/admin/regions/{region['id']}"
    # when
    answers = [await admin.delete(path), await admin.delete(path)]
    # then
    assert [answer.json() for answer in answers] == [{"id": region["id"], "object": "region", "deleted": True}] * 2
    missing = await admin.get(path)
    assert (missing.status_code, missing.json()["message"]) == (404, f"Region with id: {region['id']} not found")
    assert await preferences(scope) == {}
    assert countries(await made(admin)) == ["de", "fr"]


async def test_shoppers_choose_among_regions(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    region = await made(admin)
    await made(admin, name="America", currency_code="usd", countries=["us"])
    key = {"x-publishable-api-key": (await create_api_key(scope, "Web", "publishable", "u")).token}
    # when
    everywhere = (await admin.get("/store/regions", headers=key)).json()
    euro = (await admin.get("/store/regions?currency_code=eur&fields=name,automatic_taxes,*payment_providers", headers=key)).json()
    one = (await admin.get(f"/store/regions/{region['id']}", headers=key)).json()["region"]
    none = await admin.get("/store/regions/reg_x", headers=key)
    # then
    assert [each["name"] for each in everywhere["regions"]] == ["Europe", "America"]
    assert (everywhere["count"], everywhere["limit"], everywhere["offset"]) == (2, 50, 0)
    (found,) = euro["regions"]
    assert (set(found), found["payment_providers"][0]["id"]) == ({"id", "name", "payment_providers"}, "pp_system_default")
    assert set(one) == {"id", "name", "currency_code", "created_at", "updated_at", "deleted_at", "metadata", "countries"}
    assert (none.status_code, none.json()["message"]) == (404, "Region with id: reg_x was not found")
