"""What grows with the catalogue, and what does not: `make bench ARGS="--only scale"`.

One shop grows through the sizes asked for. Each request is asked alone, over HTTP: once to warm the caches, once more when no
count is remembered any longer, then for some seconds. See "Scale" in benchmarks/README.md.
"""

import asyncio
import json
import re
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
from catalogue import multiply
from shop import Filled, Shop, fill, opened
from varied import large, prepare, vary

SIZES = (1_000, 100_000, 1_000_000)
PER_PRODUCT = 6
FORGOTTEN = 10.5
"""Seconds after which no count is remembered: `merx.framework.query.counts`."""
FIELDS = "fields=*variants.calculated_price"


@dataclass(frozen=True)
class Request:
    name: str
    path: str
    body: dict[str, Any] | None = None

    def plan(self, filled: Filled) -> dict[str, Any]:
        token = {"token": filled.token} if self.path.startswith("/admin") else {}
        return filled.plan("list", method="GET" if self.body is None else "POST", path=self.path, body=self.body, **token)


@dataclass(frozen=True)
class Facts:
    """What requests are made of: ids that are there at every size, and how many products there are."""

    filled: Filled
    products: int
    category: str
    outlet: str
    option: str
    large: str


def requests(facts: Facts) -> list[Request]:
    region, middle = facts.filled.region, facts.products // 2
    number = f"N{max(2, middle):04d}"
    priced = f"limit=20&region_id={region}&{FIELDS}"

    def search(name: str, q: str, **more: Any) -> Request:
        filters = {"q": q, **more.pop("filters", {})}
        return Request(f"search, {name}", "/store/search", {"entity": "product", "filters": filters, **more})

    return [
        Request("product list", f"/store/products?{priced}"),
        Request("newest first", f"/store/products?{priced}&order=-created_at"),
        Request("offset 100", f"/store/products?{priced}&offset=100"),
        Request("offset 10,000", f"/store/products?{priced}&offset=10000"),
        Request("offset near the end", f"/store/products?{priced}&offset={facts.products - 40}"),
        Request("of a category", f"/store/products?{priced}&category_id[]={facts.category}"),
        Request("with a tag", f"/store/products?{priced}&tag_id[]=ptag_7"),
        Request("of another channel (admin)", f"/admin/products?limit=20&sales_channel_id[]={facts.outlet}"),
        Request("with an option's value", f"/store/products?{priced}&variants[options][value]=Red&variants[options][option_id]={facts.option}"),
        Request("with a SKU", f"/store/products?{priced}&variants[sku]={number}-Red-M"),
        Request("q, a number", f"/store/products?{priced}&q={number}"),
        Request("q, a common word", f"/store/products?{priced}&q=crimson"),
        Request("q, two words", f"/store/products?{priced}&q=crimson%20scarf"),
        Request("q, found nowhere", f"/store/products?{priced}&q=zyzzyva"),
        Request("product list (admin)", "/admin/products?limit=20"),
        Request("variant list", f"/store/product-variants?limit=20&region_id={region}"),
        Request("variant list (admin)", "/admin/product-variants?limit=20"),
        Request("variants, q (admin)", f"/admin/product-variants?limit=20&q={number}"),
        Request("variants, middle (admin)", f"/admin/product-variants?limit=20&offset={middle * PER_PRODUCT}"),
        Request("inventory list", "/admin/inventory-items?limit=20"),
        Request("inventory, middle", f"/admin/inventory-items?limit=20&offset={middle * PER_PRODUCT}"),
        Request("inventory, q", f"/admin/inventory-items?limit=20&q={number}"),
        search("a number", number),
        search("a common word", "crimson"),
        search("two words", "crimson scarf"),
        search("a word of every product", "woven"),
        search("misspelt", "crimsno scraf"),
        search("in a category", "crimson", filters={"category_ids": facts.category}),
        search("with facets", "crimson", search_options={"facets": ["category_ids", "tags"]}),
        Request("2,000 variants (admin)", f"/admin/products/{facts.large}"),
        Request("2,000 variants, priced", f"/store/products/{facts.large}?region_id={region}&{FIELDS}"),
    ]


def measure(sizes: list[int], seconds: float) -> None:
    with tempfile.TemporaryDirectory(prefix="merx-scale-") as folder, opened(Path(folder)) as shop:
        filled = fill(shop)
        post = {"authorization": f"Bearer {filled.token}"}
        outlet = shop.call("POST", "/admin/sales-channels", {"name": "Outlet"}, **post)["sales_channel"]["id"]
        there = 1
        for size in sizes:
            products = -(-size // PER_PRODUCT)
            asyncio.run(_grow(shop, outlet, there, products))
            if there == 1:
                biggest = large(shop, filled)
                asyncio.run(_put_last(shop, biggest))
            asyncio.run(_rested(shop))
            indexed = _indexed(shop, filled)
            facts = asyncio.run(_facts(shop, filled, products, outlet, biggest))
            print(f"\n#### {size:,} variants, {products:,} products ({indexed:.0f} s to index, {_size(shop)})\n", flush=True)
            _table(shop, facts, seconds)
            there = products
        print(f"\npeak RSS {shop.peak_megabytes:.0f} MB in {shop.processes} process(es)")


async def _grow(shop: Shop, outlet: str, there: int, products: int) -> None:
    connection = await asyncpg.connect(shop.database_url)
    try:
        if there == 1:
            await prepare(connection)
        await multiply(connection, products, there=there)
        await vary(connection, outlet, there=there if there > 1 else 0)
    finally:
        await connection.close()


async def _put_last(shop: Shop, product: str) -> None:
    """In no list that is measured: it is as large as two thousand others."""
    connection = await asyncpg.connect(shop.database_url)
    await connection.execute("UPDATE product SET created_at = '2001-01-01' WHERE id = $1", product)
    await connection.close()


async def _rested(shop: Shop) -> None:
    """Returns when everything that was said has been heard: two thousand variants are as many events."""
    connection = await asyncpg.connect(shop.database_url)
    while await connection.fetchval("SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE queue_name = 'merx' AND status IN ('todo', 'doing'))"):  # noqa: ASYNC110 - another process's work
        await asyncio.sleep(1)
    await connection.close()


def _indexed(shop: Shop, filled: Filled) -> float:
    """Seconds that the index of all products takes, by the shop's own worker."""
    headers, start = {"authorization": f"Bearer {filled.token}"}, time.monotonic()
    run = shop.call("POST", "/admin/search-indexes/product/reindex", {}, **headers)["job_id"]
    while True:
        found = shop.call("GET", f"/admin/workflows-executions?transaction_id={run}&fields=state", **headers)["workflow_executions"]
        if found and found[0]["state"] not in ("not_started", "invoking", "waiting_to_compensate"):
            if found[0]["state"] != "done":
                raise SystemExit(f"the index was not built: {found[0]}")
            return time.monotonic() - start
        time.sleep(0.5)


async def _facts(shop: Shop, filled: Filled, products: int, outlet: str, biggest: str) -> Facts:
    connection = await asyncpg.connect(shop.database_url)
    try:
        await connection.execute("VACUUM ANALYZE search_document")
        category = await connection.fetchval("SELECT id FROM product_category ORDER BY id OFFSET 50 LIMIT 1")
        option = await connection.fetchval("SELECT id FROM product_option WHERE title LIKE 'Colour of N%' ORDER BY id OFFSET $1 LIMIT 1", products // 2)
        return Facts(filled, products, category, outlet, option, biggest)
    finally:
        await connection.close()


def _size(shop: Shop) -> str:
    async def ask() -> str:
        connection = await asyncpg.connect(shop.database_url)
        try:
            return await connection.fetchval("SELECT pg_size_pretty(pg_database_size(current_database()))")
        finally:
            await connection.close()

    return asyncio.run(ask())


def _table(shop: Shop, facts: Facts, seconds: float) -> None:
    asked = requests(facts)
    print("| request | found | statements | counted ms | p50 ms | p95 ms | our CPU ms | PostgreSQL's CPU ms |\n|---|---:|---:|---:|---:|---:|---:|---:|")
    for each in asked:
        _ask(shop, facts.filled, each)
    time.sleep(FORGOTTEN)
    counted = [_ask(shop, facts.filled, each) for each in asked]
    asyncio.run(_rested(shop))
    with _logging(shop):
        statements = [min(_statements(shop, facts.filled, each) for _ in range(3)) for each in asked]
    for each, (took, count), number in zip(asked, counted, statements, strict=True):
        seen = shop.load(each.plan(facts.filled), concurrency=1, seconds=seconds)
        figures = f"{seen['p50']:.1f} | {seen['p95']:.1f} | {seen['ours']:.1f} | {seen['postgres']:.1f}"
        print(f"| {each.name} | {count} | {number} | {took:.1f} | {figures} |", flush=True)


def _ask(shop: Shop, filled: Filled, asked: Request) -> tuple[float, str]:
    """Milliseconds, and how many were found."""
    headers = {"content-type": "application/json", "x-publishable-api-key": filled.key, "authorization": f"Bearer {filled.token}"}
    if asked.path.startswith("/store"):
        del headers["authorization"]
    body = None if asked.body is None else json.dumps(asked.body).encode()
    url = f"http://127.0.0.1:{shop.port}{asked.path}"
    start = time.perf_counter()
    with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=120) as response:
        answer = json.load(response)
    took = 1000 * (time.perf_counter() - start)
    count = answer["results"][0]["metadata"]["count"] if "results" in answer else answer.get("count", 1)
    return took, f"{count:,}"


@contextmanager
def _logging(shop: Shop) -> Iterator[None]:
    """While statements are written to the server's log."""

    async def switch(value: str) -> None:
        connection = await asyncpg.connect(shop.database_url)
        await connection.execute(f"ALTER SYSTEM SET log_statement = '{value}'")
        await connection.execute("SELECT pg_reload_conf()")
        await connection.close()
        await asyncio.sleep(0.5)  # sessions read the new setting before their next statement

    asyncio.run(switch("all"))
    try:
        yield
    finally:
        asyncio.run(switch("none"))


def _statements(shop: Shop, filled: Filled, asked: Request) -> int:
    """SELECTs of one request that are no worker's: those with parameters of the prepared kind."""
    before = shop.postgres_log.stat().st_size
    _ask(shop, filled, asked)
    time.sleep(0.05)
    with shop.postgres_log.open("rb") as log:
        log.seek(before)
        text = log.read().decode(errors="replace")
    return len(re.findall(r"LOG:  execute __asyncpg_stmt_\w+__: \s*(?:SELECT|WITH)", text))
