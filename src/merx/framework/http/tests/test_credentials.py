"""Who gets in, by which credential, and what everyone else is told."""

import base64
from collections.abc import Callable

import httpx
import pytest

from merx.framework.app import App
from merx.framework.http import tokens
from merx.framework.http.credentials import BAD_KEY, KEY_AS_BEARER, NO_KEY

KEY = {"x-publishable-api-key": "pk_good"}
Bearer = Callable[..., dict[str, str]]


@pytest.mark.parametrize(
    ("headers", "message"), [({}, NO_KEY), ({"x-publishable-api-key": "pk_bad"}, BAD_KEY), ({"x-publishable-api-key": "pk_\xff"}, BAD_KEY)]
)
async def test_the_store_asks_for_a_publishable_key(client: httpx.AsyncClient, headers: dict[str, str], message: str) -> None:
    sent = {name: value.encode("latin-1") for name, value in headers.items()}
    answer = await client.get("/store/whoami", headers=sent)
    assert (answer.status_code, answer.json()) == (400, {"type": "not_allowed", "message": message})


async def test_in_the_store_a_customer_is_known_and_need_not_be_there(client: httpx.AsyncClient, bearer: Bearer) -> None:
    assert (await client.get("/store/whoami", headers=KEY)).json() == {"customer_id": None, "sales_channel_ids": ["sc_1"]}
    assert (await client.get("/store/whoami", headers=KEY | bearer("customer", "cus_1"))).json()["customer_id"] == "cus_1"
    for nobody in (bearer("user", "user_1"), bearer("customer", "cus_1", -1), bearer("customer", ""), {"authorization": "Bearer nonsense"}):
        assert (await client.get("/store/whoami", headers=KEY | nobody)).json()["customer_id"] is None


async def test_a_customers_own_routes_ask_for_the_customer(client: httpx.AsyncClient, bearer: Bearer) -> None:
    assert (await client.get("/store/customers/me", headers=KEY | bearer("customer", "cus_1"))).json() == {"customer_id": "cus_1"}
    for nobody in ({}, bearer("user", "user_1"), bearer("customer", "")):
        answer = await client.get("/store/customers/me", headers=KEY | nobody)
        assert (answer.status_code, answer.json()) == (401, {"message": "Unauthorized"})


async def test_somebody_without_an_actor_may_become_one(client: httpx.AsyncClient, bearer: Bearer) -> None:
    assert (await client.post("/store/customers", headers=KEY | bearer("customer", ""))).json() == {"identity": "authid_1", "customer_id": None}


@pytest.mark.parametrize("credential", [b"sk_good", base64.b64encode(b"sk_good:"), base64.b64encode(b"sk_good:anything")])
async def test_a_secret_key_opens_the_admin(client: httpx.AsyncClient, credential: bytes) -> None:
    assert (await client.get("/admin/lamps", headers={"authorization": b"Basic " + credential})).status_code == 200


@pytest.mark.parametrize("credential", ["", "Basic sk_bad", "Basic !!!", "Basic", "Bearer", "Bearer x.y.z", "Digest a", "Basic " + "A" * 9000])
async def test_a_credential_that_is_none_opens_nothing(client: httpx.AsyncClient, credential: str) -> None:
    answer = await client.get("/admin/lamps", headers={"authorization": credential})
    assert (answer.status_code, answer.json()) == (401, {"message": "Unauthorized"})


async def test_a_secret_key_as_bearer_is_explained(client: httpx.AsyncClient) -> None:
    answer = await client.get("/admin/lamps", headers={"authorization": "Bearer sk_good"})
    assert (answer.status_code, answer.json()) == (401, {"message": KEY_AS_BEARER})


async def test_a_token_for_another_purpose_or_of_another_shop_opens_nothing(client: httpx.AsyncClient, app: App, bearer: Bearer) -> None:
    assert (await client.get("/admin/lamps", headers=bearer("user", purpose="reset"))).status_code == 401
    foreign = tokens.jwt.encode({"actor_id": "u", "actor_type": "user", "iat": 0, "exp": 9999999999}, "x" * 32, algorithm="HS256")
    unsigned = tokens.jwt.encode({"actor_id": "u", "actor_type": "user", "iat": 0, "exp": 9999999999}, "", algorithm="none")
    endless = tokens.jwt.encode({"actor_id": "u", "actor_type": "user", "iat": 0}, app.config.jwt_secret, algorithm="HS256")
    for token in (foreign, unsigned, endless):
        assert (await client.get("/admin/lamps", headers={"authorization": f"Bearer {token}"})).status_code == 401


async def test_a_session_lasts_until_it_is_ended_and_not_a_request_longer(client: httpx.AsyncClient, bearer: Bearer) -> None:
    # given
    opened = await client.post("/auth/session", headers=bearer("user", "user_1"))
    assert opened.json()["user"]["actor_id"] == "user_1"
    cookie = opened.headers["set-cookie"]
    assert cookie.endswith("; Max-Age=36000; Path=/; HttpOnly; SameSite=Lax")
    stolen = {"cookie": cookie.partition(";")[0]}
    client.cookies.clear()
    assert (await client.get("/admin/lamps", headers=stolen)).status_code == 200
    assert (await client.get("/store/customers/me", headers=KEY | stolen)).status_code == 401
    # when
    ended = await client.delete("/auth/session", headers=stolen)
    # then
    assert ended.json() == {"success": True}
    assert (await client.get("/admin/lamps", headers=stolen)).status_code == 401
    assert (await client.delete("/auth/session", headers=stolen)).status_code == 401


async def test_a_session_runs_out(client: httpx.AsyncClient, app: App, bearer: Bearer) -> None:
    await client.post("/auth/session", headers=bearer("user"))
    assert (await client.get("/admin/lamps")).status_code == 200
    await app.scope().rows("UPDATE http_session SET expires_at = now() - interval '1 second'")
    assert (await client.get("/admin/lamps")).status_code == 401


async def test_a_cookie_made_up_or_changed_opens_nothing_and_asks_no_database(client: httpx.AsyncClient, app: App, bearer: Bearer) -> None:
    cookie = (await client.post("/auth/session", headers=bearer("user"))).headers["set-cookie"].partition(";")[0]
    client.cookies.clear()
    before = app.database.statements
    for changed in (cookie[:-1] + ("0" if cookie[-1] != "0" else "1"), "connect.sid=abc", "connect.sid=", "connect.sid=a.\xff"):
        assert (await client.get("/admin/lamps", headers={"cookie": changed.encode("latin-1")})).status_code == 401
    assert app.database.statements == before


async def test_the_table_of_sessions_opens_none(client: httpx.AsyncClient, app: App, bearer: Bearer) -> None:
    cookie = (await client.post("/auth/session", headers=bearer("user"))).headers["set-cookie"]
    (row,) = await app.scope().rows("SELECT id FROM http_session")
    assert row["id"] not in cookie


@pytest.mark.parametrize(
    ("origin", "more", "status"),
    [
        ("http://evil.example", {}, 401),
        ("null", {}, 401),
        ("http://evil.example", {"sec-fetch-site": "cross-site"}, 401),
        ("http://localhost:9000", {}, 200),
        ("http://testserver", {}, 200),
        ("https://behind.a.proxy", {"sec-fetch-site": "same-origin"}, 200),
    ],
)
async def test_what_a_foreign_page_sends_is_not_what_its_visitor_meant(
    client: httpx.AsyncClient, bearer: Bearer, origin: str, more: dict[str, str], status: int
) -> None:
    # given: a form or a fetch in "no-cors" mode is sent with the visitor's cookie, and without a content type
    cookie = (await client.post("/auth/session", headers=bearer("user"))).headers["set-cookie"].partition(";")[0]
    client.cookies.clear()
    # when
    answer = await client.post("/admin/lamps", content=b'{"title": "Forged"}', headers={"cookie": cookie, "origin": origin, **more})
    # then
    assert answer.status_code == status
