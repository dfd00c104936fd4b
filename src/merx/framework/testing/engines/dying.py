"""Wherever a process is killed or paused, the run ends as if nothing had happened."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from merx.framework.app import App
from merx.framework.jobs import Worker
from merx.framework.scope import Scope
from merx.framework.testing.engines.setting import COMPLETED, GIVEN_BACK, HELD, REVERTED, RUN, SAID, SALE, SOLD, UNDONE, EngineTests
from merx.framework.testing.engines.shop.service import LedgerService
from merx.framework.testing.engines.shop.workflows import complete_sale, reserve
from merx.framework.testing.engines.shop.world import TRAP
from merx.framework.testing.engines.world import Shop, eventually
from merx.framework.workflows import step, workflow

FORWARD = (
    "at the beginning",
    "in reserve",
    "after reserve",
    "before the call",
    "after the call",
    "after the hold",
    "in place_order",
    "after place_order",
    "at the end",
)
BACKWARD = ("before the void", "after the void", "in release")


class Dying(EngineTests):
    @pytest.mark.parametrize("place", FORWARD)
    async def test_wherever_a_process_is_killed_another_one_completes_the_run_exactly_once(self, shop: Shop, worker: Worker, place: str) -> None:
        # given
        await shop.is_killed(place, "sale.complete", "19.90")
        assert {is_held for _, is_held in await shop.events()} <= {True}  # nothing said is out yet
        # when
        await worker.start()
        await shop.until_it_is("done", RUN)
        # then
        assert await shop.ledger() == SOLD
        assert shop.told() == HELD
        assert await shop.steps(RUN) == COMPLETED
        assert await shop.events() == SAID

    @pytest.mark.parametrize("place", BACKWARD)
    async def test_wherever_a_compensating_process_is_killed_another_one_compensates_the_rest(self, shop: Shop, worker: Worker, place: str) -> None:
        # given
        await shop.is_killed(place, "sale.complete", "200.00")
        # when
        await worker.start()
        await shop.until_it_is("reverted", RUN)
        # then
        assert await shop.ledger() == UNDONE
        assert shop.told() == GIVEN_BACK
        assert await shop.steps(RUN) == REVERTED
        assert await shop.events() == []

    async def test_the_caller_who_waits_gets_the_result_when_the_first_ones_process_died(self, app: App, shop: Shop) -> None:
        # given
        await shop.is_killed("after the call", "sale.complete", "19.90")
        # when
        entry_id = await complete_sale(app.scope(), SALE)
        # then
        assert entry_id.startswith("entry_")
        assert await shop.ledger() == SOLD
        assert shop.told() == HELD

    async def test_a_process_that_was_given_up_and_wakes_commits_nothing(self, shop: Shop, worker: Worker, tmp_path: Path) -> None:
        # given a process that is stopped where it has written and not committed
        zombie = await shop.another_process("sale.in_a_trap", "19.90", **{TRAP: str(tmp_path)})

        async def is_inside() -> bool:
            return (tmp_path / "inside").exists()

        await eventually(is_inside)
        os.kill(zombie.pid, signal.SIGSTOP)
        # when another one has taken the run over, and the first one wakes
        await worker.start()
        await shop.until_it_is("done", "sale.in_a_trap:cart_1")
        (tmp_path / "open").touch()
        os.kill(zombie.pid, signal.SIGCONT)
        # then its caller gets the result of the one that went on
        assert await zombie.wait() == 0
        assert await shop.ledger() == ["reserved cart_1", "done in a trap"]
        assert shop.told() == "hold 19.90 [sale.in_a_trap:cart_1/1/3]\n"

    async def test_a_process_that_was_given_up_while_it_compensated_and_wakes_takes_nothing_back_twice(
        self, shop: Shop, worker: Worker, tmp_path: Path
    ) -> None:
        # given
        zombie = await shop.another_process("sale.back_through_a_trap", "19.90", **{TRAP: str(tmp_path)})

        async def is_inside() -> bool:
            return (tmp_path / "inside").exists()

        await eventually(is_inside)
        os.kill(zombie.pid, signal.SIGSTOP)
        # when
        await worker.start()
        await shop.until_it_is("reverted", "sale.back_through_a_trap:cart_1")
        (tmp_path / "open").touch()
        os.kill(zombie.pid, signal.SIGCONT)
        # then its caller hears the run's error
        assert await zombie.wait() == 1
        assert await shop.ledger() == ["reserved cart_1", "done", "undone in a trap", "released it"]

    async def test_a_caller_who_goes_away_does_not_take_his_run_along(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        is_inside, may_go_on = asyncio.Event(), asyncio.Event()

        @step("contract.slow", external=True)
        async def slow(scope: Scope) -> None:
            del scope
            is_inside.set()
            await may_go_on.wait()

        @workflow("contract.left", durable=True, key=lambda: "one")
        async def left(scope: Scope) -> None:
            await slow(scope)
            await reserve(scope, SALE)

        app.workflows["contract.left"] = left
        caller = asyncio.create_task(left(app.scope()))
        await is_inside.wait()
        # when
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
        may_go_on.set()
        await worker.start()
        # then
        await shop.until_it_is("done", "contract.left:one")
        assert await shop.ledger() == ["reserved cart_1"]

    async def test_a_broken_connection_is_no_failure_of_the_step_and_the_run_goes_on(self, app: App, shop: Shop) -> None:
        # given
        cuts = [1]

        @step("contract.cut_off")
        async def cut_off(scope: Scope) -> str:
            entry_id = await scope[LedgerService].write("written")
            if cuts:
                cuts.pop()
                await scope.value("SELECT pg_terminate_backend(pg_backend_pid())")
            return entry_id

        @workflow("contract.cut", durable=True)
        async def cut(scope: Scope) -> str:
            return await cut_off(scope)

        app.workflows["contract.cut"] = cut
        # then
        assert (await cut(app.scope())).startswith("entry_")
        assert await shop.ledger() == ["written"]
