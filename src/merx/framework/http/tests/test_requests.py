"""What a request may say, and the words in which it is refused."""

import re
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import quote

import httpx
import msgspec
import pytest

from merx.framework.app import App
from merx.framework.errors import InvalidData
from merx.framework.http import UNSET, Body, Params, Unset
from merx.framework.http.body import body_reader, query_reader

REFUSALS = [
    (b"{bad", "Invalid JSON: JSON is malformed: object keys must be strings (byte 1)"),
    (b"", "Invalid request: Field 'title' is required"),
    (b'{"handle":"x"}', "Invalid request: Field 'title' is required; Unrecognized fields: 'handle'"),
    (b'{"title":12}', "Invalid request: Expected type: 'string' for field 'title', got: '12'"),
    (b'{"title":"x","foo":1,"bar":2}', "Invalid request: Unrecognized fields: 'foo, bar'"),
    (b'{"title":"x","status":"zzz"}', "Invalid request: Expected: 'draft, published' for field 'status', but got: 'zzz'"),
    (b'{"title":"x","box":5}', "Invalid request: Expected type: 'object, string' for field 'box', got: '5'"),
    (b'{"title":"x","bulbs":[{"quantity":1}]}', "Invalid request: Field 'bulbs, 0, colour' is required"),
    (b'{"title":"x","bulbs":[{"colour":"red","quantity":0}]}', "Invalid request: Value for field 'bulbs, 0, quantity' too small, expected at least: '0'"),
    (b'{"title":"x","contact":"abc"}', "Invalid request: Invalid email address"),
    (
        b'{"title":1,"watts":"x","status":2,"foo":1}',
        "Invalid request: Expected type: 'string' for field 'title', got: '1'; Expected: 'draft, published' for field 'status', but got: '2'; Expected type: 'number' for field 'watts', got: 'x'",
    ),
    (b'{"title":"x","watts":2147483648}', "Invalid request: Value for field 'watts' too big, expected at most: '2147483647'"),
    (b'{"title":"x","watts":1.5}', "Invalid request: Expected type: 'int' for field 'watts', got: '1.5'"),
    (b'{"title":"x","price":1e999}', "Invalid request: Value for field 'price' too big, expected at most: '100000000000000000000'"),
    (b'{"title":"x","price":"NaN"}', "Invalid request: Expected type: 'number' for field 'price', got: 'NaN'"),
    (b'{"title":"x","price":NaN}', "Invalid JSON: JSON is malformed: invalid character (byte 21)"),
    (b'{"title":"x","metadata":{"a":1e300}}', "Invalid request: Value for field 'metadata, a' too big, expected at most: '100000000000000000000'"),
    (b'{"title":"a\\u0000b"}', "Invalid request: Field 'title' must not contain NUL characters"),
    (b'{"title":"\\ud800 "}', "Invalid JSON: Input data was truncated"),
    (b'{"title":"\xff"}', "Invalid JSON: not valid UTF-8 at byte 0"),
    (b'{"title":' + b"[" * 3000, "Invalid request: the JSON is nested too deep"),
    (b'{"title":"x","metadata":' + b'{"a":' * 80 + b"1" + b"}" * 81, "Invalid request: Field 'metadata, a, a' is nested too deep, expected at most 64 levels"),
    (b"[1]", "Invalid request: Expected type: 'object' for field '', got: '1'"),
    (b'{"title":"x","metadata":{"a":[' + b"1," * 10_000 + b"1]}}", "Invalid request: Value for field 'metadata, a' too big, expected at most: '10000'"),
]


@pytest.mark.parametrize(("body", "message"), REFUSALS)
async def test_a_body_that_does_not_fit_is_refused_in_the_words_of_the_contract(admin: httpx.AsyncClient, body: bytes, message: str) -> None:
    # when
    answer = await admin.post("/admin/lamps", content=body, headers={"content-type": "application/json"})
    # then
    assert (answer.status_code, answer.json()) == (400, {"type": "invalid_data", "message": message})
    assert (await admin.get("/admin/lamps")).json()["count"] == 0


class Page(Body):
    url: Annotated[str, msgspec.Meta(pattern="^https?://")]


def test_a_text_of_the_wrong_form_names_its_field() -> None:
    with pytest.raises(InvalidData) as refused:
        body_reader(Page)(b'{"url":"ftp://x"}')
    assert refused.value.message == "Invalid request: Value for field 'url' does not match: '^https?://'"


QUERIES = [
    ("limit=abc", "Invalid request: Expected type: 'number' for field 'limit', got: 'abc'"),
    ("limit=-1", "Invalid request: Value for field 'limit' too small, expected at least: '0'"),
    ("limit=99999999999999999999", "Invalid request: Value for field 'limit' too big, expected at most: '9007199254740991'"),
    ("foo=1", "Invalid request: Unrecognized fields: 'foo'"),
    ("a.b.c=1", "Key accessor more than 2 levels deep: a.b.c"),
    ("id[x]=1", "Invalid request: Expected type: 'array, string' for field 'id', got: '[object Object]'"),
    ("id=a&id[x]=1", "Invalid request: Field 'id[x]' is given both as a value and as an object"),
    ("title=%00", "Invalid request: Field 'title' must not contain NUL characters"),
    ("title=%ff", "Invalid request: Field 'title' is not valid UTF-8"),
    ("status=gone", "Invalid request: Expected: 'draft, published' for field 'status, 0', but got: 'gone'"),
    ("$or[0][nothing]=1", "Invalid request: Unrecognized fields: 'nothing'"),
    ("a[b][c][d][e][f][g]=1", "Invalid request: Field 'a[b][c][d][e][f][g]' is nested too deep or has no name"),
    ("with_deleted=perhaps", "Invalid request: Expected type: 'boolean' for field 'with_deleted', got: 'perhaps'"),
    ("&".join(["title=x"] * 1001), "Invalid request: more than 1000 query parameters"),
]


@pytest.mark.parametrize(("query", "message"), QUERIES)
async def test_query_parameters_that_do_not_fit_are_refused(admin: httpx.AsyncClient, query: str, message: str) -> None:
    answer = await admin.get(f"/admin/lamps?{query}")
    assert (answer.status_code, answer.json()) == (400, {"type": "invalid_data", "message": message})


FILTERS = [
    ("", ["one", "two"]),
    ("title=one", ["one"]),
    ("title[]=one,two", ["one", "two"]),
    ("title=one,two", []),
    ("title=one&title=two", ["one", "two"]),
    ("status=published", ["two"]),
    ("status[]=published&status[]=draft", ["one", "two"]),
    ("$or[0][title]=one&$or[1][status]=published", ["one", "two"]),
    ("$and[0][title]=one&$and[1][status]=published", []),
    ("created_at[$gt]=2020-01-01T00:00:00Z", ["one", "two"]),
    ("created_at[$lt]=2020-01-01T00:00:00Z", []),
    ("created_at[$foo]=1", ["one", "two"]),
    ("region_id=anything", ["one", "two"]),
    ("order=-title", ["two", "one"]),
    ("limit=1&offset=1", ["two"]),
    ("limit=0", []),
    ("q=tw", ["two"]),
    ("$or[0][q]=tw&$or[1][q]=one", ["one", "two"]),
    ("$or[0][q]=tw&$or[1][status]=published", ["two"]),
    ("$and[0][q]=%25", []),
    ("lit=two", ["two"]),
    ("$or[0][lit]=two&$or[1][id]=lamp_1", ["two"]),
]


@pytest.mark.parametrize(("query", "titles"), FILTERS)
async def test_the_grammar_of_query_strings_selects_rows(admin: httpx.AsyncClient, query: str, titles: list[str]) -> None:
    # given
    await admin.post("/admin/lamps", json={"title": "one"})
    await admin.post("/admin/lamps", json={"title": "two", "status": "published"})
    # when
    answer = await admin.get(f"/admin/lamps?{query}")
    # then
    assert answer.status_code == 200, answer.text
    assert [lamp["title"] for lamp in answer.json()["lamps"]] == titles


async def test_a_lamp_is_created_read_changed_and_deleted(admin: httpx.AsyncClient) -> None:
    # when
    made = (await admin.post("/admin/lamps?fields=+metadata", json={"title": "x", "price": {"value": "10.10"}, "metadata": {"a": 1.5}})).json()["lamp"]
    # then
    lamp_id = made.pop("id")
    assert made == {"title": "x", "status": "draft", "watts": 0, "price": 10.1, "metadata": {"a": 1.5}}
    changed = await admin.post(f"/admin/lamps/{lamp_id}?fields=metadata", json={"metadata": None})
    assert changed.json() == {"lamp": {"id": lamp_id, "metadata": None}}
    assert (await admin.post(f"/admin/lamps/{lamp_id}/shades")).status_code == 201
    assert (await admin.delete(f"/admin/lamps/{lamp_id}")).json() == {"id": lamp_id, "object": "lamp", "deleted": True}
    assert (await admin.delete(f"/admin/lamps/{lamp_id}")).status_code == 200
    gone = await admin.get(f"/admin/lamps/{lamp_id}")
    assert (gone.status_code, gone.json()) == (404, {"type": "not_found", "message": f"Lamp with id: {lamp_id} was not found"})


async def test_ids_that_no_row_can_have_are_not_looked_for(admin: httpx.AsyncClient) -> None:
    assert (await admin.get(f"/admin/lamps/{'x' * 256}")).status_code == 404
    answer = await admin.get("/admin/lamps/a%00b")
    assert (answer.status_code, answer.json()["message"]) == (400, "Invalid request: Field 'id' must not contain NUL characters")


async def test_bodies_have_a_limit_that_a_route_may_raise(admin: httpx.AsyncClient) -> None:
    too_much = {"title": "x" * 100_001}
    answer = await admin.post("/admin/lamps", json=too_much)
    assert (answer.status_code, answer.json()) == (413, {"type": "unknown_error", "message": "request entity too large"})

    async def chunks():
        for _ in range(11):
            yield b" " * 10_000

    assert (await admin.post("/admin/lamps", content=chunks())).status_code == 413
    assert (await admin.post("/admin/import", json={"title": "y", "more": "x" * 1_500_000})).status_code == 200
    assert (await admin.post("/admin/import", json={"title": "x" * 2_000_001})).status_code == 413


async def test_a_body_that_is_no_json_is_told_so(admin: httpx.AsyncClient) -> None:
    answer = await admin.post("/admin/lamps", data={"title": "x"})
    assert (answer.status_code, answer.json()["message"]) == (
        400,
        "Invalid request: Content-Type must be application/json, got: 'application/x-www-form-urlencoded'",
    )


async def test_a_body_may_be_left_out_where_nothing_in_it_is_required(admin: httpx.AsyncClient) -> None:
    assert (await admin.post("/public/echo")).json() == {"note": None}
    assert (await admin.post("/public/echo", json={"note": "a", "unknown": 1})).json() == {"note": "a"}
    assert (await admin.post("/public/raw", content=b"\x00\xff")).json() == {"size": 2}


async def test_head_and_options_answer_without_a_body(admin: httpx.AsyncClient) -> None:
    head = await admin.head("/health")
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", "2")
    options = await admin.options("/admin/lamps")
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")


@pytest.mark.parametrize(("method", "path"), [("GET", "/admin/nope"), ("PUT", "/admin/lamps"), ("GET", "/<script>"), ("GET", "/store/nope")])
async def test_what_is_not_there_is_said_in_html(admin: httpx.AsyncClient, method: str, path: str) -> None:
    answer = await admin.request(method, path)
    shown = path.replace("<", "&lt;").replace(">", "&gt;")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f"<pre>Cannot {method} {shown}</pre>" in answer.text


async def test_a_handler_may_answer_with_a_response_of_litestars(admin: httpx.AsyncClient) -> None:
    answer = await admin.get("/public/moved", headers={"x-from": "here"})
    assert (answer.status_code, answer.headers["location"]) == (302, "/health?from=here")


async def test_anyone_gets_a_thousand_rows_at_once_and_an_administrator_all(admin: httpx.AsyncClient, app: App) -> None:
    # given
    await app.scope().rows(
        "INSERT INTO lamp (id, title, status, watts, price, created_at, updated_at) "
        "SELECT 'lamp_' || n, 'Lamp ' || n, 'published', 0, 0, now(), now() FROM generate_series(1, 1001) AS n"
    )
    # when
    shopper = (await admin.get("/store/lamps?limit=5000", headers={"x-publishable-api-key": "pk_good"})).json()
    administrator = (await admin.get("/admin/lamps?limit=5000")).json()
    # then
    assert (len(shopper["lamps"]), shopper["count"], shopper["limit"]) == (1000, 1001, 1000)
    assert (len(administrator["lamps"]), administrator["count"], administrator["limit"]) == (1001, 1001, 5000)


class Slot(Body):
    at: datetime | Unset = UNSET


class Calendar(Body):
    slots: list[Slot] = []
    next: datetime | None = None


class Since(Params):
    since: datetime | Unset = UNSET


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-00:01"])
def test_a_time_that_is_before_or_after_all_time_where_it_is_kept_is_refused(time: str) -> None:
    # Times are kept in UTC; a row with one beyond its years could be written, and never be read again.
    for name, body in (("slots, 0, at", {"slots": [{"at": time}]}), ("next", {"next": time})):
        with pytest.raises(InvalidData, match=rf"^Invalid request: Expected type: 'date' for field '{name}', got: '{re.escape(time)}'$"):
            body_reader(Calendar)(msgspec.json.encode(body))
    with pytest.raises(InvalidData, match="Expected type: 'date' for field 'since'"):
        query_reader(Since)(f"since={quote(time)}".encode())


def test_the_first_and_the_last_moment_are_taken() -> None:
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    assert body_reader(Calendar)(msgspec.json.encode({"slots": [{"at": first}], "next": last})) == Calendar(slots=[Slot(at=first)], next=last)
    assert query_reader(Since)(b"since=0001-01-01T00:00:00Z") == Since(since=first)
