"""Who sets promotions up."""

import httpx
import pytest_asyncio

from merx.commerce.api_key.workflows import create_api_key
from merx.framework.app import App


@pytest_asyncio.fixture
async def admin(app: App, client: httpx.AsyncClient) -> httpx.AsyncClient:
    """A client with a secret key."""
    key = await create_api_key(app.scope(), "Admin", "secret", "test")
    client.auth = httpx.BasicAuth(key.token, "")
    return client
