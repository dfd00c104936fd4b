"""Users over HTTP."""

from datetime import timedelta

import httpx
import pytest

from merx.commerce.auth import AuthService
from merx.commerce.user import UserService
from merx.commerce.user.workflows import create_invite, create_user, delete_user
from merx.framework.app import App
from merx.framework.data import utcnow
from merx.framework.http import HttpService, tokens
from merx.framework.scope import Scope

EMAIL, PASSWORD = "admin@example.com", "a long one"


async def logged_in(client: httpx.AsyncClient, email: str = EMAIL, password: str = PASSWORD) -> dict[str, str]:
    answer = await client.post("/auth/user/emailpass", json={"email": email, "password": password})
    return {"authorization": f"Bearer {answer.json()['token']}"}


async def test_a_user_with_a_password_logs_in_and_finds_themselves(scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    user = await create_user(scope, "Admin@Example.com", first_name="Ada", password=PASSWORD)
    # when
    answer = await client.get("/admin/users/me", headers=await logged_in(client))
    # then
    assert answer.status_code == 200
    found = answer.json()["user"]
    assert (found["id"], found["email"], found["first_name"], found["last_name"]) == (user.id, EMAIL, "Ada", None)
    assert set(found) == {"id", "first_name", "last_name", "email", "avatar_url", "metadata", "created_at", "updated_at", "deleted_at"}


async def test_a_second_user_with_the_address_is_refused_and_nothing_is_made(scope: Scope) -> None:
    # given
    await create_user(scope, EMAIL, password=PASSWORD)
    # when
    with pytest.raises(Exception, match="user_email"):
        await create_user(scope, EMAIL, password="other")
    # then
    assert await scope[UserService].users.count() == 1
    assert await scope[AuthService].identities.count() == 1


async def test_users_are_listed_found_and_changed(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    ada, bob = await create_user(scope, "ada@example.com"), await create_user(scope, "bob@example.com", first_name="Bob")
    # when
    listed = await admin.get("/admin/users?order=-email")
    found = await admin.get("/admin/users?q=bob&fields=email")
    changed = await admin.post(f"/admin/users/{ada.id}", json={"last_name": "Lovelace", "metadata": {"a": 1}})
    unknown = await admin.post("/admin/users/user_x", json={"last_name": "Lovelace"})
    # then
    assert ([each["id"] for each in listed.json()["users"]], listed.json()["count"]) == ([bob.id, ada.id], 2)
    assert found.json()["users"] == [{"id": bob.id, "email": "bob@example.com"}]
    assert (changed.json()["user"]["last_name"], changed.json()["user"]["metadata"]) == ("Lovelace", {"a": 1})
    assert (unknown.status_code, unknown.json()["message"]) == (404, "User with id: user_x was not found")


async def test_a_user_does_not_delete_themselves(scope: Scope, client: httpx.AsyncClient) -> None:
    user = await create_user(scope, EMAIL, password=PASSWORD)
    answer = await client.delete(f"/admin/users/{user.id}", headers=await logged_in(client))
    assert (answer.status_code, answer.json()) == (400, {"type": "not_allowed", "message": "A user cannot delete itself"})


async def test_who_is_deleted_is_signed_out_and_logs_in_as_nobody(scope: Scope, app: App, admin: httpx.AsyncClient) -> None:
    # given
    user = await create_user(scope, EMAIL, password=PASSWORD)
    await admin.post("/auth/session", headers=await logged_in(admin))
    admin.cookies.clear()
    # when
    answers = [await admin.delete(f"/admin/users/{each}") for each in (user.id, user.id, "user_x")]
    # then
    assert [answer.json() for answer in answers] == [{"id": each, "object": "user", "deleted": True} for each in (user.id, user.id, "user_x")]
    assert await scope[HttpService].sessions.count() == 0
    claims = tokens.read(app.config, (await logged_in(admin))["authorization"].removeprefix("Bearer "))
    assert claims is not None
    assert claims["actor_id"] == ""


async def test_a_token_of_a_deleted_user_opens_nothing(scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    user = await create_user(scope, EMAIL, password=PASSWORD)
    token = await logged_in(client)
    before = await client.get("/admin/users", headers=token)
    # when
    await delete_user(scope, user.id)
    answers = [await client.get("/admin/users", headers=token), await client.post("/admin/invites", headers=token, json={"email": "evil@example.com"})]
    session = (await client.post("/auth/session", headers=token)).headers["set-cookie"].partition(";")[0]
    answers.append(await client.get("/admin/users", headers={"cookie": session}))
    # then
    assert before.status_code == 200
    assert [(answer.status_code, answer.json()) for answer in answers] == [(401, {"message": "Unauthorized"})] * 3
    assert await scope[UserService].invites.count() == 0


async def test_to_know_that_a_user_is_still_there_costs_one_statement(scope: Scope, app: App, client: httpx.AsyncClient) -> None:
    # given
    await create_user(scope, EMAIL, password=PASSWORD)
    token = await logged_in(client)
    before = app.database.statements
    # when
    await client.get("/admin/users", headers=token)
    # then
    assert app.database.statements - before == 2


async def registered(client: httpx.AsyncClient) -> dict[str, str]:
    answer = await client.post("/auth/user/emailpass/register", json={"email": "new@example.com", "password": PASSWORD})
    return {"authorization": f"Bearer {answer.json()['token']}"}


async def test_who_is_invited_becomes_a_user_once(scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    invite = await create_invite(scope, "new@example.com")
    asker = await registered(client)
    # when
    accepted = await client.post(f"/admin/invites/accept?token={invite.token}", json={"first_name": "Neo"}, headers=asker)
    again = await client.post(f"/admin/invites/accept?token={invite.token}", json={}, headers=asker)
    me = await client.get("/admin/users/me", headers=await logged_in(client, "new@example.com"))
    # then
    assert accepted.status_code == 200, accepted.text
    assert (accepted.json()["user"]["email"], accepted.json()["user"]["first_name"]) == ("new@example.com", "Neo")
    assert (again.status_code, again.json()) == (400, {"type": "invalid_data", "message": "The invite token is invalid"})
    assert me.json()["user"]["id"] == accepted.json()["user"]["id"]


async def test_a_token_that_was_replaced_or_has_run_out_makes_no_user(scope: Scope, client: httpx.AsyncClient, admin: httpx.AsyncClient) -> None:
    # given
    invite = await create_invite(scope, "new@example.com")
    resent = (await admin.post(f"/admin/invites/{invite.id}/resend")).json()["invite"]
    asker = await registered(client)
    # when
    replaced = await client.post(f"/admin/invites/accept?token={invite.token}", json={}, headers=asker)
    await scope[UserService].invites.update(invite.id, expires_at=utcnow() - timedelta(seconds=1))
    late = await client.post(f"/admin/invites/accept?token={resent['token']}", json={}, headers=asker)
    # then
    assert (replaced.status_code, replaced.json()["message"]) == (400, "The invite token is invalid")
    assert (late.status_code, late.json()["message"]) == (400, "The invite has expired")
    assert await scope[UserService].users.count() == 0


async def test_an_address_is_invited_once_and_a_user_accepts_nothing(admin: httpx.AsyncClient) -> None:
    # when
    first = await admin.post("/admin/invites", json={"email": "new@example.com"})
    second = await admin.post("/admin/invites", json={"email": "new@example.com"})
    accepted = await admin.post("/admin/invites/accept?token=x", json={"email": "x@y.z"})
    # then
    assert first.json()["invite"]["accepted"] is False
    assert (second.status_code, second.json()["message"]) == (400, "Invite with email: new@example.com, already exists.")
    assert (accepted.status_code, accepted.json()["message"]) == (400, "The user is already authenticated and cannot accept an invite.")


async def test_who_is_a_user_is_not_invited(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    await create_user(scope, EMAIL)
    # when
    refused = await admin.post("/admin/invites", json={"email": "Admin@Example.com "})
    # then
    told = {"type": "invalid_data", "message": "User account for following email(s) already exist: admin@example.com"}
    assert (refused.status_code, refused.json()) == (400, told)
    assert await scope[UserService].invites.count() == 0


async def test_a_user_helps_another_to_a_new_password(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    user, bare = await create_user(scope, EMAIL, password=PASSWORD), await create_user(scope, "bare@example.com")
    # when
    ways = [(await admin.get(f"/admin/users/{each.id}/auth-providers")).json() for each in (user, bare)]
    token = (await admin.post(f"/admin/users/{user.id}/reset-password")).json()["token"]
    none = [await admin.post(f"/admin/users/{each}/reset-password") for each in (bare.id, "user_x")]
    changed = await admin.post("/auth/user/emailpass/update", json={"password": "another"}, headers={"authorization": f"Bearer {token}"})
    # then
    assert ways == [{"providers": ["emailpass"]}, {"providers": []}]
    assert [(answer.status_code, answer.json()["message"]) for answer in none] == [
        (404, 'AuthIdentity with entity_id "bare@example.com" not found'),
        (404, "User with id: user_x was not found"),
    ]
    assert changed.json() == {"success": True}
    assert (await admin.post("/auth/user/emailpass", json={"email": EMAIL, "password": "another"})).status_code == 200
