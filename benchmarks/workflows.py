"""What workflows and events cost: runs a second and added latency, and how long an event takes to its subscriber.

`make bench ARGS="--only workflows"`, or `python benchmarks/workflows.py`. One process, the embedded PostgreSQL as a shop has it.
"""

import argparse
import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.data import migrations
from merx.framework.events import Event
from merx.framework.events.subscriber import Subscriber
from merx.framework.jobs import Worker
from merx.framework.postgres import open_database
from merx.framework.scope import Scope
from merx.framework.workflows import step, workflow

CONCURRENCIES = (1, 8, 32)
EVENTS = 300
BURST = 1000


async def write(scope: Scope, number: int) -> int:
    return await scope.value("INSERT INTO bench (number) VALUES ($1) RETURNING number", number)


@step("bench.local")
async def local(scope: Scope, number: int) -> int:
    return await write(scope, number)


@step("bench.external", external=True)
async def external(scope: Scope, number: int) -> str:
    await asyncio.sleep(0)  # the others' time is theirs
    return f"{scope.step_key}-{number}"


async def five_writes(scope: Scope) -> None:
    async with scope.transaction():
        for number in range(5):
            await write(scope, number)


@workflow("bench.atomic")
async def atomic(scope: Scope) -> None:
    for number in range(5):
        await local(scope, number)


@workflow("bench.durable", durable=True)
async def durable(scope: Scope) -> None:
    for number in range(5):
        await local(scope, number)


@workflow("bench.outside", durable=True)
async def outside(scope: Scope) -> None:
    await local(scope, 0)
    for number in range(3):
        await external(scope, number)
    await local(scope, 1)


KINDS: dict[str, Callable[[Scope], Awaitable[None]]] = {
    "five writes in a transaction, no workflow": five_writes,
    "atomic, five steps of one write": atomic,
    "durable, five local steps of one write": durable,
    "durable, two local and three external steps": outside,
}


def measure(rounds: int, seconds: float) -> None:
    """Print the tables."""
    asyncio.run(_measure(rounds, seconds))


async def _measure(rounds: int, seconds: float) -> None:
    async with opened() as app:
        print("\n### Workflows\n\n| | at once | runs/s | p50 ms | p95 ms | added p50 ms |\n|---|---:|---:|---:|---:|---:|")
        bare: dict[int, float] = {}
        for name, work in KINDS.items():
            await load(app, work, 8, 1)  # connections, prepared statements
            for concurrency in CONCURRENCIES:
                results = [await load(app, work, concurrency, seconds) for _ in range(rounds)]
                rate, p50, p95 = (median(values) for values in zip(*results, strict=True))
                added = p50 - bare.setdefault(concurrency, p50)
                print(f"| {name} | {concurrency} | {rate:.0f} | {p50:.1f} | {p95:.1f} | {added:.1f} |", flush=True)
        await events(app)


@asynccontextmanager
async def opened() -> AsyncIterator[App]:
    with tempfile.TemporaryDirectory(prefix="merx-bench-") as folder, await asyncio.to_thread(open_database, None, Path(folder)) as database:
        app = App(Config(packages=(), database_url=database.url, pool_size=20))
        app.workflows.update({each.name: each for each in (atomic, durable, outside)})
        await migrations.migrate(app)
        async with app:
            await app.scope().value("CREATE TABLE bench (id bigserial PRIMARY KEY, number int)")
            yield app


async def load(app: App, work: Callable[[Scope], Awaitable[None]], concurrency: int, seconds: float) -> tuple[float, float, float]:
    """Runs a second, and the median and 95 % of their latencies in ms."""
    took: list[float] = []
    start = perf_counter()

    async def keep_on() -> None:
        while (began := perf_counter()) < start + seconds:
            await work(app.scope())
            took.append(1000 * (perf_counter() - began))

    await asyncio.gather(*(keep_on() for _ in range(concurrency)))
    return len(took) / (perf_counter() - start), median(took), quantiles(took, n=20)[-1]


async def events(app: App) -> None:
    """From before `emit` to the subscriber's first line, one event at a time; and how many a second when many wait."""
    arrived: dict[int, float] = {}

    async def listen(_: Scope, event: Event[dict[str, int]]) -> None:
        arrived[event.data["number"]] = perf_counter()

    app.subscribers["listen"] = Subscriber(("bench.said",), "listen", listen)
    worker = Worker(app)
    await worker.start()
    await asyncio.sleep(1)
    took: list[float] = []
    for number in range(EVENTS):
        said = perf_counter()
        await app.scope().emit("bench.said", {"number": number})
        while number not in arrived:  # noqa: ASYNC110 - an Event's own time would be measured too
            await asyncio.sleep(0.0005)
        took.append(1000 * (arrived[number] - said))
    cuts = quantiles(took, n=100)
    start = perf_counter()
    await app.scope().emit("bench.said", [{"number": EVENTS + number} for number in range(BURST)])
    while len(arrived) < EVENTS + BURST:  # noqa: ASYNC110 - as above
        await asyncio.sleep(0.01)
    rate = BURST / (perf_counter() - start)
    await worker.stop()
    print("\n### Event to subscriber\n\n| p50 ms | p95 ms | p99 ms | deliveries/s when 1000 wait |\n|---:|---:|---:|---:|")
    print(f"| {median(took):.1f} | {cuts[94]:.1f} | {cuts[98]:.1f} | {rate:.0f} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="each figure is the median of so many rounds")
    parser.add_argument("--seconds", type=float, default=3, help="how long a round takes")
    given = parser.parse_args()
    measure(given.rounds, given.seconds)
