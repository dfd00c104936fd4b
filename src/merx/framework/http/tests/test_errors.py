"""What went wrong, as an answer: statuses, bodies, and what is never told."""

import httpx
import msgspec
import pytest

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.http import create_app
from merx.framework.http.errors import from_database

UNKNOWN = {"code": "unknown_error", "type": "unknown_error", "message": "An unknown error occurred."}

KNOWN = [
    ("conflict", 409, {"code": "invalid_state_error", "type": "conflict", "message": "busy"}),
    ("duplicate", 422, {"code": "invalid_request_error", "type": "duplicate_error", "message": "again"}),
    ("forbidden", 403, {"type": "forbidden", "message": "hands off"}),
    ("coded", 400, {"code": "insufficient_inventory", "type": "not_allowed", "message": "Some variant does not have the required inventory"}),
    ("query", 400, {"type": "invalid_data", "message": "Invalid value: division by zero"}),
]


@pytest.mark.parametrize(("kind", "status", "body"), KNOWN)
async def test_a_refusal_has_its_type_code_and_status(client: httpx.AsyncClient, kind: str, status: int, body: dict[str, str]) -> None:
    answer = await client.get(f"/public/fails/{kind}")
    assert (answer.status_code, answer.json()) == (status, body)


async def test_a_bug_tells_the_client_nothing_and_the_log_everything(client: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]) -> None:
    answer = await client.get("/public/fails/bug", headers={"x-request-id": "req-1"})
    assert (answer.status_code, answer.json()) == (500, UNKNOWN)
    logged = capsys.readouterr().err
    assert '"request_id":"req-1"' in logged
    assert "ZeroDivisionError: a secret detail" in logged


async def test_what_postgresql_refuses_is_said_in_words_of_the_shop(admin: httpx.AsyncClient) -> None:
    # given
    await admin.post("/admin/lamps", json={"title": "x, y"})
    # when
    again = await admin.post("/admin/lamps", json={"title": "x, y"})
    orphan = await admin.post("/admin/lamps/lamp_none/shades")
    emptied = await admin.post("/admin/lamps", json={"title": "z", "metadata": {"a": "b" * 10}, "price": "0.1"})
    long = [await admin.post("/admin/lamps", json={"title": "".join(chr(0x4E00 + i) for i in range(length))}) for length in (20_000, 1_000, 866)]
    # then
    assert (again.status_code, again.json()) == (400, {"type": "invalid_data", "message": "Lamp with title: x, y, already exists."})
    assert (orphan.status_code, orphan.json()) == (
        404,
        {"type": "not_found", "message": "You tried to set relationship lamp_id: lamp_none, but such entity does not exist"},
    )
    assert emptied.status_code == 200
    too_long = {"type": "invalid_data", "message": "A value is too long: what rows are found by (a handle, a code, a name) holds at most 2600 bytes"}
    assert [(answer.status_code, answer.json()) for answer in long[:2]] == [(400, too_long)] * 2
    assert long[2].status_code == 200


async def test_a_column_that_may_not_be_empty_is_named(admin: httpx.AsyncClient, app: App) -> None:
    lamp_id = (await admin.post("/admin/lamps", json={"title": "x"})).json()["lamp"]["id"]
    with pytest.raises(Exception) as raised:  # noqa: PT011 - asyncpg's own class is not the point
        await app.scope().rows("UPDATE lamp SET title = NULL WHERE id = $1", lamp_id)
    refusal = from_database(raised.value)
    assert refusal is not None
    assert refusal.message == "Cannot set field 'title' of Lamp to null"


async def test_without_a_database_the_shop_says_that_it_is_not_ready(client: httpx.AsyncClient, app: App) -> None:
    assert (await client.get("/health")).text == "OK"
    await app.stop()
    ready = await client.get("/ready")
    assert (ready.status_code, ready.json()) == (503, {"ready": False, "reason": "the database does not answer"})
    assert (await client.get("/health")).text == "OK"


async def test_migrations_that_are_missing_keep_the_shop_from_being_ready(client: httpx.AsyncClient, app: App) -> None:
    await app.scope().rows("DELETE FROM merx_migration")
    assert (await client.get("/ready")).status_code == 503


async def test_what_takes_the_database_too_long_is_given_up(merx_config: Config) -> None:
    # given
    async with App(msgspec.structs.replace(merx_config, statement_seconds=0.1)) as app:
        transport = httpx.ASGITransport(app=create_app(app))
        async with httpx.AsyncClient(transport=transport, base_url="http://shop") as client:
            # when
            answer = await client.get("/public/fails/slow")
    # then
    assert (answer.status_code, answer.json()["type"]) == (409, "conflict")
    assert answer.json()["message"].startswith("The request took the database too long")
