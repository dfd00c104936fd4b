"""Registering and logging in, over HTTP."""

import asyncio
from typing import Any

import httpx
import pytest

from merx.commerce.auth import AuthService, emailpass, passwords
from merx.commerce.auth.workflows import become_actor, create_login
from merx.framework.app import App
from merx.framework.errors import InvalidData
from merx.framework.http import tokens
from merx.framework.scope import Scope

EMAIL, PASSWORD = "ada@example.com", "an engine, analytical"
BOTH = {"email": EMAIL, "password": PASSWORD}


def claims(app: App, answer: httpx.Response) -> dict[str, Any]:
    found = tokens.read(app.config, answer.json()["token"])
    assert found is not None
    return {name: value for name, value in found.items() if name not in ("iat", "exp")}


async def identity_id(scope: Scope) -> str:
    return (await scope[AuthService].identities.list())[0].id


async def test_who_registers_is_somebody_but_no_actor_yet(app: App, scope: Scope, client: httpx.AsyncClient) -> None:
    # when
    answer = await client.post("/auth/customer/emailpass/register", json=BOTH)
    # then
    assert answer.status_code == 200
    assert claims(app, answer) == {
        "actor_id": "",
        "actor_type": "customer",
        "auth_identity_id": await identity_id(scope),
        "auth_provider": "emailpass",
        "mfa_enabled": False,
        "app_metadata": {},
        "user_metadata": {},
    }


async def test_a_password_is_kept_as_a_hash_only(scope: Scope, client: httpx.AsyncClient) -> None:
    # when
    await client.post("/auth/customer/emailpass/register", json=BOTH)
    # then
    (kept,) = await scope[AuthService].provider_identities.list()
    assert kept.entity_id == EMAIL
    assert kept.provider_metadata is not None
    assert kept.provider_metadata["password"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_after_becoming_a_customer_a_login_says_so(app: App, scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    await client.post("/auth/customer/emailpass/register", json=BOTH)
    await become_actor(scope, await identity_id(scope), "customer", "cus_1")
    # when
    answer = await client.post("/auth/customer/emailpass", json={"email": "Ada@Example.com ", "password": PASSWORD})
    # then
    assert answer.status_code == 200
    said = claims(app, answer)
    assert (said["actor_id"], said["app_metadata"]) == ("cus_1", {"customer_id": "cus_1"})


async def test_one_identity_is_each_kind_of_actor_once(scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    await client.post("/auth/customer/emailpass/register", json=BOTH)
    someone = await identity_id(scope)
    await become_actor(scope, someone, "customer", "cus_1")
    # when
    with pytest.raises(InvalidData, match=r"Request already authenticated as a customer\."):
        await become_actor(scope, someone, "customer", "cus_2")
    await become_actor(scope, someone, "user", "user_1")
    # then
    assert (await scope[AuthService].identities.retrieve(someone)).app_metadata == {"customer_id": "cus_1", "user_id": "user_1"}


REFUSED = [
    pytest.param({"email": EMAIL, "password": "wrong"}, "Invalid email or password", id="wrong password"),
    pytest.param({"email": "nobody@example.com", "password": PASSWORD}, "Invalid email or password", id="unknown address"),
    pytest.param({"password": PASSWORD}, "Email should be a string", id="no address"),
    pytest.param({"email": EMAIL}, "Password should be a string", id="no password"),
    pytest.param({"email": 7, "password": PASSWORD}, "Email should be a string", id="a number"),
]


@pytest.mark.parametrize(("body", "message"), REFUSED)
async def test_a_bad_login_is_a_401(client: httpx.AsyncClient, body: dict[str, Any], message: str) -> None:
    # given
    await client.post("/auth/user/emailpass/register", json=BOTH)
    # when
    answer = await client.post("/auth/user/emailpass", json=body)
    # then
    assert answer.status_code == 401
    assert answer.json() == {"type": "unauthorized", "message": message}


async def test_an_unknown_address_costs_a_hash_too(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    checked: list[str | None] = []
    fits = passwords.fits

    async def counted(password: str, kept: str | None) -> bool:
        checked.append(kept)
        return await fits(password, kept)

    monkeypatch.setattr(passwords, "fits", counted)
    # when
    await client.post("/auth/user/emailpass", json=BOTH)
    # then
    assert checked == [None]
    assert not passwords.is_outdated(passwords.NOBODYS)


async def test_an_unknown_provider_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/auth/user/nope", json=BOTH)
    assert answer.status_code == 400
    assert answer.json() == {"type": "not_allowed", "message": "The actor type user is not allowed to use the auth provider nope"}


async def test_registering_again_works_with_the_same_password_while_nobody_became_of_it(scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    await client.post("/auth/customer/emailpass/register", json=BOTH)
    # when
    same = await client.post("/auth/customer/emailpass/register", json=BOTH)
    other = await client.post("/auth/customer/emailpass/register", json={**BOTH, "password": "x"})
    await become_actor(scope, await identity_id(scope), "customer", "cus_1")
    late = await client.post("/auth/customer/emailpass/register", json=BOTH)
    # then
    assert same.status_code == 200
    for refused in (other, late):
        assert refused.status_code == 401
        assert refused.json() == {"type": "unauthorized", "message": "Identity with email already exists"}
    assert await scope[AuthService].identities.count() == 1


async def test_who_registers_twice_at_once_is_one(scope: Scope, client: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(client.post("/auth/customer/emailpass/register", json=BOTH) for _ in range(4)))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert await scope[AuthService].identities.count() == 1


async def test_the_ways_to_log_in_are_listed(client: httpx.AsyncClient) -> None:
    answer = await client.get("/auth/user/providers")
    assert answer.json() == {"providers": [{"id": "emailpass", "identifier": "emailpass", "display_name": "Email and password", "flow": "credentials"}]}
    assert (await client.get("/auth/vendor/providers")).json() == {"providers": []}


async def test_a_refreshed_token_knows_the_actor_that_came_since(app: App, scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    old = (await client.post("/auth/customer/emailpass/register", json=BOTH)).json()["token"]
    await become_actor(scope, await identity_id(scope), "customer", "cus_1")
    # when
    answer = await client.post("/auth/token/refresh", headers={"authorization": f"Bearer {old}"})
    # then
    assert claims(app, answer)["actor_id"] == "cus_1"


async def test_a_session_lasts_until_it_is_ended(client: httpx.AsyncClient) -> None:
    # given
    token = (await client.post("/auth/customer/emailpass/register", json=BOTH)).json()["token"]
    # when
    started = await client.post("/auth/session", headers={"authorization": f"Bearer {token}"})
    used = await client.post("/auth/token/refresh")
    cookie = dict(client.cookies)
    ended = await client.delete("/auth/session")
    client.cookies.update(cookie)
    again = await client.post("/auth/token/refresh")
    # then
    assert started.json()["user"]["actor_type"] == "customer"
    assert used.status_code == 200
    assert ended.json() == {"success": True}
    assert again.status_code == 401


async def test_a_login_made_by_the_shop_logs_in(app: App, scope: Scope, client: httpx.AsyncClient) -> None:
    # when
    await create_login(scope, "user", EMAIL, PASSWORD, "user_1")
    # then
    answer = await client.post("/auth/user/emailpass", json=BOTH)
    assert claims(app, answer)["actor_id"] == "user_1"


async def test_who_registered_an_administrators_address_first_does_not_become_one(scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    await client.post("/auth/customer/emailpass/register", json={**BOTH, "password": "the stranger's"})
    # when
    await create_login(scope, "user", EMAIL, PASSWORD, "user_1")
    # then
    assert (await client.post("/auth/user/emailpass", json={**BOTH, "password": "the stranger's"})).status_code == 401
    assert (await client.post("/auth/user/emailpass", json=BOTH)).status_code == 200


async def test_a_hash_of_other_parameters_is_renewed_at_the_next_login(scope: Scope, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    await client.post("/auth/user/emailpass/register", json=BOTH)
    (before,) = await scope[AuthService].provider_identities.list()
    monkeypatch.setattr(passwords, "is_outdated", lambda kept: kept == (before.provider_metadata or {})["password"])
    # when
    answer = await client.post("/auth/user/emailpass", json=BOTH)
    # then
    (after,) = await scope[AuthService].provider_identities.list()
    assert answer.status_code == 200
    assert after.provider_metadata != before.provider_metadata
    assert await emailpass.authenticate(scope, BOTH)
