"""What the HTTP layer adds to a request: a handler that does nothing, ours against Litestar's own.

    .venv/bin/python benchmarks/http_layer.py

No socket and no database: CPU time in this process per request, with 300 other routes registered.
"""

import asyncio
import os
import statistics
import sys
import time
from typing import Any

import litestar
import msgspec

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.http import UNSET, Answer, Body, ListParams, Unset, create_app, get, post, tokens

REQUESTS = 5_000
ROUNDS = 7


class Query(ListParams, loose=True):
    region_id: str | Unset = UNSET


class Line(Body):
    variant_id: str
    quantity: int


def ours() -> Any:
    @get("/trivial", audience="public")
    async def trivial() -> Answer:
        return Answer(b"{}")

    @get("/public/products", audience="public")
    async def listing(query: Query) -> Answer:  # noqa: ARG001 - the cost of parsing is what counts
        return Answer(b"{}")

    @get("/admin/products/{id}")
    async def retrieve(id: str) -> Answer:  # noqa: A002, ARG001 - the path's own word; the cost of parsing is what counts
        return Answer(b"{}")

    @post("/public/carts/{id}/line-items", audience="public")
    async def add(id: str, data: Line) -> Answer:  # noqa: A002, ARG001 - the path's own word; the cost of parsing is what counts
        return Answer(b"{}")

    def filler(number: int) -> Any:
        @get(f"/admin/filler{number}/{{id}}")
        async def fill(id: str) -> Answer:  # noqa: A002, ARG001 - the path's own word; the cost of parsing is what counts
            return Answer(b"{}")

        return fill

    app = App(Config(packages=(), database_url="postgresql://nowhere/none", jwt_secret="j" * 32, cookie_secret="c" * 32))
    routes = [trivial, listing, retrieve, add, *(filler(n) for n in range(300))]
    token = tokens.issue(app.config, {"actor_id": "user_1", "actor_type": "user"}, 1)
    return create_app(app, routes=routes), create_app(app, routes=routes, access_log=False), token


def bare() -> Any:
    @litestar.get("/trivial")
    async def trivial() -> dict[str, str]:
        return {}

    def filler(number: int) -> Any:
        @litestar.get(f"/admin/filler{number}/{{key:str}}")
        async def fill(key: str) -> dict[str, str]:
            return {"key": key}

        return fill

    return litestar.Litestar([trivial, *(filler(n) for n in range(300))], openapi_config=None, logging_config=None)


async def measure(app: Any, method: str, path: str, query: bytes = b"", headers: tuple[tuple[bytes, bytes], ...] = (), body: bytes = b"") -> float:
    """Microseconds of CPU per request, the median of the rounds."""
    message = {"type": "http.request", "body": body, "more_body": False}
    statuses = set()

    async def receive() -> Any:
        return message

    async def send(answer: Any) -> None:
        if answer["type"] == "http.response.start":
            statuses.add(answer["status"])

    sent = [(b"host", b"localhost"), (b"accept", b"*/*"), (b"user-agent", b"bench"), *headers]
    rounds: list[float] = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for _ in range(REQUESTS):
            scope = {"type": "http", "http_version": "1.1", "method": method, "path": path, "raw_path": path.encode(), "root_path": "", "scheme": "http"}
            scope |= {"query_string": query, "headers": sent, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 9000), "extensions": {}}
            await app(scope, receive, send)
        rounds.append((time.process_time() - started) / REQUESTS * 1e6)
    assert all(status in (200, 201) for status in statuses), statuses
    return statistics.median(rounds)


async def main() -> None:
    shop, quiet, token = ours()
    base = bare()
    line = msgspec.json.encode({"variant_id": "variant_01", "quantity": 2})
    json_headers = ((b"content-type", b"application/json"), (b"content-length", str(len(line)).encode()))
    cases: list[tuple[str, Any]] = [
        ("bare Litestar, GET", measure(base, "GET", "/trivial")),
        ("Merx, GET, no log", measure(quiet, "GET", "/trivial")),
        ("Merx, GET", measure(shop, "GET", "/trivial")),
        (
            "Merx, GET with 4 query parameters",
            measure(shop, "GET", "/public/products", b"limit=20&fields=*variants.calculated_price&region_id=reg_01&order=-title"),
        ),
        (
            "Merx, GET with path parameter and bearer token",
            measure(shop, "GET", "/admin/products/prod_01", headers=((b"authorization", f"Bearer {token}".encode()),)),
        ),
        ("Merx, POST with a small body", measure(shop, "POST", "/public/carts/cart_01/line-items", headers=json_headers, body=line)),
    ]
    log, sys.stderr = sys.stderr, open(os.devnull, "w")  # noqa: SIM115, PTH123, ASYNC230 - closed with the process
    try:
        results = [(name, await case) for name, case in cases]
    finally:
        sys.stderr = log
    first = results[0][1]
    print(f"{'':52}{'µs CPU':>8}{'over bare':>12}")
    for name, micros in results:
        print(f"{name:52}{micros:8.1f}{micros - first:12.1f}")


if __name__ == "__main__":
    asyncio.run(main())
