"""Taxes on a cart as a storefront sees them: whose rates, on what, and when."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from merx.commerce.factories import SmallShop, open_shop
from merx.commerce.region import RegionService
from merx.commerce.tax import NewTaxRate, NewTaxRegion, TaxService
from merx.commerce.tax.workflows import create_tax_rate, create_tax_region
from merx.framework.scope import Scope

Tree = dict[str, Any]


@pytest.fixture
async def shop(scope: Scope, client: httpx.AsyncClient) -> SmallShop:
    shop = await open_shop(scope, {"teapot": 100, "mug": 100})
    client.headers["x-publishable-api-key"] = shop.publishable_key
    return shop


async def a_cart(client: httpx.AsyncClient, shop: SmallShop, **more: Any) -> Tree:
    items = [{"variant_id": shop.variants[name], "quantity": 1} for name in ("teapot", "mug")]
    answer = await client.post("/store/carts", json={"region_id": shop.region_id, "items": items, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()["cart"]


def taxes(cart: Tree) -> dict[str, list[tuple[str, float]]]:
    return {item["variant_sku"]: [(tax["code"], tax["rate"]) for tax in item["tax_lines"]] for item in cart["items"]}


async def test_a_line_keeps_what_it_is_taxed_with_and_a_province_comes_before_its_country(scope: Scope, client: httpx.AsyncClient, shop: SmallShop) -> None:
    # given a rate of the province for teapots, which the country's is added to
    bavaria = await create_tax_region(scope, NewTaxRegion(country_code="de", province_code="de-by"))
    tea = NewTaxRate(code="tea", name="Tea duty", rate=Decimal("2.5"), is_combinable=True, rules=[("product", shop.products["teapot"])])
    rate = await create_tax_rate(scope, bavaria.id, tea)
    # when
    at_home = await a_cart(client, shop, shipping_address={"country_code": "DE", "province": "DE-BY"})
    elsewhere = await a_cart(client, shop, shipping_address={"country_code": "de", "province": "de-be"})
    # then
    assert taxes(at_home) == {"teapot": [("tea", 2.5), ("default", 19)], "mug": [("default", 19)]}
    assert taxes(elsewhere) == {"teapot": [("default", 19)], "mug": [("default", 19)]}
    assert (at_home["tax_total"], elsewhere["tax_total"]) == (40.5, 38)
    rows = "SELECT tax_rate_id, description, code, rate, provider_id FROM cart_line_item_tax_line WHERE code = 'tea'"
    assert [tuple(row) for row in await scope.rows(rows)] == [(rate.id, "Tea duty", "tea", Decimal("2.5"), "tp_system")]


async def test_gift_cards_are_not_taxed(scope: Scope, client: httpx.AsyncClient, shop: SmallShop) -> None:
    await scope.rows("UPDATE product SET is_giftcard = true WHERE id = $1", shop.products["mug"])
    cart = await a_cart(client, shop)
    assert taxes(cart) == {"teapot": [("default", 19)], "mug": []}
    assert (cart["tax_total"], cart["total"]) == (19, 219)


async def test_where_taxes_do_not_come_by_themselves_they_are_asked_for(scope: Scope, client: httpx.AsyncClient, shop: SmallShop) -> None:
    # given
    await scope[RegionService].regions.update(shop.region_id, automatic_taxes=False)
    cart = await a_cart(client, shop)
    at = f"/store/carts/{cart['id']}"
    # when
    asked = (await client.post(f"{at}/taxes", json={})).json()["cart"]
    # then
    assert (taxes(cart), cart["tax_total"]) == ({"teapot": [], "mug": []}, 0)
    assert (taxes(asked), asked["tax_total"]) == ({"teapot": [("default", 19)], "mug": [("default", 19)]}, 38)
    # when nobody knows where it goes
    await client.post(at, json={"shipping_address": None})
    answer = await client.post(f"{at}/taxes", json={})
    # then
    assert (answer.status_code, answer.json()) == (400, {"type": "invalid_data", "message": "country code is required to calculate taxes"})


async def test_without_a_tax_region_there_are_no_taxes(scope: Scope, client: httpx.AsyncClient, shop: SmallShop) -> None:
    (region,) = await scope[TaxService].regions.list()
    await scope[TaxService].regions.soft_delete(region.id)
    cart = await a_cart(client, shop)
    assert (taxes(cart), cart["total"]) == ({"teapot": [], "mug": []}, 200)


async def test_a_cart_is_in_its_regions_currency(client: httpx.AsyncClient, shop: SmallShop) -> None:
    assert (await a_cart(client, shop, currency_code="EUR"))["currency_code"] == "eur"
    answer = await client.post("/store/carts", json={"region_id": shop.region_id, "currency_code": "usd"})
    message = "Currency code usd does not match the region's currency code eur"
    assert (answer.status_code, answer.json()) == (400, {"type": "invalid_data", "message": message})
