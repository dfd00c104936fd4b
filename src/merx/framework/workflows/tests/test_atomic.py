"""Atomic workflows: one transaction, or nothing."""

import asyncio
import re
from decimal import Decimal

import pytest

from merx.framework.app import App
from merx.framework.errors import Misconfigured, NotAllowed
from merx.framework.scope import Scope
from merx.framework.testing.engines.shop.service import LedgerService
from merx.framework.testing.engines.shop.workflows import Sale, hold_money, reserve, write_sale
from merx.framework.workflows import Misuse, step, workflow
from merx.framework.workflows.tests.world import count, ledger

SALE = Sale(cart_id="cart_1", amount=Decimal("19.90"))


async def test_a_workflow_leaves_its_rows_its_event_and_one_delivery(app: App) -> None:
    # when
    await write_sale(app.scope(), SALE)
    # then
    assert await ledger(app) == ["sold cart_1"]
    rows = await app.scope().rows("SELECT name, data::json AS data, run_id, held FROM event")
    assert [tuple(row) for row in rows] == [("sale.written", b'{"id": "cart_1"}', None, False)]
    jobs = await app.scope().rows("SELECT task_name, queue_name, args ->> 'subscriber' AS subscriber FROM procrastinate_jobs")
    assert [tuple(job) for job in jobs] == [("merx.deliver", "merx", "note")]


async def test_a_failure_leaves_no_row_no_event_and_no_delivery(app: App) -> None:
    # given
    @workflow("test.fails")
    async def fails(scope: Scope) -> None:
        await write_sale(scope, SALE)
        raise NotAllowed("no")

    # when
    with pytest.raises(NotAllowed, match="no"):
        await fails(app.scope())
    # then
    assert [await count(app, table) for table in ("ledger_entry", "event", "procrastinate_jobs")] == [0, 0, 0]


async def test_nobody_subscribes_so_nothing_is_enqueued(app: App) -> None:
    await app.scope().emit("nobody.cares", {"id": "x"})
    assert [await count(app, "event"), await count(app, "procrastinate_jobs")] == [1, 0]


async def test_a_list_is_an_event_each_in_one_statement(app: App) -> None:
    # given
    before = app.database.statements
    # when
    await app.scope().emit("sale.placed", [{"id": f"cart_{n}"} for n in range(100)])
    # then
    assert app.database.statements - before == 1
    assert [await count(app, "event"), await count(app, "procrastinate_jobs")] == [100, 100]


@pytest.mark.parametrize("depth", [0, 3])
async def test_a_workflow_adds_no_statement_to_what_its_body_says_however_deep(app: App, depth: int) -> None:
    # given
    @workflow("test.nested")
    async def nested(scope: Scope, left: int) -> None:
        if left:
            await nested(scope, left - 1)
        else:
            await reserve(scope, SALE)

    before = app.database.statements
    # when
    await nested(app.scope(), depth)
    # then
    assert app.database.statements - before == 1


async def test_an_external_step_is_refused_inside_a_transaction_with_where_and_what_to_do(app: App) -> None:
    # given
    @workflow("test.outer")
    async def outer(scope: Scope) -> None:
        await reserve(scope, SALE)
        await hold_money(scope, SALE)

    # when
    with pytest.raises(Misuse) as refused:
        await outer(app.scope())
    # then
    said = re.sub(r"\(/.*?/shop/(\w+\.py):\d+\)", r"(\1)", str(refused.value))
    assert said.startswith("The external step 'sale.hold_money' (workflows.py) is called inside the atomic workflow 'test.outer'.")
    assert "durable=True" in str(refused.value)
    assert await ledger(app) == []


async def test_a_durable_workflow_is_refused_inside_a_transaction(app: App) -> None:
    # given
    @workflow("test.durable", durable=True)
    async def durable(scope: Scope) -> None:
        del scope

    scope = app.scope()
    # then
    async with scope.transaction():
        with pytest.raises(Misuse, match=r"'test.durable' is called inside an open transaction"):
            await durable(scope)


async def test_two_that_lock_crosswise_both_succeed_because_the_victim_starts_again(app: App) -> None:
    # given
    service = app.scope()[LedgerService]
    first, second = await service.write("one"), await service.write("two")
    both_hold_one = asyncio.Barrier(2)
    starts: list[str] = []

    @workflow("test.crosswise")
    async def crosswise(scope: Scope, mine: str, other: str) -> None:
        starts.append(mine)
        await scope[LedgerService].entries.update(mine, text="seen")
        if len(starts) <= 2:
            await both_hold_one.wait()
        await scope[LedgerService].entries.update(other, text="seen")
        await scope[LedgerService].write("done")

    # when
    await asyncio.gather(crosswise(app.scope(), first, second), crosswise(app.scope(), second, first))
    # then
    assert await ledger(app) == ["seen", "seen", "done", "done"]
    assert len(starts) == 3


async def test_a_collision_inside_an_outer_transaction_is_for_the_outer_one_to_repeat(app: App) -> None:
    # given
    calls: list[str] = []

    @workflow("test.inner")
    async def inner(scope: Scope) -> None:
        calls.append("inner")
        await scope.value("DO $$ BEGIN RAISE EXCEPTION 'collision' USING ERRCODE = '40001'; END $$")

    @workflow("test.outer_of_collision")
    async def outer(scope: Scope) -> None:
        calls.append("outer")
        await inner(scope)

    # when
    with pytest.raises(Exception, match="collision"):
        await outer(app.scope())
    # then
    assert calls == ["outer", "inner"] * 3


async def test_a_key_makes_two_runs_wait_for_each_other(app: App) -> None:
    # given
    inside: list[int] = []
    most: list[int] = []

    @workflow("test.keyed", key=lambda cart_id: cart_id)
    async def keyed(scope: Scope, cart_id: str) -> None:
        inside.append(1)
        most.append(len(inside))
        await scope.value("SELECT pg_sleep(0.02), $1::text", cart_id)
        inside.pop()

    # when
    await asyncio.gather(*(keyed(app.scope(), "cart_1") for _ in range(4)))
    # then
    assert most == [1, 1, 1, 1]


async def test_hooks_are_found_called_in_order_and_may_refuse(app: App) -> None:
    with pytest.raises(NotAllowed, match="A cart without a name"):
        await write_sale(app.scope(), Sale(cart_id="", amount=Decimal(1)))
    assert await write_sale.call_hook(app.scope(), "validate", sale=SALE) == []
    assert await write_sale.call_hook(app.scope(), "written", entry_id="abc") == [3]


async def test_a_hook_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(Misuse, match=r"'sale.write' has no hook 'validated'. It has: validate, written."):
        write_sale.hook("validated")


async def test_a_step_key_is_another_for_each_step_and_refused_outside(app: App) -> None:
    # given
    keys: list[str] = []

    @step("test.key")
    async def keep_key(scope: Scope) -> None:
        keys.append(scope.step_key)

    @workflow("test.keys")
    async def keep_keys(scope: Scope) -> None:
        await keep_key(scope)
        await keep_key(scope)

    # when
    await keep_keys(app.scope())
    # then
    run, _, number = keys[0].rpartition("/")
    assert keys == [f"{run}/1", f"{run}/2"]
    assert run.startswith("run_")
    assert number == "1"
    with pytest.raises(RuntimeError, match="the key of a step"):
        _ = app.scope().step_key


async def test_names_that_are_taken_twice_are_refused_with_both_places() -> None:
    from merx.framework.app import by_name  # noqa: PLC0415 - the refusal needs no second shop

    @workflow("sale.write")
    async def other(scope: Scope) -> None:
        del scope

    with pytest.raises(Misconfigured, match=r"Two workflows are called 'sale.write': .*write_sale and .*other"):
        by_name([write_sale, other])
