"""Everybody who may stand at a door, and whom the contract lets in."""

import base64
from collections.abc import Mapping
from typing import Any, NamedTuple

import httpx

from merx.commerce.api_key.workflows import create_api_key
from merx.commerce.user.workflows import create_user
from merx.framework.app import App
from merx.framework.http.credentials import BAD_KEY, NO_KEY
from tests.stories.contract import told

PASSWORD = "correct horse battery staple"


class Visitor(NamedTuple):
    """Who comes with `headers`: an `actor` (None: nobody) who shows himself `via` bearer, session or api-key."""

    name: str
    headers: Mapping[str, str]
    actor: str | None = None
    via: str = ""
    is_registered: bool = True
    has_key: bool = False


async def visitors(app: App, client: httpx.AsyncClient) -> list[Visitor]:
    """A visitor of each kind, each as good as he can be."""
    key = {"x-publishable-api-key": (await create_api_key(app.scope(), "Door", "publishable", "test")).token}
    secret = (await create_api_key(app.scope(), "Door", "secret", "test")).token
    for name in ("authorization", "x-publishable-api-key"):
        client.headers.pop(name, None)
    await create_user(app.scope(), "door@example.com", password=PASSWORD)
    user = await _bearer(client, "user", "door@example.com")
    stranger = await _registered(client, "customer", "stranger@example.com")
    newcomer = await _registered(client, "user", "newcomer@example.com")
    await _registered(client, "customer", "guest@example.com", make={**key})
    customer = await _bearer(client, "customer", "guest@example.com")
    secret_key = {"authorization": f"Basic {base64.b64encode(f'{secret}:'.encode()).decode()}"}
    found: list[Visitor] = []
    for suffix, more in (("", {}), (" with a publishable key", key)):
        # Sessions end one by one: each visitor has his own.
        visiting = (
            Visitor("nobody", {}),
            Visitor("a user's token", user, "user", "bearer"),
            Visitor("a user's session", await _session(client, user), "user", "session"),
            Visitor("a secret key", secret_key, "user", "api-key"),
            Visitor("a customer's token", customer, "customer", "bearer"),
            Visitor("a customer's session", await _session(client, customer), "customer", "session"),
            Visitor("a token of no customer yet", stranger, "customer", "bearer", is_registered=False),
            Visitor("a token of no user yet", newcomer, "user", "bearer", is_registered=False),
        )
        found += [each._replace(name=each.name + suffix, headers={**each.headers, **more}, has_key=bool(more)) for each in visiting]
    return found


async def _bearer(client: httpx.AsyncClient, actor: str, email: str) -> dict[str, str]:
    answer = await client.post(f"/auth/{actor}/emailpass", json={"email": email, "password": PASSWORD})
    return {"authorization": f"Bearer {answer.json()['token']}"}


async def _registered(client: httpx.AsyncClient, actor: str, email: str, make: Mapping[str, str] | None = None) -> dict[str, str]:
    answer = await client.post(f"/auth/{actor}/emailpass/register", json={"email": email, "password": PASSWORD})
    headers = {"authorization": f"Bearer {answer.json()['token']}"}
    if make is not None:
        made = await client.post("/store/customers", json={"email": email}, headers={**headers, **make})
        assert made.status_code == 200, made.text
    return headers


async def _session(client: httpx.AsyncClient, headers: Mapping[str, str]) -> dict[str, str]:
    answer = await client.post("/auth/session", headers=headers)
    client.cookies.clear()
    return {"cookie": answer.headers["set-cookie"].partition(";")[0]}


def admits(auth: str | dict[str, Any], visitor: Visitor) -> bool:
    """Whether the contract's `auth` lets the visitor in."""
    kind: dict[str, Any] = told()["auth_kinds"][auth] if isinstance(auth, str) else auth
    if kind.get("publishable_key") and not visitor.has_key:
        return False
    if not kind["required"]:
        return True
    if visitor.via not in kind["via"] or kind["actor"] not in ("*", visitor.actor):
        return False
    return visitor.is_registered or bool(kind.get("allow_unregistered"))


def turned_away(answer: httpx.Response) -> bool:
    """Whether it was the door that refused, not what is behind it."""
    said: Any = answer.json() if answer.headers.get("content-type", "").startswith("application/json") else {}
    return said == {"message": "Unauthorized"} or (answer.status_code, said.get("message")) in ((400, NO_KEY), (400, BAD_KEY))
