"""Steps side by side: each recorded and retried by itself, found again after a crash, taken back together."""

import asyncio
from decimal import Decimal
from pathlib import Path

import pytest

from merx.framework.app import App
from merx.framework.errors import NotAllowed
from merx.framework.scope import Scope
from merx.framework.testing.engines.shop.service import LedgerService
from merx.framework.workflows import WorkflowChanged, gather, later, step, workflow
from merx.framework.workflows.tests.world import eventually, kill, ledger, status_is, steps_of, told, wait_for_abandoned

RUN = "test.side_by_side:one"


class Calls(list[str]):
    """What the outside world heard, in its order."""


calls = Calls()


@pytest.fixture(autouse=True)
def forget() -> None:
    calls.clear()


@step("test.ask", external=True, retries=2, backoff=0.001)
async def ask(scope: Scope, whom: str, fails: int = 0) -> str:
    calls.append(f"{whom} {scope.step_key.rpartition('/')[2]}")
    if sum(call.startswith(whom) for call in calls) <= fails:
        raise ConnectionError(whom)
    return f"{whom} answered"


@ask.compensate
async def take_back(scope: Scope, answer: str) -> None:
    await scope[LedgerService].write(f"took back {answer}")


@step("test.write")
async def write(scope: Scope, text: str) -> str:
    await scope[LedgerService].write(text)
    return text


@write.compensate
async def unwrite(scope: Scope, text: str) -> None:
    await scope[LedgerService].write(f"unwrote {text}")


async def ask_and_write(scope: Scope, whom: str, *, fails: bool = False) -> str:
    answer = await ask(scope, whom)
    if fails:
        raise NotAllowed(f"no {whom}")
    return await write(scope, answer)


@workflow("test.side_by_side", durable=True, key=lambda: "one")
async def side_by_side(scope: Scope) -> tuple[str, str, str]:
    await write(scope, "first")
    answers = await gather(scope, later(ask_and_write, "Ada"), later(ask, "Bob", fails=2), later(write, "own"))
    await write(scope, "last")
    return answers


async def test_branches_of_several_steps_have_places_of_their_own_and_each_step_its_tries(app: App) -> None:
    # when
    answers = await side_by_side(app.scope())
    # then
    assert answers == ("Ada answered", "Bob answered", "own")
    assert await steps_of(app, RUN) == [
        ("1", "test.write", "done"),
        ("2.0.1", "test.ask", "done"),
        ("2.0.2", "test.write", "done"),
        ("2.1.1", "test.ask", "done"),
        ("2.2.1", "test.write", "done"),
        ("3", "test.write", "done"),
    ]
    assert sorted(calls) == ["Ada 2.0.1", "Bob 2.1.1", "Bob 2.1.1", "Bob 2.1.1"]
    assert await app.scope().value("SELECT tries FROM workflow_step WHERE branch = '2.1'") == 3


async def test_they_run_at_the_same_time(app: App) -> None:
    # given
    both = asyncio.Barrier(2)

    @step("test.meet", external=True)
    async def meet(scope: Scope) -> None:
        del scope
        await both.wait()

    @workflow("test.meeting", durable=True)
    async def meeting(scope: Scope) -> None:
        await gather(scope, later(meet), later(meet))

    # then
    async with asyncio.timeout(5):
        await meeting(app.scope())


async def test_when_one_fails_the_others_are_awaited_and_all_are_taken_back_in_reverse(app: App) -> None:
    # given
    has_failed = asyncio.Event()

    @step("test.fail", external=True)
    async def fail(scope: Scope) -> None:
        del scope
        has_failed.set()
        raise NotAllowed("no Bob")

    @step("test.slow")
    async def slow(scope: Scope) -> str:
        await has_failed.wait()
        await asyncio.sleep(0.05)
        await scope[LedgerService].write("slow")
        return "slow"

    slow.compensate(unwrite)

    @workflow("test.failing", durable=True, key=lambda: "one")
    async def failing(scope: Scope) -> None:
        await write(scope, "first")
        await gather(scope, later(ask_and_write, "Ada"), later(fail), later(slow))

    # when
    with pytest.raises(NotAllowed, match="no Bob"):
        await failing(app.scope())
    # then
    assert await ledger(app) == ["first", "Ada answered", "slow", "unwrote slow", "unwrote Ada answered", "took back Ada answered", "unwrote first"]
    assert await app.engine.status("test.failing:one") == "reverted"


async def test_a_run_that_is_taken_up_asks_nobody_twice_however_the_branches_were_mixed(app: App) -> None:
    # given
    inside = [asyncio.Event()]

    @step("test.stuck", external=True)
    async def stuck(scope: Scope) -> str:
        del scope
        if inside:
            inside.pop().set()
            await asyncio.sleep(60)
        return "free"

    @workflow("test.taken_up", durable=True, key=lambda: "one")
    async def taken_up(scope: Scope) -> tuple[str, ...]:
        return await gather(scope, later(stuck), *(later(ask_and_write, name) for name in ("Ada", "Bob")))

    app.workflows["test.taken_up"] = taken_up
    is_stuck = inside[0]
    caller = asyncio.create_task(taken_up(app.scope()))
    await is_stuck.wait()

    async def others_are_done() -> bool:
        return len(await ledger(app)) == 2

    await eventually(others_are_done)
    caller.cancel()
    await asyncio.gather(caller, return_exceptions=True)
    # when
    result = await taken_up(app.scope())
    # then
    assert result == ("free", "Ada answered", "Bob answered")
    assert sorted(calls) == ["Ada 1.1.1", "Bob 1.2.1"]
    assert len(await ledger(app)) == 2


async def test_a_branch_may_wait_while_another_works_and_a_failure_beside_it_is_told_afterwards(app: App) -> None:
    # given
    async def wait(scope: Scope) -> str:
        return await scope.wait_for("word", type=str)

    @workflow("test.mixed", durable=True, key=lambda _: "one")
    async def mixed(scope: Scope, fails: bool) -> tuple[str, str]:
        return await gather(scope, later(wait), later(ask_and_write, "Ada", fails=fails))

    app.workflows["test.mixed"] = mixed
    for fails in (True, False):
        handle = await mixed.start(app.scope(), fails)
        await app.engine.work(handle.id)
        await status_is(app, handle.id, "waiting")
        # when
        await app.engine.signal(handle.id, "word", "go")
        await app.engine.work(handle.id)
        # then
        if fails:
            with pytest.raises(NotAllowed, match="no Ada"):
                await handle.result(timeout=1)
    assert await handle.result(timeout=1) == ("go", "Ada answered")
    assert await ledger(app) == ["took back Ada answered", "Ada answered"]


async def test_branches_inside_branches(app: App) -> None:
    # given
    async def both(scope: Scope, name: str) -> str:
        return " ".join(await gather(scope, later(write, f"{name} one"), later(write, f"{name} two")))

    @workflow("test.deep", durable=True, key=lambda: "one")
    async def deep(scope: Scope) -> tuple[str, str]:
        return await gather(scope, later(both, "a"), later(both, "b"))

    # then
    assert await deep(app.scope()) == ("a one a two", "b one b two")
    assert [place for place, _, _ in await steps_of(app, "test.deep:one")] == ["1.0.1.0.1", "1.0.1.1.1", "1.1.1.0.1", "1.1.1.1.1"]


async def test_in_a_transaction_they_run_in_order(app: App) -> None:
    # given
    @workflow("test.atomic")
    async def atomic(scope: Scope) -> tuple[str, str]:
        return await gather(scope, later(write, "one"), later(write, "two"))

    # then
    assert await atomic(app.scope()) == ("one", "two")
    assert await ledger(app) == ["one", "two"]


async def test_a_body_that_put_a_step_where_branches_were_is_stopped(app: App) -> None:
    # given
    async def old(scope: Scope) -> None:
        await gather(scope, later(write, "one"), later(write, "two"))
        raise asyncio.CancelledError

    async def new(scope: Scope) -> None:
        await write(scope, "one")

    declare = workflow("test.changing", durable=True, key=lambda: "one")
    with pytest.raises(asyncio.CancelledError):
        await declare(old)(app.scope())
    # then
    with pytest.raises(WorkflowChanged, match=r"asks for 'test.write' as its step 1, where its journal holds 'steps side by side'"):
        await declare(new)(app.scope())


PARALLEL = "sale.in_parallel:cart_1"
HELD = f"hold 19.90 [{PARALLEL}/1/1.1.1]\n"


@pytest.mark.parametrize("place", ["in reserve", "before the call", "after the call", "in the branch", "in place_order", "after both"])
async def test_wherever_a_process_is_killed_in_a_branch_another_one_does_the_rest_once(app: App, bank: Path, place: str) -> None:
    # given
    await kill(app, place, workflow="sale.in_parallel")
    # when
    for run_id in await wait_for_abandoned(app):
        await app.engine.work(run_id)
    # then
    assert await app.engine.status(PARALLEL) == "done"
    assert sorted(await ledger(app)) == ["placed cart_1", "reserved cart_1", "sold cart_1"]
    assert told(bank) == HELD
    assert [(place, status) for place, _, status in await steps_of(app, PARALLEL)] == [
        ("1.0.1", "done"),
        ("1.1.1", "done"),
        ("1.1.2", "done"),
        ("2", "done"),
    ]


@pytest.mark.parametrize("place", ["in release", "before the void", "after the void"])
async def test_wherever_it_is_killed_on_the_way_back_all_branches_are_taken_back_once(app: App, bank: Path, place: str) -> None:
    # given
    await kill(app, place, Decimal("200.00"), workflow="sale.in_parallel")
    # when
    for run_id in await wait_for_abandoned(app):
        await app.engine.work(run_id)
    # then
    assert await app.engine.status(PARALLEL) == "reverted"
    assert (await ledger(app))[-2:] == ["cancelled it", "released it"]
    assert sorted(await ledger(app)) == ["cancelled it", "placed cart_1", "released it", "reserved cart_1", "sold cart_1"]
    assert told(bank) == f"hold 200.00 [{PARALLEL}/1/1.1.1]\nvoid 200.00 [{PARALLEL}/1/1.1.1]\n"
