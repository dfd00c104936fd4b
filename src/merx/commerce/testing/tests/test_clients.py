"""Clients that are logged in, as shops' tests have them."""

import httpx
import pytest

from merx.commerce.factories import SmallShop, open_shop, placed_order
from merx.framework.scope import Scope
from merx.framework.testing.background import Background
from merx.framework.testing.events import CapturedEvents


@pytest.fixture
async def shop(scope: Scope) -> SmallShop:
    return await open_shop(scope, pieces={"teapot": 3})


class TestOurs:
    """In a shop of the test's own, whose key the customer sends."""

    @pytest.fixture
    def publishable_key(self, shop: SmallShop) -> str:
        return shop.publishable_key

    async def test_a_customer_sees_what_the_shop_sells(self, customer: httpx.AsyncClient) -> None:
        assert [product["title"] for product in (await customer.get("/store/products")).json()["products"]] == ["Teapot"]


async def test_an_admin_is_a_user_and_nothing_else(admin: httpx.AsyncClient) -> None:
    assert (await admin.get("/admin/users/me")).json()["user"]["email"] == "admin@example.com"
    assert (await admin.get("/store/customers/me")).status_code == 400


async def test_a_customer_is_a_customer_and_nothing_else(customer: httpx.AsyncClient) -> None:
    assert (await customer.get("/store/customers/me")).json()["customer"]["email"] == "customer@example.com"
    assert (await customer.get("/admin/users/me")).status_code == 401


async def test_without_a_login_a_client_is_nobody(client: httpx.AsyncClient, admin: httpx.AsyncClient, customer: httpx.AsyncClient) -> None:
    del admin, customer
    assert (await client.get("/admin/users/me")).status_code == 401


async def test_an_order_is_said_once(scope: Scope, shop: SmallShop, events: CapturedEvents, background: Background) -> None:
    # when
    order_id = await placed_order(scope, shop, {"teapot": 1})
    await background.drain()
    # then
    assert await events.data_of("order.placed") == [{"id": order_id}]
