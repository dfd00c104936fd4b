"""What a product list, a checkout and workflows cost: `make bench`, or `python benchmarks/run.py --help`. See benchmarks/README.md."""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import asyncpg
import importing
import prices
import scale
import workflows
from catalogue import PRODUCTS, multiply
from limit import PgBench, statements_of
from shop import Filled, Shop, fill, opened

FIELDS = "*variants.calculated_price"
CONCURRENCIES = (1, 8, 32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="each figure is the median of so many rounds")
    parser.add_argument("--seconds", type=float, default=5, help="how long a round takes")
    parser.add_argument("--products", type=int, default=PRODUCTS)
    choices = ("list", "checkout", "workflows", "import", "scale", "prices")
    parser.add_argument("--only", choices=choices, help="one of them; the import, scale and prices only if asked for")
    parser.add_argument("--variants", default=",".join(map(str, scale.SIZES)), help="the sizes that scale goes through")
    parser.add_argument("--rows", type=int, default=50_000, help="of the file that is imported")
    parser.add_argument("--soak", type=float, metavar="SECONDS", help="keep up the load and print memory and rate over time")
    options = parser.parse_args()
    if options.only == "prices":
        prices.measure(options.rounds, options.seconds, options.products)
        return
    if options.only == "import":
        importing.measure(options.rows)
        return
    if options.only == "scale":
        scale.measure([int(size) for size in options.variants.split(",")], min(options.seconds, 2))
        return
    if options.only != "workflows":
        of_a_shop(options)
    if options.only in (None, "workflows") and not options.soak:
        workflows.measure(options.rounds, min(options.seconds, 3))


def of_a_shop(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="merx-bench-") as folder, opened(Path(folder)) as shop:
        print(f"first answer after {shop.first_answer:.2f} s, idle {shop.idle_megabytes:.0f} MB in {shop.processes} process(es)", flush=True)
        filled = fill(shop)
        variants = asyncio.run(_with_connection(shop, lambda connection: multiply(connection, options.products)))
        print(f"{options.products} products, {variants} variants; {os.cpu_count()} cores; {_versions(shop)}", flush=True)
        if options.soak:
            soak(shop, filled, options.soak)
        else:
            measure(shop, filled, options)


async def _with_connection(shop: Shop, work: Any) -> Any:
    connection = await asyncpg.connect(shop.database_url)
    try:
        return await work(connection)
    finally:
        await connection.close()


def _versions(shop: Shop) -> str:
    version = asyncio.run(_with_connection(shop, lambda connection: connection.fetchval("SHOW server_version")))
    return f"Python {sys.version.split()[0]}, PostgreSQL {version.split()[0]}"


def measure(shop: Shop, filled: Filled, options: argparse.Namespace) -> None:
    listing = filled.plan("list", path=f"/store/products?limit=20&region_id={filled.region}&fields={FIELDS}")
    if options.only != "checkout":
        _table("GET /store/products?limit=20 with calculated prices", shop, listing, options)
        _limit(shop, listing, options)
    if options.only != "list":
        variants = asyncio.run(_with_connection(shop, lambda c: c.fetch("SELECT id FROM product_variant ORDER BY md5(id) LIMIT 500")))
        _table("checkout, eight requests", shop, filled.plan("checkout", variants=[row["id"] for row in variants]), options)
    print(f"\npeak RSS {shop.peak_megabytes:.0f} MB in {shop.processes} process(es)")


RATES: dict[int, float] = {}


def _table(title: str, shop: Shop, plan: dict[str, Any], options: argparse.Namespace) -> None:
    print(f"\n### {title}\n\n| at once | per second | p50 ms | p95 ms | p99 ms | our CPU ms | PostgreSQL's CPU ms |\n|---:|---:|---:|---:|---:|---:|---:|")
    shop.load(plan, concurrency=8, seconds=2)  # connections, prepared statements, caches
    for concurrency in CONCURRENCIES:
        rounds = [shop.load(plan, concurrency=concurrency, seconds=options.seconds) for _ in range(options.rounds)]
        typical = {name: median(one[name] for one in rounds) for name in rounds[0]}
        RATES[concurrency] = typical["rate"] if plan["kind"] == "list" else RATES.get(concurrency, 0)
        cells = (f"{typical['rate']:.0f}", *(f"{typical[name]:.1f}" for name in ("p50", "p95", "p99")), f"{typical['ours']:.2f}", f"{typical['postgres']:.2f}")
        print(f"| {concurrency} | {' | '.join(cells)} |", flush=True)


def _limit(shop: Shop, plan: dict[str, Any], options: argparse.Namespace) -> None:
    """The same statements without us: what this machine's PostgreSQL gives."""
    with _logged(shop):
        shop.load(plan, concurrency=1, seconds=0.5)
    statements = statements_of(shop.postgres_log)
    bench = PgBench(shop.database_url, statements)
    print(
        f"\n### The same {len(statements)} statement(s) by {bench.name}\n\n| at once | per second | ours / limit | PostgreSQL's CPU ms |\n|---:|---:|---:|---:|"
    )
    for concurrency in CONCURRENCIES:
        rounds: list[tuple[float, float]] = []
        for _ in range(options.rounds):
            before = shop.postgres_seconds()
            rate, count = bench.run(concurrency, options.seconds)
            rounds.append((rate, 1000 * (shop.postgres_seconds() - before) / count))
        rate, cpu = (median(values) for values in zip(*rounds, strict=True))
        print(f"| {concurrency} | {rate:.0f} | {RATES[concurrency] / rate:.0%} | {cpu:.2f} |", flush=True)


@contextmanager
def _logged(shop: Shop) -> Iterator[None]:
    """While statements and their parameters are written to the server's log."""

    async def switch(connection: asyncpg.Connection, *, on: bool) -> None:
        for name, value in (("log_statement", "all"), ("log_parameter_max_length", "-1")):
            await connection.execute(f"ALTER SYSTEM SET {name} = '{value}'" if on else f"ALTER SYSTEM RESET {name}")
        await connection.execute("SELECT pg_reload_conf()")

    asyncio.run(_with_connection(shop, lambda connection: switch(connection, on=True)))
    time.sleep(0.5)  # sessions read the new settings before their next statement
    try:
        yield
    finally:
        asyncio.run(_with_connection(shop, lambda connection: switch(connection, on=False)))
        time.sleep(0.5)


def soak(shop: Shop, filled: Filled, seconds: float) -> None:
    """Twenty slices of load, checkouts and lists in turn: rates and memory must not drift."""
    listing = filled.plan("list", path=f"/store/products?limit=20&region_id={filled.region}&fields={FIELDS}")
    variants = asyncio.run(_with_connection(shop, lambda c: c.fetch("SELECT id FROM product_variant ORDER BY md5(id) LIMIT 500")))
    buying = filled.plan("checkout", variants=[row["id"] for row in variants])
    print("\n| minute | lists/s | checkouts/s | RSS MB | peak MB |\n|---:|---:|---:|---:|---:|")
    start = time.monotonic()
    for _ in range(20):
        lists = shop.load(listing, concurrency=8, seconds=seconds / 40)
        orders = shop.load(buying, concurrency=8, seconds=seconds / 40)
        cells = (
            f"{(time.monotonic() - start) / 60:.1f}",
            f"{lists['rate']:.0f}",
            f"{orders['rate']:.1f}",
            f"{shop.megabytes:.0f}",
            f"{shop.peak_megabytes:.0f}",
        )
        print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
