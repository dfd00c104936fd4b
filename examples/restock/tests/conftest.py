"""A shop with a teapot and a cup that are gone and mugs that are there; mail goes to a server on this machine."""

from collections.abc import AsyncIterator, Callable

import httpx
import msgspec
import pytest
import pytest_asyncio

from merx.framework.config import Config
from merx.framework.scope import Scope
from merx.testing import MailServer
from merx.testing.factories import SmallShop, open_shop
from restock.merx_config import smtp


@pytest.fixture
def merx_settings(merx_settings: Config, mail: MailServer) -> Config:
    return msgspec.structs.replace(merx_settings, providers=(smtp(mail.host, mail.port, tls="off"),))


@pytest_asyncio.fixture
async def shop(scope: Scope) -> SmallShop:
    return await open_shop(scope, {"teapot": 0, "cup": 0, "mug": 10})


@pytest.fixture
def publishable_key(shop: SmallShop) -> str:
    return shop.publishable_key


@pytest_asyncio.fixture
async def guest(new_client: Callable[[], httpx.AsyncClient], publishable_key: str) -> AsyncIterator[httpx.AsyncClient]:
    """A storefront in which nobody is logged in."""
    async with new_client() as client:
        client.headers["x-publishable-api-key"] = publishable_key
        yield client
