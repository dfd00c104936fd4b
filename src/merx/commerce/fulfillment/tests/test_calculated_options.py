"""Options whose carrier says what they cost, over HTTP: shown, asked, chosen, followed through the cart, paid."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from merx.commerce.factories import ADDRESS, SmallShop, open_shop
from merx.commerce.fulfillment.tests.shop.workflows import told
from merx.commerce.fulfillment.workflows import sync_providers
from merx.commerce.payment import PaymentService
from merx.commerce.product import ProductService
from merx.framework.config import Config
from merx.framework.scope import Scope


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=("merx.commerce", "merx.commerce.fulfillment.tests.shop"))


@pytest.fixture
async def shop(scope: Scope) -> SmallShop:
    """Teapots of two kilograms each, at 100 euros and 19 %."""
    shop = await open_shop(scope, {"teapot": 50})
    await sync_providers(scope)
    await scope[ProductService].variants.update(shop.variants["teapot"], weight=Decimal(2))
    return shop


@pytest.fixture
async def store(shop: SmallShop, client: httpx.AsyncClient) -> httpx.AsyncClient:
    client.headers["x-publishable-api-key"] = shop.publishable_key
    return client


async def made(client: httpx.AsyncClient, path: str, **body: Any) -> Any:
    answer = await client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
async def walk(admin: httpx.AsyncClient, shop: SmallShop) -> str:
    """A calculated option: four euros a kilogram."""
    await made(admin, f"/admin/stock-locations/{shop.location_id}/fulfillment-providers", add=["porter_feet"])
    (standard,) = (await admin.get("/admin/shipping-options")).json()["shipping_options"]
    new = {"name": "On foot", "price_type": "calculated", "provider_id": "porter_feet", "prices": [], "data": {"id": "walk", "per_kilo": 4}}
    places = {"service_zone_id": standard["service_zone"]["id"], "shipping_profile_id": shop.shipping_profile_id}
    kind = {"label": "On foot", "code": "foot"}
    return (await made(admin, "/admin/shipping-options", **new, **places, type=kind))["shipping_option"]["id"]


async def a_cart(store: httpx.AsyncClient, shop: SmallShop, pieces: int = 3) -> str:
    items = [{"variant_id": shop.variants["teapot"], "quantity": pieces}]
    body = {"region_id": shop.region_id, "email": "ada@example.com", "shipping_address": ADDRESS, "items": items}
    return (await made(store, "/store/carts", **body))["cart"]["id"]


async def sent_by(store: httpx.AsyncClient, cart_id: str) -> list[tuple[str, float]]:
    cart = (await store.get(f"/store/carts/{cart_id}", params={"fields": "+shipping_methods.name"})).json()["cart"]
    return [(method["name"], method["amount"]) for method in cart["shipping_methods"]]


async def test_the_carrier_sees_what_an_option_keeps_before_it_is_kept(admin: httpx.AsyncClient, shop: SmallShop, walk: str) -> None:
    # given
    before = (await admin.get("/admin/shipping-options")).json()
    standard = shop.shipping_option_id
    bad = {"id": "walk", "per_kilo": "four"}
    new = {**_the_new(before, walk), "name": "Run", "type": {"label": "Run", "code": "run"}, "prices": [], "data": bad}
    # when
    refused = [
        await admin.post("/admin/shipping-options", json=new),
        await admin.post(f"/admin/shipping-options/{walk}", json={"data": bad, "name": "Run"}),
    ]
    # then
    assert [(answer.status_code, answer.json()["message"]) for answer in refused] == [(400, "per_kilo is the price of a kilogram, a number")] * 2
    assert (await admin.get("/admin/shipping-options")).json() == before
    # when an option of somebody else's is given to it, with what it cannot use
    await made(admin, f"/admin/shipping-options/{standard}", data=bad)
    handed_over = await admin.post(f"/admin/shipping-options/{standard}", json={"provider_id": "porter_feet"})
    # then
    assert (handed_over.status_code, handed_over.json()["message"]) == (400, "per_kilo is the price of a kilogram, a number")
    # and what is not about the carrier is not asked
    assert (await admin.post(f"/admin/shipping-options/{standard}", json={"name": "Post"})).status_code == 200


def _the_new(listed: dict[str, Any], key: str) -> dict[str, Any]:
    (option,) = [each for each in listed["shipping_options"] if each["id"] == key]
    places = {"service_zone_id": option["service_zone"]["id"], "shipping_profile_id": option["shipping_profile"]["id"]}
    return {**places, "provider_id": option["provider_id"], "price_type": option["price_type"]}


async def test_a_shopper_asks_what_it_would_cost_and_nothing_is_kept(store: httpx.AsyncClient, shop: SmallShop, walk: str) -> None:
    # given
    cart_id = await a_cart(store, shop)
    # when
    listed = (await store.get("/store/shipping-options", params={"cart_id": cart_id})).json()["shipping_options"]
    slow = (await made(store, f"/store/shipping-options/{walk}/calculate", cart_id=cart_id))["shipping_option"]
    fast = (await made(store, f"/store/shipping-options/{walk}/calculate", cart_id=cart_id, data={"express": True}))["shipping_option"]
    # then
    assert [(each["id"], each["price_type"], each["amount"]) for each in listed] == [(shop.shipping_option_id, "flat", 10), (walk, "calculated", None)]
    assert [(each["id"], each["name"], each["amount"], each["is_tax_inclusive"], each["insufficient_inventory"]) for each in (slow, fast)] == [
        (walk, "On foot", 24, False, False),
        (walk, "On foot", 36, False, False),
    ]
    assert (fast["calculated_price"]["calculated_amount"], fast["calculated_price"]["original_amount"], fast["calculated_price"]["currency_code"]) == (
        36,
        36,
        "eur",
    )
    assert await sent_by(store, cart_id) == []


async def test_of_what_was_asked_so_much_is_answered_as_fields_say(store: httpx.AsyncClient, shop: SmallShop, walk: str) -> None:
    # given
    cart_id = await a_cart(store, shop)
    # when
    answer = await store.post(f"/store/shipping-options/{walk}/calculate", params={"fields": "name,type.code,rules.value"}, json={"cart_id": cart_id})
    # then
    option = answer.json()["shipping_option"]
    assert option == {
        "id": walk,
        "name": "On foot",
        "type": {"id": option["type"]["id"], "code": "foot"},
        "amount": 24,
        "is_tax_inclusive": False,
        "insufficient_inventory": False,
    }


async def test_what_was_calculated_follows_the_cart_and_is_what_is_paid(store: httpx.AsyncClient, shop: SmallShop, walk: str, scope: Scope) -> None:
    # given
    cart_id = await a_cart(store, shop)
    # when
    await made(store, f"/store/carts/{cart_id}/shipping-methods", option_id=walk, data={"express": True, "tip": 5})
    assert await sent_by(store, cart_id) == [("On foot", 36)]
    (line,) = (await store.get(f"/store/carts/{cart_id}")).json()["cart"]["items"]
    await made(store, f"/store/carts/{cart_id}/line-items/{line['id']}", quantity=5)
    # then: five times two kilograms, in a hurry
    assert await sent_by(store, cart_id) == [("On foot", 60)]
    # when
    collection = (await made(store, "/store/payment-collections", cart_id=cart_id))["payment_collection"]["id"]
    await made(store, f"/store/payment-collections/{collection}/payment-sessions", provider_id="pp_system_default")
    order = (await made(store, f"/store/carts/{cart_id}/complete"))["order"]
    # then it is 560 and the tax
    assert (order["shipping_subtotal"], order["total"]) == (60, 666.4)
    assert [(method["amount"], method["data"]) for method in order["shipping_methods"]] == [(60, {"express": True})]
    assert [payment.amount for payment in await scope[PaymentService].payments.list()] == [Decimal("666.4")]


async def test_the_carrier_of_an_order_is_told_what_the_shopper_chose_also_when_the_option_is_gone(
    store: httpx.AsyncClient, admin: httpx.AsyncClient, shop: SmallShop, walk: str, scope: Scope
) -> None:
    # given
    order_id = await _ordered(store, shop, walk, {"express": True})
    await admin.delete(f"/admin/shipping-options/{walk}")
    (line,) = await scope.query.graph("order_line_item", fields=["id"])
    # when
    await made(admin, f"/admin/orders/{order_id}/fulfillments", items=[{"id": line["id"], "quantity": 3}])
    # then
    (parcel,) = await scope.query.graph("fulfillment", fields=["id", "provider_id", "shipping_option_id", "location_id", "data"])
    assert (parcel["provider_id"], parcel["shipping_option_id"], parcel["location_id"]) == ("porter_feet", walk, shop.location_id)
    assert parcel["data"] == {"express": True, "walk": parcel["id"], "to": ADDRESS["city"]}


async def _ordered(store: httpx.AsyncClient, shop: SmallShop, option_id: str, data: dict[str, Any]) -> str:
    cart_id = await a_cart(store, shop)
    await made(store, f"/store/carts/{cart_id}/shipping-methods", option_id=option_id, data=data)
    collection = (await made(store, "/store/payment-collections", cart_id=cart_id))["payment_collection"]["id"]
    await made(store, f"/store/payment-collections/{collection}/payment-sessions", provider_id="pp_system_default")
    return (await made(store, f"/store/carts/{cart_id}/complete"))["order"]["id"]


async def test_what_the_carrier_does_not_carry_is_refused_and_nothing_changes(store: httpx.AsyncClient, shop: SmallShop, walk: str) -> None:
    # given 32 kilograms
    cart_id = await a_cart(store, shop, 16)
    await made(store, f"/store/carts/{cart_id}/shipping-methods", option_id=shop.shipping_option_id)
    # when
    asked = await store.post(f"/store/shipping-options/{walk}/calculate", json={"cart_id": cart_id})
    chosen = await store.post(f"/store/carts/{cart_id}/shipping-methods", json={"option_id": walk})
    unclear = await store.post(f"/store/carts/{cart_id}/shipping-methods", json={"option_id": walk, "data": {"express": "very"}})
    # then
    assert [(answer.status_code, answer.json()["message"]) for answer in (asked, chosen, unclear)] == [
        (400, "32 kg is too much to carry"),
        (400, "32 kg is too much to carry"),
        (400, "express is true or false"),
    ]
    assert await sent_by(store, cart_id) == [("Standard", 10)]


async def test_a_cart_that_became_too_heavy_is_sent_that_way_no_more(store: httpx.AsyncClient, shop: SmallShop, walk: str) -> None:
    # given
    cart_id = await a_cart(store, shop)
    await made(store, f"/store/carts/{cart_id}/shipping-methods", option_id=walk)
    # when
    await made(store, f"/store/carts/{cart_id}/line-items", variant_id=shop.variants["teapot"], quantity=20)
    # then
    assert await sent_by(store, cart_id) == []


async def test_what_cannot_be_calculated_is_said_by_name(store: httpx.AsyncClient, shop: SmallShop, walk: str) -> None:
    # given
    cart_id, path = await a_cart(store, shop), "/store/shipping-options/{}/calculate"
    # when
    flat = await store.post(path.format(shop.shipping_option_id), json={"cart_id": cart_id})
    nowhere = await store.post(path.format("so_x"), json={"cart_id": cart_id})
    nobody = await store.post(path.format(walk), json={"cart_id": "cart_x"})
    nothing = await store.post(path.format(walk), json={})
    # then
    assert [(answer.status_code, answer.json()["message"]) for answer in (flat, nowhere, nothing)] == [
        (400, f"Cannot calculate price for non-calculated shipping options: {shop.shipping_option_id}"),
        (404, "The following shipping options do not exist: so_x"),
        (400, "Invalid request: Field 'cart_id' is required"),
    ]
    assert nobody.status_code == 404


async def test_a_hook_tells_the_carrier_more(store: httpx.AsyncClient, shop: SmallShop, walk: str) -> None:
    # given a hook that finds out that it is an island
    cart_id = await a_cart(store, shop)
    await made(store, f"/store/carts/{cart_id}", metadata={"island": True})
    # when
    answer = await store.post(f"/store/shipping-options/{walk}/calculate", json={"cart_id": cart_id})
    # then
    assert (answer.status_code, answer.json()["message"]) == (400, f"Shipping options with IDs {walk} do not have a price")


async def test_the_shop_hears_of_option_types(admin: httpx.AsyncClient) -> None:
    # given
    told.clear()
    # when
    key = (await made(admin, "/admin/shipping-option-types", label="On foot", code="foot"))["shipping_option_type"]["id"]
    await made(admin, f"/admin/shipping-option-types/{key}", code="feet")
    for _ in range(2):
        await admin.delete(f"/admin/shipping-option-types/{key}")
    # then
    assert told == [("created", "foot"), ("updated", "feet"), ("deleted", key)]
