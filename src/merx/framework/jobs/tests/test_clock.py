"""Which times of a job are run: each once, late ones by its terms, and never two at once unless it says so."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from merx.framework.app import App
from merx.framework.jobs import Job, JobService, Worker, job
from merx.framework.jobs.clock import Clock
from merx.framework.scope import Scope
from merx.framework.testing.engines.shop.service import LedgerService
from merx.framework.workflows.tests.world import app_on, count, eventually, ledger

Start = Callable[..., Awaitable[Worker]]
QUEUED = "task_name = 'merx.job'"


@pytest.fixture
def jobs(app: App) -> dict[str, Job]:
    """The app's jobs, none to begin with."""
    app.jobs.clear()
    return app.jobs


def add(jobs: dict[str, Job], **terms: object) -> Job:
    @job("write", **{"schedule": "* * * * * *"} | terms)  # type: ignore[arg-type]  # what the tests vary
    async def write(scope: Scope, scheduled_for: datetime) -> None:
        await scope[LedgerService].write(f"{scheduled_for:%S.%f}", key=scope.step_key)

    jobs["write"] = write
    return write


async def is_last_run(app: App, ago: timedelta) -> None:
    """As if all workers had been down since `ago`."""
    await Clock(app).introduce()
    await app.scope().value("UPDATE job_state SET scheduled_for = clock_timestamp() - $1::interval", ago)


async def waiting(app: App) -> int:
    return await count(app, "procrastinate_jobs", QUEUED)


async def test_a_new_job_begins_with_its_next_time(app: App, jobs: dict[str, Job]) -> None:
    # given
    add(jobs, schedule=timedelta(hours=1))
    clock = Clock(app)
    await clock.introduce()
    # when
    pause = await clock.tick()
    # then
    assert await waiting(app) == 0
    assert 0 < pause <= 60


async def test_a_time_is_taken_once_by_however_many_clocks_and_never_an_earlier_one(app: App, jobs: dict[str, Job]) -> None:
    # given
    add(jobs, concurrency="allow")
    await is_last_run(app, timedelta(seconds=3))
    async with app_on(app.database.url) as other:
        other.jobs.clear()
        other.jobs.update(jobs)
        # when
        await asyncio.gather(*(Clock(each).tick() for each in (app, other, app, other)))
    # then
    times = [row[0] for row in await app.scope().rows("SELECT (args->>'timestamp')::float FROM procrastinate_jobs ORDER BY 1")]
    assert times == [times[0] + number for number in range(len(times))]
    assert len(times) in (3, 4)
    state = await app.scope()[JobService].states.retrieve("write")
    assert (state.scheduled_for, state.executions) == (datetime.fromtimestamp(times[-1], UTC), len(times))


@pytest.mark.parametrize(("missed", "runs"), [("skip", 0), ("catch_up", 1)])
async def test_of_the_times_that_nobody_was_there_for_the_last_is_run_if_the_job_says_so(app: App, jobs: dict[str, Job], missed: str, runs: int) -> None:
    # given: every two hours, an odd hour away from now
    write = add(jobs, schedule=timedelta(hours=2), missed=missed)
    await is_last_run(app, timedelta(days=3))
    last = write.schedule.before(datetime.now(UTC))
    if datetime.now(UTC) - last < timedelta(minutes=2):
        write.schedule = Clock_an_hour_later()
        last = write.schedule.before(datetime.now(UTC))
    # when
    for _ in range(3):
        await Clock(app).tick()
    # then
    assert await waiting(app) == runs
    assert await count(app, "procrastinate_jobs", f"(args->>'timestamp')::float = {last.timestamp()}") == runs


class Clock_an_hour_later:  # noqa: N801 - reads as a phrase where it is used
    """Each hour of uneven number since 1970."""

    def before(self, moment: datetime) -> datetime:
        return datetime.fromtimestamp((moment.timestamp() - 3600) // 7200 * 7200 + 3600, UTC)

    def after(self, moment: datetime) -> datetime:
        return self.before(moment) + timedelta(hours=2)


async def test_while_one_run_waits_further_times_are_left_out(app: App, jobs: dict[str, Job]) -> None:
    # given
    add(jobs)
    await is_last_run(app, timedelta(seconds=5))
    # when
    await Clock(app).tick()
    # then
    assert await waiting(app) == 1
    assert (await app.scope()[JobService].states.retrieve("write")).executions == 1


async def test_after_its_number_of_executions_a_job_runs_no_more_not_even_after_a_restart(app: App, jobs: dict[str, Job], start_worker: Start) -> None:
    # given
    add(jobs, concurrency="allow", number_of_executions=2)
    await is_last_run(app, timedelta(seconds=10))
    for _ in range(2):
        # when
        worker = await start_worker(poll=0.1)
        await eventually(lambda: has(app, 2))
        await asyncio.sleep(1.2)
        await worker.stop()
        # then
        assert len(await ledger(app)) == 2
    assert await waiting(app) == 0


async def has(app: App, number: int) -> bool:
    return len(await ledger(app)) >= number


async def test_a_job_knows_what_time_it_is_run_for_and_has_a_key_of_its_own(app: App, jobs: dict[str, Job], start_worker: Start) -> None:
    # given
    add(jobs, number_of_executions=1)
    # when
    worker = await start_worker(poll=0.1)
    await eventually(lambda: has(app, 1))
    await worker.stop()
    # then
    (entry,) = await app.scope()[LedgerService].entries.list()
    state = await app.scope()[JobService].states.retrieve("write")
    assert entry.text == f"{state.scheduled_for:%S}.000000"
    assert entry.key == f"job/write/{state.scheduled_for.isoformat()}/0"


@pytest.mark.parametrize(("concurrency", "at_once"), [("forbid", 1), ("allow", 2)])
async def test_two_runs_are_under_way_at_once_only_where_the_job_allows_it(jobs: dict[str, Job], start_worker: Start, concurrency: str, at_once: int) -> None:
    # given
    running, most = 0, 0

    @job("slow", schedule="* * * * * *", concurrency=concurrency)  # type: ignore[arg-type]  # a literal of the two
    async def slow(_: Scope) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(1.5)
        running -= 1

    jobs["slow"] = slow
    # when
    worker = await start_worker(poll=0.1)
    await asyncio.sleep(4)
    await worker.stop()
    # then
    assert most == at_once


async def test_a_job_that_fails_waits_for_its_next_time(jobs: dict[str, Job], start_worker: Start) -> None:
    # given
    tries: list[datetime] = []

    @job("fail", schedule="* * * * * *", number_of_executions=2)
    async def fail(_: Scope, scheduled_for: datetime) -> None:
        tries.append(scheduled_for)
        raise ConnectionError("the ERP is away")

    jobs["fail"] = fail
    # when
    worker = await start_worker(poll=0.1)
    await asyncio.sleep(3)
    await worker.stop()
    # then
    assert [later - earlier for earlier, later in pairwise(tries)] == [timedelta(seconds=1)]


async def test_a_run_of_a_job_that_is_gone_says_so(app: App, jobs: dict[str, Job], start_worker: Start, caplog: pytest.LogCaptureFixture) -> None:
    # given
    add(jobs)
    await is_last_run(app, timedelta(seconds=2))
    await Clock(app).tick()
    jobs.clear()
    # when
    worker = await start_worker(poll=0.1)

    async def has_failed() -> bool:
        return await count(app, "procrastinate_jobs", "status = 'failed'") == 1

    await eventually(has_failed)
    await worker.stop()
    # then
    assert "no job is called 'write': it was renamed or removed while its run for " in caplog.text
