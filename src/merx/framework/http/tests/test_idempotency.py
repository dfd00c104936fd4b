"""The same POST twice is one deed and two equal answers."""

import asyncio
from collections.abc import Callable

import httpx
import pytest

from merx.framework.app import App
from merx.framework.http import create_app

IN_FLIGHT = "The request conflicted with another request. You may retry the request with the provided Idempotency-Key."


def keyed(key: str = "k1") -> dict[str, str]:
    return {"idempotency-key": key}


async def count(app: App) -> int:
    return await app.scope().value("SELECT count(*) FROM lamp")


@pytest.mark.parametrize("path", ["/admin/lamps", "/admin/import"])
async def test_the_same_key_and_body_is_answered_as_before(admin: httpx.AsyncClient, app: App, path: str) -> None:
    first = await admin.post(path, json={"title": "x"}, headers=keyed())
    again = await admin.post(path, json={"title": "x"}, headers=keyed())
    assert (again.status_code, again.content) == (200, first.content)
    assert (first.headers.get("idempotency-replayed"), again.headers["idempotency-replayed"]) == (None, "true")
    assert await count(app) == 1


@pytest.mark.parametrize("path", ["/admin/lamps", "/admin/import"])
async def test_the_same_key_with_another_body_is_a_conflict(admin: httpx.AsyncClient, app: App, path: str) -> None:
    await admin.post(path, json={"title": "x"}, headers=keyed())
    other = await admin.post(path, json={"title": "y"}, headers=keyed())
    assert (other.status_code, other.json()) == (
        409,
        {
            "code": "invalid_state_error",
            "type": "conflict",
            "message": "This Idempotency-Key was used before with another request. Use a new key for a new request.",
        },
    )
    assert await count(app) == 1


async def test_ten_at_once_are_one_deed(admin: httpx.AsyncClient, app: App) -> None:
    answers = await asyncio.gather(*(admin.post("/admin/lamps", json={"title": "slow"}, headers=keyed()) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
    assert {answer.json()["message"] for answer in answers if answer.status_code == 409} == {IN_FLIGHT}
    assert await count(app) == 1


async def test_without_a_key_five_at_once_are_five_deeds(admin: httpx.AsyncClient, app: App) -> None:
    """The control of the test above."""
    answers = await asyncio.gather(*(admin.post("/admin/lamps", json={"title": f"slow{i}"}) for i in range(5)))
    assert [answer.status_code for answer in answers] == [200] * 5
    assert await count(app) == 5


async def test_a_claimed_key_is_refused_until_its_claim_runs_out(admin: httpx.AsyncClient, app: App) -> None:
    # given: a process died while it carried the request out
    await admin.post("/admin/import", json={"title": "x"}, headers=keyed())
    await app.scope().rows("UPDATE http_idempotency_key SET status = NULL, claimed_until = now() + interval '1 minute'")
    assert (await admin.post("/admin/import", json={"title": "x"}, headers=keyed())).json()["message"] == IN_FLIGHT
    # when
    await app.scope().rows("UPDATE http_idempotency_key SET claimed_until = now() - interval '1 second'")
    await app.scope().rows("DELETE FROM lamp")
    # then
    assert (await admin.post("/admin/import", json={"title": "x"}, headers=keyed())).status_code == 200
    assert await count(app) == 1


@pytest.mark.parametrize(("path", "wrong", "right"), [("/admin/lamps", {"titel": "x"}, {"title": "x"}), ("/admin/import", {"fail": True}, {"title": "x"})])
async def test_a_refusal_is_not_kept(admin: httpx.AsyncClient, app: App, path: str, wrong: dict[str, object], right: dict[str, object]) -> None:
    assert (await admin.post(path, json=wrong, headers=keyed())).status_code == 400
    assert await app.scope().value("SELECT count(*) FROM http_idempotency_key") == 0
    assert (await admin.post(path, json=right, headers=keyed())).status_code == 200


async def test_keys_are_each_callers_own(admin: httpx.AsyncClient, app: App, bearer: Callable[..., dict[str, str]]) -> None:
    await admin.post("/admin/import", json={"title": "x"}, headers=keyed())
    await admin.post("/admin/import", json={"title": "y"}, headers=keyed() | bearer("user", "user_2"))
    assert await count(app) == 2


async def test_after_a_day_a_key_is_new_again_and_old_rows_go(admin: httpx.AsyncClient, app: App) -> None:
    for key in ("k1", "k2"):
        await admin.post("/admin/lamps", json={"title": key}, headers=keyed(key))
    await app.scope().rows("UPDATE http_idempotency_key SET created_at = now() - interval '25 hours'")
    assert (await admin.post("/admin/lamps", json={"title": "other"}, headers=keyed("k1"))).status_code == 200
    assert await app.scope().value("SELECT count(*) FROM http_idempotency_key") == 1
    assert await count(app) == 3


async def test_a_cookie_is_not_kept(app: App, bearer: Callable[..., dict[str, str]]) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=create_app(app)), base_url="http://shop") as client:
        for _ in range(2):
            answer = await client.post("/auth/session", headers=bearer("user") | keyed())
            assert "connect.sid=" in answer.headers["set-cookie"]
    assert await app.scope().value("SELECT count(*) FROM http_idempotency_key") == 0


@pytest.mark.parametrize("key", ["", "x" * 256, "\xe4"])
async def test_a_key_that_is_none_is_refused(admin: httpx.AsyncClient, key: str) -> None:
    answer = await admin.post("/admin/lamps", json={"title": "x"}, headers={"idempotency-key": key.encode("latin-1")})
    assert (answer.status_code, answer.json()["message"]) == (400, "Invalid request: Header 'Idempotency-Key' must be 1 to 255 ASCII characters")


async def test_an_answer_that_holds_a_secret_is_not_kept(admin: httpx.AsyncClient, app: App) -> None:
    answers = [await admin.post("/admin/lamps/lamp_1/switch", headers=keyed()) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [404, 404]
    lamp_id = (await admin.post("/admin/lamps", json={"title": "x"})).json()["lamp"]["id"]
    tokens = {(await admin.post(f"/admin/lamps/{lamp_id}/switch", headers=keyed())).json()["token"] for _ in range(2)}
    assert len(tokens) == 2
    assert await app.scope().value("SELECT count(*) FROM http_idempotency_key") == 0
