"""What every request passes: ids, logs, other origins, the docs."""

import json

import httpx
import pytest

from merx.framework.app import App
from merx.framework.config import Config, Http
from merx.framework.http import create_app
from merx.framework.http.cors import Cors, allows

SHOP = "http://localhost:8000"


async def test_a_request_has_an_id_which_the_caller_may_choose(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health", headers={"x-request-id": "abc-1"})).headers["x-request-id"] == "abc-1"
    for made_up in ("a b", "x" * 65, '"'):
        assert len((await client.get("/health", headers={"x-request-id": made_up})).headers["x-request-id"]) == 32


async def test_a_request_is_one_line_without_secrets(admin: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]) -> None:
    await admin.get("/admin/lamps?q=secret", headers={"x-request-id": "r1"})
    (line,) = capsys.readouterr().err.splitlines()
    logged = json.loads(line)
    assert logged.pop("ms") > 0
    assert len(logged.pop("time")) == 24
    assert logged == {"level": "info", "request_id": "r1", "method": "GET", "path": "/admin/lamps", "status": 200, "actor": "user"}


async def test_a_known_origin_may_read_answers_and_ask_first(client: httpx.AsyncClient) -> None:
    answer = await client.get("/store/whoami", headers={"origin": SHOP})
    assert (answer.status_code, answer.headers["access-control-allow-origin"], answer.headers["access-control-allow-credentials"]) == (400, SHOP, "true")
    first = await client.options("/store/carts", headers={"origin": SHOP, "access-control-request-method": "POST", "access-control-request-headers": "x-a"})
    assert first.status_code == 204
    assert first.headers["access-control-allow-origin"] == SHOP
    assert first.headers["access-control-allow-methods"] == "GET,HEAD,PUT,PATCH,POST,DELETE"
    assert first.headers["access-control-allow-headers"] == "x-a"


async def test_an_unknown_origin_is_allowed_nothing(client: httpx.AsyncClient) -> None:
    for path in ("/store/whoami", "/admin/lamps", "/health"):
        answer = await client.get(path, headers={"origin": "http://evil.example"})
        assert "access-control-allow-origin" not in answer.headers
        asked = await client.options(path, headers={"origin": "http://evil.example", "access-control-request-method": "POST"})
        assert "access-control-allow-origin" not in asked.headers


def test_origins_are_exact_or_a_pattern_between_slashes() -> None:
    allowed = allows([" http://a.example ", r"/^https:\/\/.+\.shop\.example$/"])
    assert [allowed(origin) for origin in ("http://a.example", "https://x.shop.example", "http://a.example.evil", "https://shop.example")] == [
        True,
        True,
        False,
        False,
    ]


def test_each_prefix_has_its_own_origins() -> None:
    cors = Cors(Http(store_cors=("http://s",), admin_cors=("http://a",), auth_cors=()))
    assert [len(cors.headers(path, b"http://s")) for path in ("/store/x", "/admin/x", "/auth/x", "/health", "/storefront")] == [4, 1, 1, 0, 0]


def test_a_star_lets_everyone_read_and_nobody_with_a_cookie() -> None:
    cors = Cors(Http(store_cors=("*", "http://named"), admin_cors=("http://a",)))
    stranger, named = dict(cors.headers("/store/x", b"http://evil.example")), dict(cors.headers("/store/x", b"http://named"))
    assert (stranger[b"access-control-allow-origin"], b"access-control-allow-credentials" in stranger) == (b"*", False)
    assert (named[b"access-control-allow-origin"], named[b"access-control-allow-credentials"]) == (b"http://named", b"true")
    assert not cors.trusts("/store/x", b"http://evil.example", {b"host": b"shop"})
    assert dict(cors.preflight("/store/x", b"http://evil.example", b"x-a") or [])[b"access-control-allow-headers"] == b"x-a"


async def test_the_document_tells_every_route_with_what_it_takes(client: httpx.AsyncClient) -> None:
    document = (await client.get("/docs/openapi.json")).json()
    assert sorted(path for path in document["paths"] if not path.startswith("/admin/workflows-executions")) == [
        "/admin/import",
        "/admin/lamps",
        "/admin/lamps/{id}",
        "/admin/lamps/{id}/shades",
        "/admin/lamps/{id}/switch",
        "/auth/session",
        "/public/echo",
        "/public/fails/{kind}",
        "/public/moved",
        "/public/raw",
        "/store/customers",
        "/store/customers/me",
        "/store/lamps",
        "/store/whoami",
    ]
    listing = document["paths"]["/admin/lamps"]["get"]
    parameters = {each["name"]: each for each in listing["parameters"]}
    assert parameters["limit"]["schema"] == {"type": "integer", "minimum": 0, "maximum": 9007199254740991, "default": 50}
    assert parameters["created_at"]["style"] == "deepObject"
    assert listing["security"] == [{"secret_key": []}, {"session": []}, {"bearer": []}]
    creating = document["paths"]["/admin/lamps"]["post"]
    assert creating["requestBody"] == {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CreateLamp"}}}}
    body = document["components"]["schemas"]["CreateLamp"]
    assert (body["required"], body["additionalProperties"]) == (["title"], False)
    assert document["paths"]["/store/whoami"]["get"]["security"][0] == {"publishable_key": []}
    assert (await client.get("/docs")).headers["content-type"] == "text/html; charset=utf-8"


async def test_the_shop_opens_its_database_when_served(merx_config: Config) -> None:
    app = App(merx_config)
    async with create_app(app).lifespan():
        assert app.database.is_open
    assert not app.database.is_open
