"""What a query costs in Python and in PostgreSQL: `python benchmarks/query.py` (some seconds; starts a server of its own).

The shop is that of the query tests: 1,000 teas with 6 tins each, tins linked to stock with levels, flavours, labels, shelves.
Asked is a page of 20 teas with all of it and a quantity that SQL computes. The last column of the first table is CPU time
of this process; PostgreSQL's share is what EXPLAIN ANALYZE says of the same text.
"""

import asyncio
import time
from collections.abc import Callable
from decimal import Decimal
from statistics import median
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.data.migrations.schema import metadata_of
from merx.framework.postgres import create_database, drop_database
from merx.framework.query import Calculations, Compiler, Computed, selection
from merx.framework.query.tests.shop.catalog.models import Flavour, Label, Shelf, Tea, TeaFlavour, Tin
from merx.framework.query.tests.shop.catalog.service import CatalogService
from merx.framework.query.tests.shop.links import tin_stock
from merx.framework.query.tests.shop.stock.models import Level, StockItem
from merx.framework.query.tests.shop.stock.service import StockService
from merx.framework.scope import Scope
from merx.framework.testing.server import running_server

SHOP = "merx.framework.query.tests.shop"
DEFAULTS = (
    "id",
    "title",
    "kind",
    "rating",
    "is_loose",
    "picked_at",
    "created_at",
    "updated_at",
    "metadata",
    "*shelf",
    "*label",
    "*flavours",
    "*tins",
    "*tins.stock_items",
)
RUNS = 300


async def main() -> None:
    with running_server() as url:
        database = create_database(url, "merx_benchmark_query")
        try:
            async with App(Config(packages=(SHOP,), database_url=database)) as app:
                create_tables(app, database)
                await fill(app.scope())
                await measure(app)
        finally:
            drop_database(url, "merx_benchmark_query")


def create_tables(app: App, url: str) -> None:
    tables = metadata_of(model for model in app.graph.models.values() if model.__module__.startswith((SHOP, "merx.framework.data")))
    dialect = postgresql.dialect()
    with psycopg.connect(url, autocommit=True) as connection:
        for table in tables.sorted_tables:
            connection.execute(str(sa.schema.CreateTable(table).compile(dialect=dialect)).encode())
            for index in table.indexes:
                connection.execute(str(sa.schema.CreateIndex(index).compile(dialect=dialect)).encode())


async def fill(scope: Scope) -> None:
    catalog, stock = scope[CatalogService], scope[StockService]
    async with scope.transaction():
        shelves = await catalog.shelves.create([Shelf(label=f"Shelf {n}") for n in range(10)])
        flavours = await catalog.flavours.create([Flavour(name=f"flavour {n}", rank=n) for n in range(30)])
        teas = await catalog.teas.create([Tea(title=f"Tea {n}", kind="black", shelf_id=shelves[n % 10].id, metadata={"n": n}) for n in range(1000)])
        await catalog.labels.create([Label(tea_id=tea.id, text="A label") for tea in teas])
        await catalog.tea_flavours.create([TeaFlavour(tea_id=t.id, flavour_id=flavours[(n + k) % 30].id) for n, t in enumerate(teas) for k in range(3)])
        tins = await catalog.tins.create([Tin(tea_id=t.id, sku=f"{t.id}-{k}", price=Decimal("9.50"), tin_rank=k) for t in teas for k in range(6)])
        items = await stock.items.create([StockItem(name=tin.sku or "") for tin in tins])
        await tin_stock.add(scope, [(tin.id, item.id) for tin, item in zip(tins, items, strict=True)])
        await stock.levels.create([Level(stock_item_id=item.id, place=place, quantity=Decimal(7)) for item in items for place in ("here", "there")])
    await scope.rows("ANALYZE")


def request() -> dict[str, Any]:
    fields = selection("*tins.quantity,+deleted_at", defaults=DEFAULTS)
    return {"fields": fields, "filters": {"kind": "black", "tins": {"price": {"$gt": 1}}}, "order": "-created_at", "limit": 20, "context": {"place": "here"}}


async def measure(app: App) -> None:
    scope = app.scope()

    async def page() -> bytes:
        return await scope.query.page("tea", "teas", **request())

    size = len(await page())
    wall, cpu = await timed(page)
    print(f"page of 20 teas, 120 tins, {size / 1000:.0f} kB: {wall:.2f} ms wall, {cpu:.2f} ms CPU of ours")
    calls: list[tuple[str, tuple[Any, ...]]] = []
    recorder = Recorder(app, calls)
    await recorder.query.page("tea", "teas", **request())
    (sql, arguments), *_ = calls
    print(f"statement: {len(sql) / 1000:.1f} kB of text, {len(arguments)} parameters")
    plan: list[str] = []
    async with app.database.connection() as connection:
        for _ in range(10):
            plan = [row[0] for row in await connection.fetch("EXPLAIN (ANALYZE, TIMING OFF) " + sql, *arguments)]
        print("PostgreSQL:", *plan[-2:])
        bare = await timed(lambda: connection.fetchval(sql, *arguments))
        print(f"the same text on asyncpg alone: {bare[0]:.2f} ms wall, {bare[1]:.2f} ms CPU of ours")
    cold = micro(lambda: compile_once(app), 20)
    print(f"a shape met for the first time: {cold / 1000:.1f} ms of Python")
    print(f"selection of a known `fields`: {micro(request, 2000):.1f} µs")
    print(f"known shape, all but the statement's run: {await overhead(app):.0f} µs")


class Recorder(Scope):
    """Notes statements instead of running them, when `answer` is given."""

    def __init__(self, app: App, calls: list[tuple[str, tuple[Any, ...]]], answer: bytes | None = None) -> None:
        super().__init__(app)
        self.calls, self.answer = calls, answer

    async def value(self, sql: str, /, *arguments: Any) -> Any:
        self.calls.append((sql, arguments))
        return self.answer if self.answer is not None else await super().value(sql, *arguments)


async def overhead(app: App) -> float:
    scope, times = Recorder(app, [], b"{}"), list[float]()
    asked = request()
    for _ in range(2000):
        start = time.perf_counter()
        await scope.query.page("tea", "teas", **asked)
        times.append(time.perf_counter() - start)
    return median(times) * 1e6


def compile_once(app: App) -> None:
    shape = request()
    compiler = Compiler(app.graph, Calculations(app.found("computed", Computed)))
    app.__dict__["compiler"] = compiler
    asyncio.get_running_loop()  # the recorder never awaits anything that waits
    step = Recorder(app, [], b"{}").query.page("tea", "teas", **shape)
    try:
        step.send(None)
    except StopIteration:
        return


async def timed(call: Callable[[], Any]) -> tuple[float, float]:
    for _ in range(20):
        await call()
    walls: list[float] = []
    used = time.process_time()
    for _ in range(RUNS):
        start = time.perf_counter()
        await call()
        walls.append(time.perf_counter() - start)
    return median(walls) * 1e3, (time.process_time() - used) / RUNS * 1e3


def micro(call: Callable[[], Any], runs: int) -> float:
    times: list[float] = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return median(times) * 1e6


if __name__ == "__main__":
    asyncio.run(main())
