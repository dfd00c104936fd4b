from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.http import create_app, tokens

PACKAGE = f"{__package__}.shop"


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=(PACKAGE,))


@pytest.fixture
def bearer(app: App) -> Callable[..., dict[str, str]]:
    def headers(actor_type: str, actor_id: str = "someone_1", hours: float = 1, **more: str) -> dict[str, str]:
        claims = {"actor_id": actor_id, "actor_type": actor_type, "auth_identity_id": "authid_1", **more}
        return {"authorization": f"Bearer {tokens.issue(app.config, claims, hours)}"}

    return headers


@pytest.fixture
async def admin(app: App, bearer: Callable[..., dict[str, str]]) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=create_app(app))
    async with httpx.AsyncClient(transport=transport, base_url="http://shop", headers=bearer("user", "user_1")) as client:
        yield client
