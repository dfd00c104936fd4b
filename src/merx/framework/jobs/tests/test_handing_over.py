"""A job that was given to another process is that one's; a job whose end could not be written is done again."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from merx.framework.app import App
from merx.framework.events import Event, delivery
from merx.framework.events.subscriber import Handler, Subscriber
from merx.framework.jobs import Worker, job
from merx.framework.jobs.queue import JOB, defer
from merx.framework.scope import Scope
from merx.framework.testing.engines.shop.service import LedgerService
from merx.framework.workflows import workflow
from merx.framework.workflows.tests.world import count, eventually, ledger

Start = Callable[..., Awaitable[Worker]]
DELIVERIES = "task_name = 'merx.deliver'"

# As `REVIVE` and a fetch do it, when a worker has been silent for too long.
_TAKEN_OVER = """
WITH other AS (INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id)
UPDATE procrastinate_jobs SET attempts = attempts + 1, worker_id = other.id FROM other WHERE task_name = 'merx.deliver'"""
_FAIL_ONCE = """
CREATE SEQUENCE ends;
CREATE FUNCTION refuse_the_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF nextval('ends') = 1 THEN RAISE 'the disk is full'; END IF; RETURN OLD; END $$;
CREATE TRIGGER refuse_the_first BEFORE DELETE ON procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION refuse_the_first()"""


@workflow("test.note")
async def note(scope: Scope, text: str) -> None:
    await scope[LedgerService].write(text)


async def said_to(app: App, function: Handler) -> None:
    """An event with `function` as its only subscriber."""
    app.jobs.clear()
    app.subscribers["clerk"] = Subscriber(("said",), "clerk", function)
    await app.scope().emit("said", {})


@pytest.mark.parametrize("fails", [False, True])
async def test_who_slept_and_lost_its_job_neither_ends_it_nor_has_it_tried_again(app: App, start_worker: Start, *, fails: bool) -> None:
    """Before jobs were fenced, the sleeper's end was the job's: whatever the other process had not done yet, nobody did."""
    # given
    is_in, may_go_on = asyncio.Event(), asyncio.Event()

    async def clerk(scope: Scope, _: Event[dict[str, str]]) -> None:
        await note(scope, "first")
        is_in.set()
        await may_go_on.wait()
        if fails:
            raise ConnectionError

    await said_to(app, clerk)
    worker = await start_worker(poll=60)
    await asyncio.wait_for(is_in.wait(), 10)
    # when
    await app.scope().value(_TAKEN_OVER)
    may_go_on.set()
    await worker.stop()
    # then: it is the other's, as it was, and so is the memory of what is done
    assert await count(app, "procrastinate_jobs", f"{DELIVERIES} AND status = 'doing' AND attempts = 1") == 1
    assert await count(app, "done_once") == 1
    assert await count(app, "dead_letter") == 0


async def test_the_last_try_of_who_slept_parks_nothing(app: App) -> None:
    # given
    async def clerk(scope: Scope, _: Event[dict[str, str]]) -> None:
        await note(scope, "first")
        raise ConnectionError

    await said_to(app, clerk)
    event_id, job = await app.scope().value("SELECT id FROM event"), await app.scope().value(f"SELECT id FROM procrastinate_jobs WHERE {DELIVERIES}")
    await app.scope().value("UPDATE procrastinate_jobs SET attempts = 5")
    # when
    with pytest.raises(ConnectionError):
        await delivery.deliver(app, [event_id], "clerk", delivery.TRIES, job)
    # then
    assert await count(app, "dead_letter") == 0
    assert await count(app, "done_once") == 1


async def test_a_job_whose_end_cannot_be_written_is_done_again_by_a_worker_of_the_same_process(app: App, start_worker: Start) -> None:
    """Before, it stayed "doing" for as long as the process lived: its worker was alive, so it was nobody's orphan."""
    # given
    heard: list[str] = []

    async def clerk(scope: Scope, event: Event[dict[str, str]]) -> None:
        heard.append(event.name)
        await note(scope, "first")

    async with app.scope().connection() as connection:
        await connection.execute(_FAIL_ONCE)
    await said_to(app, clerk)
    # when
    worker = await start_worker(poll=0.1)

    async def is_over() -> bool:
        return await count(app, "procrastinate_jobs", DELIVERIES) == 0

    await eventually(is_over)
    await worker.stop()
    # then
    assert heard == ["said", "said"]
    assert await ledger(app) == ["first"]


async def test_a_job_whose_database_went_away_is_begun_again_though_its_next_time_waits(app: App, start_worker: Start) -> None:
    # given
    app.jobs.clear()
    tries: list[datetime] = []

    @job("cut-off", schedule=timedelta(days=1))
    async def cut_off(scope: Scope, scheduled_for: datetime) -> None:
        tries.append(scheduled_for)
        if len(tries) == 1:
            await enqueue(app, SECOND)
            async with scope.transaction():
                await scope.value("SELECT pg_terminate_backend(pg_backend_pid())")

    app.jobs["cut-off"] = cut_off
    await enqueue(app, FIRST)
    # when
    worker = await start_worker(poll=0.1, concurrency=1)

    async def is_over() -> bool:
        return await count(app, "procrastinate_jobs") == 0

    await eventually(is_over)
    await worker.stop()
    # then
    assert tries[0] == FIRST
    assert sorted(tries[1:]) == [FIRST, SECOND]


FIRST, SECOND = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)


async def enqueue(app: App, moment: datetime) -> None:
    """As the clock does it at that hour."""
    arguments = "jsonb_build_object('job', 'cut-off', 'timestamp', $1::float)"
    await app.scope().value(defer(JOB, arguments, "(SELECT 1) AS one", lock="'job:cut-off'"), moment.timestamp())
