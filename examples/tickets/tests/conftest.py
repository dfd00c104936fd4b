"""A shop for printed cups and boxes; mail goes to a server on this machine."""

from collections.abc import Awaitable, Callable

import httpx
import msgspec
import pytest
import pytest_asyncio

from merx.commerce.cart.workflows import complete_cart, transfer_customer
from merx.framework.config import Config
from merx.framework.scope import Scope
from merx.testing import MailServer
from merx.testing.factories import SmallShop, open_shop, ready_cart
from tickets.merx_config import smtp


@pytest.fixture
def merx_settings(merx_settings: Config, mail: MailServer) -> Config:
    return msgspec.structs.replace(merx_settings, providers=(smtp(mail.host, mail.port, tls="off"),))


@pytest_asyncio.fixture
async def shop(scope: Scope) -> SmallShop:
    return await open_shop(scope, {"cup": 1000, "box": 1000})


@pytest.fixture
def publishable_key(shop: SmallShop) -> str:
    return shop.publishable_key


Buy = Callable[[dict[str, int]], Awaitable[str]]


@pytest_asyncio.fixture
async def buy(scope: Scope, shop: SmallShop, customer: httpx.AsyncClient) -> Buy:
    """The logged-in customer orders so many pieces of each. The order's id."""
    me = (await customer.get("/store/customers/me")).json()["customer"]

    async def buy(pieces: dict[str, int]) -> str:
        cart_id = await ready_cart(scope, shop, pieces, email=me["email"])
        await transfer_customer(scope, cart_id, me["id"])
        return await complete_cart(scope, cart_id)

    return buy
