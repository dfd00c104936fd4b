"""A forgotten password, from the request to the new login."""

from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest

from merx.commerce.auth import AuthService
from merx.framework.app import App
from merx.framework.data import utcnow
from merx.framework.http import HttpService, tokens
from merx.framework.scope import Scope

EMAIL, OLD, NEW = "ada@example.com", "the old one", "the new one"


@pytest.fixture
async def registered(client: httpx.AsyncClient) -> str:
    return (await client.post("/auth/customer/emailpass/register", json={"email": EMAIL, "password": OLD})).json()["token"]


async def asked(client: httpx.AsyncClient, email: str = EMAIL) -> httpx.Response:
    return await client.post("/auth/customer/emailpass/reset-password", json={"identifier": email, "metadata": {"lang": "en"}})


async def sent(scope: Scope) -> list[dict[str, Any]]:
    return [msgspec.json.decode(row["data"]) for row in await scope.rows("SELECT data FROM event WHERE name = 'auth.password_reset' ORDER BY id")]


async def update(client: httpx.AsyncClient, token: str, actor_type: str = "customer") -> httpx.Response:
    return await client.post(f"/auth/{actor_type}/emailpass/update", json={"password": NEW}, headers={"authorization": f"Bearer {token}"})


async def logs_in(client: httpx.AsyncClient, password: str) -> bool:
    return (await client.post("/auth/customer/emailpass", json={"email": EMAIL, "password": password})).status_code == 200


@pytest.mark.usefixtures("registered")
async def test_a_token_buys_a_new_password_once(scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    answer = await asked(client)
    (event,) = await sent(scope)
    # when
    first, second = await update(client, event["token"]), await update(client, event["token"])
    # then
    assert (answer.status_code, answer.text) == (201, "Created")
    assert {**event, "token": ""} == {"entity_id": EMAIL, "actor_type": "customer", "token": "", "metadata": {"lang": "en"}}
    assert (first.status_code, first.json()) == (200, {"success": True})
    assert (second.status_code, second.json()) == (401, {"type": "unauthorized", "message": "Invalid token"})
    assert await logs_in(client, NEW)
    assert not await logs_in(client, OLD)


async def test_a_reset_ends_the_sessions(scope: Scope, client: httpx.AsyncClient, registered: str) -> None:
    # given
    await client.post("/auth/session", headers={"authorization": f"Bearer {registered}"})
    assert await scope[HttpService].sessions.count() == 1
    await asked(client)
    (event,) = await sent(scope)
    # when
    await update(client, event["token"])
    # then
    assert await scope[HttpService].sessions.count() == 0


async def test_an_unknown_address_gets_the_same_answer_and_no_token(scope: Scope, client: httpx.AsyncClient) -> None:
    # when
    answer = await asked(client, "nobody@example.com")
    # then
    assert (answer.status_code, answer.text) == (201, "Created")
    assert await sent(scope) == []


async def test_a_login_token_resets_nothing(client: httpx.AsyncClient, registered: str) -> None:
    assert (await update(client, registered)).json() == {"type": "unauthorized", "message": "Invalid token"}
    assert await logs_in(client, OLD)


@pytest.mark.usefixtures("registered")
async def test_a_reset_token_opens_nothing_and_is_for_one_kind_of_actor(app: App, scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    await asked(client)
    ((event),) = await sent(scope)
    # when
    refreshed = await client.post("/auth/token/refresh", headers={"authorization": f"Bearer {event['token']}"})
    as_user = await update(client, event["token"], "user")
    # then
    assert refreshed.status_code == 401
    assert as_user.status_code == 401
    assert tokens.read(app.config, event["token"]) is None


@pytest.mark.usefixtures("registered")
async def test_a_token_has_run_out_after_a_quarter_of_an_hour(app: App, scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    await asked(client)
    ((event),) = await sent(scope)
    said = tokens.read(app.config, event["token"], purpose="reset")
    (kept,) = await scope[AuthService].password_reset_tokens.list()
    assert said is not None
    assert said["exp"] - said["iat"] == 15 * 60
    await scope[AuthService].password_reset_tokens.update(kept.id, expires_at=utcnow() - timedelta(seconds=1))
    # when
    answer = await update(client, event["token"])
    # then
    assert answer.status_code == 401
    assert await logs_in(client, OLD)


@pytest.mark.usefixtures("registered")
async def test_the_token_itself_is_not_in_the_table(scope: Scope, client: httpx.AsyncClient) -> None:
    await asked(client)
    ((event),) = await sent(scope)
    (kept,) = await scope[AuthService].password_reset_tokens.list()
    assert len(kept.token_hash) == 64
    assert kept.token_hash not in event["token"]
