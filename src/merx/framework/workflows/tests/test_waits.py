"""What the engine on PostgreSQL does for a run that waits, below the contract of all engines: the queue, words that cross, sleep that is cut short; and who may not wait."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from merx.framework.app import App
from merx.framework.jobs import Worker
from merx.framework.scope import Scope
from merx.framework.testing.engines.shop.workflows import Sale, reserve, sell_on_approval
from merx.framework.workflows import Misuse, step, workflow
from merx.framework.workflows.engines import statements
from merx.framework.workflows.tests.world import count, kill, ledger, steps_of, told, wait_for_abandoned

SALE = Sale(cart_id="cart_1", amount=Decimal("19.90"))
RUN = "sale.on_approval:cart_1"
SOLD = ["reserved cart_1", "placed cart_1", "sold cart_1"]
StartWorker = Callable[..., Awaitable[Worker]]


async def written(app: App) -> list[str]:
    """What the run itself wrote, not its subscribers."""
    return [text for text in await ledger(app) if not text.startswith("noted")]


def waiting(name: str = "test.waiting", **options: Any) -> Any:
    """A workflow that reserves, waits for an approval, and gives what it heard."""

    @workflow(name, durable=True, key=lambda: "one")
    async def wait(scope: Scope) -> Any:
        await reserve(scope, SALE)
        return await scope.wait_for("approval", **options)

    return wait


async def started(app: App, wait: Any) -> str:
    """A run of it that waits."""
    app.workflows[wait.name] = wait
    handle = await wait.start(app.scope())
    await app.engine.work(handle.id)
    assert await handle.status() == "waiting"
    return handle.id


async def test_a_sleeping_run_holds_no_process_and_a_worker_wakes_it(app: App, bank: Path, start_worker: StartWorker) -> None:
    # given
    handle = await sell_on_approval.start(app.scope(), SALE)
    await app.engine.work(handle.id)
    # then
    assert await handle.status() == "waiting"
    assert await count(app, "workflow_run", "lease_until IS NULL AND wake_at > now()") == 1
    assert await app.engine.take_over(10) == []
    assert await steps_of(app, RUN) == [("1", "sale.reserve", "done"), ("2", "sleep", "waiting")]
    # when
    await start_worker(poll=0.05)
    assert await handle.signal("approval", {"by": "Ada"})
    # then
    assert await handle.result(timeout=10) == "Ada"
    assert await written(app) == SOLD
    assert told(bank) == f"hold 19.90 [{RUN}/1/3]\n"


async def test_the_queue_holds_the_hour_at_which_the_run_goes_on(app: App) -> None:
    # given
    @workflow("test.rests", durable=True, key=lambda: "one")
    async def rests(scope: Scope) -> None:
        await scope.sleep(3600)

    # when
    await started(app, rests)
    # then
    jobs = await app.scope().rows("SELECT scheduled_at = wake_at AS at_the_hour FROM procrastinate_jobs, workflow_run WHERE scheduled_at IS NOT NULL")
    assert [job["at_the_hour"] for job in jobs] == [True]


async def test_a_word_that_comes_while_the_run_lies_down_is_not_missed(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    # given: the signal is said between the record of the wait and the moment in which the run lets go
    wait = waiting()
    app.workflows[wait.name] = wait
    suspend = app.engine.suspend

    async def late(lease: Any) -> None:
        await app.engine.signal("test.waiting:one", "approval", "heard")
        await suspend(lease)

    monkeypatch.setattr(app.engine, "suspend", late)
    # then
    assert await wait(app.scope()) == "heard"
    assert await count(app, "workflow_step") == 2


async def test_without_the_count_of_signals_the_same_word_is_missed(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the race above is real, and it is `signals` in SUSPEND that decides it."""
    monkeypatch.setattr(statements, "SUSPEND", statements.SUSPEND.replace("signals = $3", "signals >= $3"))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(1):
            await test_a_word_that_comes_while_the_run_lies_down_is_not_missed(app, monkeypatch)
    assert await app.engine.status("test.waiting:one") == "waiting"


async def test_a_killed_sleeper_sleeps_no_longer_than_it_meant_to(app: App) -> None:
    # given
    await kill(app, "before the sleep", workflow=sell_on_approval.name)
    (run_id,) = await wait_for_abandoned(app)
    await app.engine.work(run_id)
    first = await app.scope().value("SELECT wake_at FROM workflow_run")
    # when: somebody takes it up too early
    await app.engine.work(run_id)
    # then
    assert await app.scope().value("SELECT wake_at FROM workflow_run") == first
    assert await app.engine.status(run_id) == "waiting"


async def test_one_name_is_asked_for_once(app: App) -> None:
    # given
    @workflow("test.twice", durable=True, key=lambda: "one")
    async def twice(scope: Scope) -> None:
        await scope.wait_for("word")
        await scope.wait_for("word")

    run_id = await started(app, twice)
    await app.engine.signal(run_id, "word", 1)
    # when
    await app.engine.work(run_id)
    # then
    with pytest.raises(Misuse, match=r"'test.twice' waits for 'word' at its step 2, and did so at its step 1 already. Give each wait a name of its own"):
        await twice.handle(app.scope(), run_id).result(timeout=1)


async def test_an_atomic_workflow_refuses_to_wait_and_says_why(app: App) -> None:
    # given
    @workflow("test.atomic")
    async def atomic(scope: Scope) -> None:
        await scope.sleep(1)

    # then
    with pytest.raises(Misuse) as refused:
        await atomic(app.scope())
    assert str(refused.value) == (
        "scope.sleep(1) is called in the atomic workflow 'test.atomic'. Its transaction, and its locks, would stay open meanwhile. "
        "Wait in the body of a workflow that is declared with durable=True."
    )


async def test_a_step_refuses_to_wait_and_so_does_a_scope_of_no_workflow(app: App) -> None:
    # given
    @step("test.waits")
    async def waits(scope: Scope) -> None:
        await scope.wait_for("word")

    @workflow("test.body", durable=True)
    async def body(scope: Scope) -> None:
        await waits(scope)

    # then
    with pytest.raises(Misuse, match=r"scope.wait_for\('word'\) is called inside 'test.waits', a step of a durable workflow. A step is done at once or fails"):
        await body(app.scope())
    with pytest.raises(Misuse, match=r"scope.wait_for\('word'\) is called outside any workflow"):
        await app.scope().wait_for("word")
