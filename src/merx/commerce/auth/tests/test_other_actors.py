"""People of a project's own kind log in like users and customers."""

import httpx
import pytest

from merx.commerce.auth.workflows import create_login, request_password_reset
from merx.framework.config import Config
from merx.framework.scope import Scope

LOGIN = {"email": "grace@example.com", "password": "a compiler, first"}


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=("merx.commerce", f"{__package__}.shop"))


async def logged_in(client: httpx.AsyncClient, actor_type: str = "manager", **login: str) -> dict[str, str]:
    answer = await client.post(f"/auth/{actor_type}/emailpass", json=LOGIN | login)
    assert answer.status_code == 200, answer.text
    return {"authorization": f"Bearer {answer.json()['token']}"}


async def test_a_manager_logs_in_and_is_known(scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    await create_login(scope, "manager", LOGIN["email"], LOGIN["password"], "man_1")
    # when
    headers = await logged_in(client)
    # then
    assert (await client.get("/manager/me", headers=headers)).json() == {"manager_id": "man_1"}
    assert (await client.get("/admin/users/me", headers=headers)).status_code == 401
    providers = (await client.get("/auth/manager/providers")).json()["providers"]
    assert [each["id"] for each in providers] == ["emailpass"]


async def test_who_registers_as_a_manager_is_none_yet(client: httpx.AsyncClient) -> None:
    answer = await client.post("/auth/manager/emailpass/register", json=LOGIN)
    headers = {"authorization": f"Bearer {answer.json()['token']}"}
    assert (answer.status_code, (await client.get("/manager/me", headers=headers)).status_code) == (200, 401)


async def test_a_customers_login_makes_no_manager(scope: Scope, client: httpx.AsyncClient) -> None:
    await create_login(scope, "customer", LOGIN["email"], LOGIN["password"], "cus_1")
    assert (await client.get("/manager/me", headers=await logged_in(client))).status_code == 401
    assert (await client.get("/manager/me", headers=await logged_in(client, "customer"))).status_code == 401


async def test_a_manager_resets_a_password(scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    await create_login(scope, "manager", LOGIN["email"], LOGIN["password"], "man_1")
    token = await request_password_reset(scope, "manager", "emailpass", LOGIN["email"])
    # when
    changed = {"authorization": f"Bearer {token}"}
    assert (await client.post("/auth/manager/emailpass/update", json={"password": "a better one"}, headers=changed)).status_code == 200
    # then
    assert (await client.get("/manager/me", headers=await logged_in(client, password="a better one"))).status_code == 200


async def test_a_kind_that_nobody_declared_does_not_log_in(client: httpx.AsyncClient) -> None:
    answer = await client.post("/auth/chef/emailpass", json=LOGIN)
    assert (answer.status_code, answer.json()["message"]) == (400, "The actor type chef is not allowed to use the auth provider emailpass")
