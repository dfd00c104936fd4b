"""An administrator's client."""

import httpx
import pytest

from merx.framework.app import App
from merx.framework.http import tokens


@pytest.fixture
def admin(app: App, client: httpx.AsyncClient) -> httpx.AsyncClient:
    """`client`, signed in as the user `user_admin`."""
    token = tokens.issue(app.config, {"actor_type": "user", "actor_id": "user_admin", "auth_identity_id": "authid_admin"})
    client.headers["authorization"] = f"Bearer {token}"
    return client
