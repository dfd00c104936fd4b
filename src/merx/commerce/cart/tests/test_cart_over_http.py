"""The cart as a storefront uses it."""

from typing import Any

import httpx
import pytest

from merx.commerce.factories import ADDRESS, SmallShop, open_shop
from merx.framework.scope import Scope


@pytest.fixture
async def shop(scope: Scope) -> SmallShop:
    return await open_shop(scope, {"teapot": 3, "mug": 10})


class Storefront:
    def __init__(self, client: httpx.AsyncClient, shop: SmallShop) -> None:
        self._client = client
        self._headers = {"x-publishable-api-key": shop.publishable_key}

    async def post(self, path: str, body: Any = None) -> httpx.Response:
        return await self._client.post(path, json=body, headers=self._headers)

    async def get(self, path: str) -> httpx.Response:
        return await self._client.get(path, headers=self._headers)

    async def delete(self, path: str) -> httpx.Response:
        return await self._client.delete(path, headers=self._headers)


@pytest.fixture
def front(client: httpx.AsyncClient, shop: SmallShop) -> Storefront:
    return Storefront(client, shop)


@pytest.fixture
async def cart(front: Storefront, shop: SmallShop) -> dict[str, Any]:
    answer = await front.post("/store/carts", {"region_id": shop.region_id, "items": [{"variant_id": shop.variants["teapot"], "quantity": 2}]})
    assert answer.status_code == 200, answer.text
    return answer.json()["cart"]


async def test_a_new_cart_is_priced_and_taxed(cart: dict[str, Any]) -> None:
    assert cart["currency_code"] == "eur"
    assert [(item["quantity"], item["unit_price"], item["total"]) for item in cart["items"]] == [(2, 100, 238)]
    assert (cart["item_subtotal"], cart["tax_total"], cart["total"]) == (200, 38, 238)
    assert cart["shipping_address"]["country_code"] == "de"


async def test_the_same_variant_again_makes_the_line_grow(front: Storefront, shop: SmallShop, cart: dict[str, Any]) -> None:
    answer = await front.post(f"/store/carts/{cart['id']}/line-items", {"variant_id": shop.variants["teapot"], "quantity": 1})
    assert [(item["id"], item["quantity"]) for item in answer.json()["cart"]["items"]] == [(cart["items"][0]["id"], 3)]


async def test_other_metadata_makes_another_line(front: Storefront, shop: SmallShop, cart: dict[str, Any]) -> None:
    body = {"variant_id": shop.variants["teapot"], "quantity": 1, "metadata": {"engraving": "A"}}
    answer = await front.post(f"/store/carts/{cart['id']}/line-items", body)
    assert sorted(item["quantity"] for item in answer.json()["cart"]["items"]) == [1, 2]


async def test_quantity_nought_removes_the_line(front: Storefront, cart: dict[str, Any]) -> None:
    answer = await front.post(f"/store/carts/{cart['id']}/line-items/{cart['items'][0]['id']}", {"quantity": 0})
    assert (answer.json()["cart"]["items"], answer.json()["cart"]["total"]) == ([], 0)


async def test_deleting_a_line_answers_the_cart_as_parent_and_may_be_repeated(front: Storefront, cart: dict[str, Any]) -> None:
    path = f"/store/carts/{cart['id']}/line-items/{cart['items'][0]['id']}"
    for _ in range(2):
        answer = (await front.delete(path)).json()
        assert (answer["id"], answer["object"], answer["deleted"]) == (cart["items"][0]["id"], "line-item", True)
        assert answer["parent"]["items"] == []


async def test_the_whole_way_to_an_order(front: Storefront, shop: SmallShop, cart: dict[str, Any]) -> None:
    # given
    path = f"/store/carts/{cart['id']}"
    await front.post(path, {"email": "ada@example.com", "shipping_address": ADDRESS, "billing_address": ADDRESS})
    options = (await front.get(f"/store/shipping-options?cart_id={cart['id']}")).json()["shipping_options"]
    assert [(option["id"], option["amount"]) for option in options] == [(shop.shipping_option_id, 10)]
    await front.post(f"{path}/shipping-methods", {"option_id": shop.shipping_option_id})
    collection = (await front.post("/store/payment-collections", {"cart_id": cart["id"]})).json()["payment_collection"]
    sessions = await front.post(f"/store/payment-collections/{collection['id']}/payment-sessions", {"provider_id": "pp_system_default"})
    assert [(s["provider_id"], s["status"], s["amount"]) for s in sessions.json()["payment_collection"]["payment_sessions"]] == [
        ("pp_system_default", "pending", 249.9)
    ]
    # when
    answers = [(await front.post(f"{path}/complete")).json() for _ in range(2)]
    # then
    assert [(answer["type"], answer["order"]["total"]) for answer in answers] == [("order", 249.9), ("order", 249.9)]
    assert answers[0]["order"]["id"] == answers[1]["order"]["id"]
    order = (await front.get(f"/store/orders/{answers[0]['order']['id']}?fields=%2Bpayment_status")).json()["order"]
    assert (order["payment_status"], order["items"][0]["quantity"], order["summary"]["pending_difference"]) == ("authorized", 2, 249.9)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"quantity": 1}, "variant_id"),
        ({"variant_id": "x", "quantity": "many"}, "quantity"),
        ({"variant_id": "x", "quantity": -1}, "quantity"),
        ({"variant_id": "x", "quantity": 0}, "quantity"),
        ({"variant_id": "x", "quantity": 1.5}, "quantity"),
        ({"variant_id": "x", "quantity": 10**12}, "quantity"),
        ({"variant_id": "x", "quantity": 1, "price": 0}, "price"),
        ({"variant_id": "a\x00b", "quantity": 1}, "variant_id"),
        ({"variant_id": 5, "quantity": 1}, "variant_id"),
    ],
)
async def test_a_bad_line_is_a_400_that_names_the_field_and_changes_nothing(front: Storefront, cart: dict[str, Any], body: Any, named: str) -> None:
    answer = await front.post(f"/store/carts/{cart['id']}/line-items", body)
    assert (answer.status_code, answer.json()["type"]) == (400, "invalid_data")
    assert named in answer.json()["message"]
    assert (await front.get(f"/store/carts/{cart['id']}")).json()["cart"]["items"] == cart["items"]


async def test_more_than_there_is_is_refused_by_code(front: Storefront, shop: SmallShop, cart: dict[str, Any]) -> None:
    answer = await front.post(f"/store/carts/{cart['id']}/line-items", {"variant_id": shop.variants["teapot"], "quantity": 2})
    assert (answer.status_code, answer.json()["type"], answer.json()["code"]) == (400, "not_allowed", "insufficient_inventory")


@pytest.mark.parametrize("path", ["/store/carts/cart_1", "/store/carts/cart_1/complete", "/store/carts/cart_1/line-items/cali_1", "/store/orders/order_1"])
async def test_what_does_not_exist_is_404(front: Storefront, path: str) -> None:
    answer = await (
        front.get(path) if path in ("/store/carts/cart_1", "/store/orders/order_1") else front.post(path, {"quantity": 1} if "line" in path else None)
    )
    assert (answer.status_code, answer.json()["type"]) == (404, "not_found")


async def test_a_foreign_country_is_refused(front: Storefront, cart: dict[str, Any]) -> None:
    answer = await front.post(f"/store/carts/{cart['id']}", {"shipping_address": {**ADDRESS, "country_code": "us"}})
    assert (answer.status_code, answer.json()["message"]) == (400, "Country with code us is not within region Europe")


async def test_an_unknown_code_is_refused(front: Storefront, cart: dict[str, Any]) -> None:
    answer = await front.post(f"/store/carts/{cart['id']}/promotions", {"promo_codes": ["FREE"]})
    assert (answer.status_code, answer.json()["message"]) == (400, "The promotion code FREE is invalid")


async def test_without_a_key_there_is_no_store(client: httpx.AsyncClient, cart: dict[str, Any]) -> None:
    answer = await client.get(f"/store/carts/{cart['id']}")
    assert (answer.status_code, answer.json()["type"]) == (400, "not_allowed")
