"""What belongs to somebody is nobody else's: not to read, not to change, not to know of."""

import base64

import httpx
import pytest

from merx.commerce.api_key.workflows import create_api_key
from merx.commerce.factories import SmallShop, open_shop, ready_cart
from merx.framework.app import App
from merx.framework.http.routes import Route
from tests.stories.conftest import admin_headers, customer_headers

ADA, GRACE = "ada@example.com", "grace@example.com"


@pytest.fixture
async def shop(app: App) -> SmallShop:
    return await open_shop(app.scope(), {"teapot": 5})


async def test_another_customers_addresses_are_not_there(client: httpx.AsyncClient, shop: SmallShop) -> None:
    # given
    ada, grace = await customer_headers(client, shop, ADA), await customer_headers(client, shop, GRACE)
    home = {"first_name": "Ada", "city": "Berlin", "country_code": "de"}
    made = (await client.post("/store/customers/me/addresses", json=home, headers=ada)).json()["customer"]["addresses"]
    path = f"/store/customers/me/addresses/{made[0]['id']}"
    # when
    read = await client.get(path, headers=grace)
    changed = await client.post(path, json={"city": "Rome"}, headers=grace)
    deleted = await client.delete(path, headers=grace)
    listed = await client.get("/store/customers/me/addresses", headers=grace)
    filtered = await client.get(f"/store/customers/me/addresses?id={made[0]['id']}", headers=grace)
    # then
    assert [answer.status_code for answer in (read, changed, deleted)] == [404, 404, 404]
    assert (listed.json()["addresses"], listed.json()["count"]) == ([], 0)
    assert filtered.json().get("addresses", []) == []
    assert (await client.get(path, headers=ada)).json()["address"]["city"] == "Berlin"


async def test_another_customers_orders_are_not_in_the_list(client: httpx.AsyncClient, app: App, shop: SmallShop) -> None:
    # given
    ada, grace = await customer_headers(client, shop, ADA), await customer_headers(client, shop, GRACE)
    cart_id = await ready_cart(app.scope(), shop, {"teapot": 1}, email="guest@example.com")
    await client.post(f"/store/carts/{cart_id}/customer", headers=ada)
    order = (await client.post(f"/store/carts/{cart_id}/complete", headers=ada)).json()["order"]
    # when
    hers = await client.get("/store/orders", headers=ada)
    others = await client.get("/store/orders", headers=grace)
    asked = await client.get(f"/store/orders?id={order['id']}&$or[0][id]={order['id']}", headers=grace)
    nobody = await client.get("/store/orders", headers={"x-publishable-api-key": shop.publishable_key})
    # then
    assert [each["id"] for each in hers.json()["orders"]] == [order["id"]]
    assert (others.json()["orders"], others.json()["count"]) == ([], 0)
    assert (asked.json()["orders"], asked.json()["count"]) == ([], 0)
    assert (nobody.status_code, nobody.json()) == (401, {"message": "Unauthorized"})


async def test_no_admin_route_answers_a_customer_or_a_publishable_key(client: httpx.AsyncClient, app: App, shop: SmallShop) -> None:
    # given
    customer = await customer_headers(client, shop, ADA)
    credentials = [{}, {"x-publishable-api-key": shop.publishable_key}, customer, {"authorization": "Bearer nonsense"}]
    routes = [
        route for route in app.found("api", Route) if route.path.startswith("/admin") and route.audience.required and not route.audience.allow_unregistered
    ]
    assert len(routes) > 100
    for route in routes:
        for headers in credentials:
            # when
            answer = await client.request(route.method, route.path.replace("{", "").replace("}", ""), headers=headers)
            # then
            assert (answer.status_code, answer.json()) == (401, {"message": "Unauthorized"}), (route.method, route.path)


async def test_no_store_route_answers_without_a_publishable_key(client: httpx.AsyncClient, app: App) -> None:
    for route in app.found("api", Route):
        if route.path.startswith("/store"):
            answer = await client.request(route.method, route.path.replace("{", "").replace("}", ""))
            assert (answer.status_code, answer.json()["type"]) == (400, "not_allowed"), (route.method, route.path)


async def test_a_secret_key_opens_the_admin_until_it_is_revoked(client: httpx.AsyncClient, app: App) -> None:
    # given
    key = await create_api_key(app.scope(), "Secret", "secret", "test")
    secret = {"authorization": f"Basic {base64.b64encode(f'{key.token}:'.encode()).decode()}"}
    user = await admin_headers(app, client)
    before = await client.get("/admin/products", headers=secret)
    # when
    revoked = await client.post(f"/admin/api-keys/{key.id}/revoke", json={}, headers=user)
    after = await client.get("/admin/products", headers=secret)
    # then
    assert (before.status_code, revoked.status_code) == (200, 200)
    assert (after.status_code, after.json()) == (401, {"message": "Unauthorized"})


async def test_a_revoked_publishable_key_opens_nothing(client: httpx.AsyncClient, app: App) -> None:
    # given
    key = await create_api_key(app.scope(), "Old", "publishable", "test")
    user = await admin_headers(app, client)
    # when
    await client.post(f"/admin/api-keys/{key.id}/revoke", json={}, headers=user)
    answer = await client.get("/store/products", headers={"x-publishable-api-key": key.token})
    # then
    assert (answer.status_code, answer.json()) == (400, {"type": "not_allowed", "message": "A valid publishable key is required to proceed with the request"})
