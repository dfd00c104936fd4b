"""The pytest plugin of commerce: `admin` and `customer`, HTTP clients that are logged in, and the `publishable_key` of a shop.

    async def test_an_admin_sees_the_order(admin: httpx.AsyncClient) -> None:
        assert (await admin.get("/admin/orders")).status_code == 200

Heavy imports wait until a fixture is used: pytest loads this file for every suite, shops or not.
"""

from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

import pytest_asyncio

if TYPE_CHECKING:
    import httpx

    from merx.framework.app import App

ADMIN = "admin@example.com"
CUSTOMER = "customer@example.com"
PASSWORD = "correct horse battery staple"  # noqa: S105 - of no one


@pytest_asyncio.fixture
async def publishable_key(app: "App") -> str:
    """The token of a publishable key that sees one sales channel, "Web shop". Override it with the key of your own shop:

    @pytest.fixture
    def publishable_key(shop: SmallShop) -> str:
        return shop.publishable_key
    """
    from merx.commerce.api_key.workflows import create_api_key, link_sales_channels
    from merx.commerce.sales_channel import SalesChannel, SalesChannelService

    scope = app.scope()
    channel = await scope[SalesChannelService].sales_channels.create(SalesChannel(name="Web shop"))
    key = await create_api_key(scope, "Web shop", "publishable", "testing")
    await link_sales_channels(scope, key.id, add=[channel.id])
    return key.token


@pytest_asyncio.fixture
async def admin(app: "App", new_client: "Callable[[], httpx.AsyncClient]") -> "AsyncIterator[httpx.AsyncClient]":
    """An HTTP client logged in as the user admin@example.com."""
    from merx.commerce.user.workflows import create_user

    await create_user(app.scope(), ADMIN, password=PASSWORD)
    async with new_client() as client:
        await _log_in(client, "user", ADMIN)
        yield client


@pytest_asyncio.fixture
async def customer(app: "App", new_client: "Callable[[], httpx.AsyncClient]", publishable_key: str) -> "AsyncIterator[httpx.AsyncClient]":
    """An HTTP client logged in as the customer customer@example.com, which sends the `publishable_key`."""
    from merx.commerce.auth.workflows import create_login
    from merx.commerce.customer.workflows import create_customer

    scope = app.scope()
    made = await create_customer(scope, {"email": CUSTOMER, "first_name": "Ada", "last_name": "Lovelace"}, has_account=True)
    await create_login(scope, "customer", CUSTOMER, PASSWORD, made.id)
    async with new_client() as client:
        client.headers["x-publishable-api-key"] = publishable_key
        await _log_in(client, "customer", CUSTOMER)
        yield client


async def _log_in(client: "httpx.AsyncClient", actor_type: str, email: str) -> None:
    answer = await client.post(f"/auth/{actor_type}/emailpass", json={"email": email, "password": PASSWORD})
    client.headers["authorization"] = f"Bearer {answer.raise_for_status().json()['token']}"
