"""A delivery or a job that is begun again after a crash does its workflows once; after a failure it begins anew."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path

import pytest

from merx.framework.app import App
from merx.framework.events import Event, delivery
from merx.framework.events.subscriber import Handler, Subscriber
from merx.framework.jobs import Worker
from merx.framework.scope import Scope
from merx.framework.testing.engines.shop.service import LedgerService
from merx.framework.testing.engines.shop.workflows import Sale, complete_sale
from merx.framework.workflows import workflow
from merx.framework.workflows.errors import LeaseLost
from merx.framework.workflows.tests.world import count, eventually, ledger, told

Start = Callable[..., Awaitable[Worker]]


class Crash(BaseException):
    """As if the process had died: nobody tidies up."""


@workflow("test.write")
async def write(scope: Scope, text: str) -> str:
    return await scope[LedgerService].write(text)


@workflow("test.read")
async def read(scope: Scope) -> list[str]:
    return await scope[LedgerService].texts()


async def said(app: App, function: Handler) -> str:
    """An event with `function` as its only subscriber."""
    app.subscribers["clerk"] = Subscriber(("said",), "clerk", function)
    await app.scope().emit("said", {})
    return await app.scope().value("SELECT id FROM event")


async def test_what_was_committed_before_a_crash_is_not_done_again(app: App) -> None:
    # given
    made: list[list[str]] = []

    async def clerk(scope: Scope, _: Event[dict[str, str]]) -> None:
        made.append([await write(scope, text) for text in ("a", "b", "a")])
        if len(made) == 1:
            raise Crash
        await write(scope, "c")

    event = await said(app, clerk)
    # when
    with pytest.raises(Crash):
        await delivery.deliver(app, [event], "clerk", 1)
    await delivery.deliver(app, [event], "clerk", 2)
    # then
    assert await ledger(app) == ["a", "b", "a", "c"]
    assert made[0] == made[1]


async def test_begun_again_it_does_what_is_left_in_whatever_order_that_comes(app: App) -> None:
    # given
    left = ["a", "b", "c"]

    async def clerk(scope: Scope, _: Event[dict[str, str]]) -> None:
        for text in list(left):
            await write(scope, text)
            if text == "a" and len(left) == 3:
                left.remove("a")
                raise Crash

    event = await said(app, clerk)
    # when
    with pytest.raises(Crash):
        await delivery.deliver(app, [event], "clerk", 1)
    await delivery.deliver(app, [event], "clerk", 2)
    # then
    assert await ledger(app) == ["a", "b", "c"]


async def test_after_a_failure_all_is_tried_again(app: App) -> None:
    # given
    tries = 0

    async def clerk(scope: Scope, _: Event[dict[str, str]]) -> None:
        nonlocal tries
        tries += 1
        await write(scope, f"try {tries}")
        await write(scope, "the same")
        if tries == 1:
            raise ConnectionError

    event = await said(app, clerk)
    # when
    with pytest.raises(ConnectionError):
        await delivery.deliver(app, [event], "clerk", 1)
    await delivery.deliver(app, [event], "clerk", 2)
    # then
    assert await ledger(app) == ["try 1", "the same", "try 2", "the same"]


async def test_a_workflow_that_only_reads_is_not_answered_from_the_record(app: App) -> None:
    # given
    seen: list[list[str]] = []

    async def clerk(scope: Scope, _: Event[dict[str, str]]) -> None:
        seen.append(await read(scope))
        if len(seen) == 1:
            raise Crash

    event = await said(app, clerk)
    # when
    with pytest.raises(Crash):
        await delivery.deliver(app, [event], "clerk", 1)
    await write(app.scope(), "news")
    await delivery.deliver(app, [event], "clerk", 2)
    # then
    assert seen == [[], ["news"]]


async def test_of_two_processes_with_one_delivery_the_second_commits_nothing(app: App) -> None:
    # given: one that was given up for dead, and is not
    both_are_in = asyncio.Barrier(2)

    @workflow("test.slow")
    async def slow(scope: Scope) -> None:
        await scope[LedgerService].write("once")
        await both_are_in.wait()

    async def clerk(scope: Scope, _: Event[dict[str, str]]) -> None:
        await slow(scope)

    event = await said(app, clerk)
    # when
    ends = await asyncio.gather(*(delivery.deliver(app, [event], "clerk", tries) for tries in (1, 2)), return_exceptions=True)
    # then
    assert [type(end) for end in ends if end is not None] == [LeaseLost]
    assert await count(app, "done_once") == 1  # what the second one heard is no failure, after which all would be tried again
    assert await ledger(app) == ["once"]


async def test_a_durable_workflow_that_a_delivery_started_or_called_is_the_same_run_when_it_is_begun_again(app: App, bank: Path) -> None:
    # given
    sale = Sale(cart_id="cart_1", amount=Decimal(5))
    keyless = workflow("test.keyless", durable=True)(complete_sale.function)
    app.workflows["test.keyless"] = keyless
    runs: list[str] = []

    async def clerk(scope: Scope, _: Event[dict[str, str]]) -> None:
        await keyless(scope, sale)
        runs.append((await keyless.start(scope, sale)).id)
        if len(runs) == 1:
            raise Crash

    event = await said(app, clerk)
    # when
    with pytest.raises(Crash):
        await delivery.deliver(app, [event], "clerk", 1)
    await delivery.deliver(app, [event], "clerk", 2)
    # then
    assert runs[0] == runs[1]
    assert await count(app, "workflow_run") == 2
    assert len(told(bank).splitlines()) == 1


async def test_a_process_that_is_killed_in_the_middle_of_a_delivery_has_done_its_workflows_once(app: App, start_worker: Start) -> None:
    # given
    code = """if True:
        import asyncio, os, sys
        from merx.framework.events import delivery
        from merx.framework.workflows.tests.test_redelivery import said, write
        from merx.framework.workflows.tests.world import app_on

        async def clerk(scope, event):
            await write(scope, "done")
            os._exit(9)

        async def main():
            async with app_on(sys.argv[1]) as app:
                await delivery.deliver(app, [await said(app, clerk)], "clerk", 1)

        asyncio.run(main())"""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, app.database.url, env=dict(os.environ))
    assert await process.wait() == 9

    async def clerk(scope: Scope, _: Event[dict[str, str]]) -> None:
        await write(scope, "done")

    app.subscribers["clerk"] = Subscriber(("said",), "clerk", clerk)
    await app.scope().value("UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = 'merx.deliver'")
    # when
    worker = await start_worker(poll=0.1)

    async def is_delivered() -> bool:
        return await count(app, "procrastinate_jobs", "task_name = 'merx.deliver'") == 0

    await eventually(is_delivered)
    await worker.stop()
    # then
    assert await ledger(app) == ["done"]
