"""The code of a workflow changes while runs of it are open."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from merx.framework.app import App
from merx.framework.errors import NotAllowed
from merx.framework.jobs import Worker
from merx.framework.scope import Scope
from merx.framework.testing.engines.setting import HELD, RUN, SALE, EngineTests
from merx.framework.testing.engines.shop.workflows import Sale, cart_of, complete_sale, hold_money, in_a_trap, place_order, reserve, sell_on_approval
from merx.framework.testing.engines.shop.world import TRAP
from merx.framework.testing.engines.world import Shop, eventually
from merx.framework.workflows import WorkflowChanged, step, workflow


class Changing(EngineTests):
    async def test_a_changed_workflow_that_does_not_fit_the_journal_is_stopped_and_nothing_is_compensated(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        await shop.is_killed("after reserve", "sale.complete", "19.90")

        async def changed(scope: Scope, sale: Sale) -> str:
            return await place_order(scope, sale)

        app.workflows["sale.complete"] = again(complete_sale, changed)
        # when
        await worker.start()
        with pytest.raises(WorkflowChanged, match=r"asks for 'sale.place' as its step 1, where its journal holds 'sale.reserve'"):
            await complete_sale.handle(app.scope(), RUN).result(timeout=20)
        # then
        assert await app.engine.status(RUN) == "failed"
        assert await shop.ledger() == ["reserved cart_1"]

    async def test_a_workflow_that_changed_where_the_run_has_not_been_yet_goes_on_as_it_is_now(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        await shop.is_killed("after the hold", "sale.complete", "19.90")

        async def changed(scope: Scope, sale: Sale) -> str:
            await reserve(scope, sale)
            return (await hold_money(scope, sale)).key

        app.workflows["sale.complete"] = again(complete_sale, changed)
        # when
        await worker.start()
        # then
        assert await complete_sale.handle(app.scope(), RUN).result(timeout=20) == f"{RUN}/1/2"
        assert await shop.ledger() == ["reserved cart_1"]
        assert shop.told() == HELD

    async def test_a_change_under_a_step_in_progress_is_stopped_too(self, app: App, shop: Shop, worker: Worker, tmp_path: Path) -> None:
        # given
        await self._is_killed_in_the_trap(shop, tmp_path)

        async def changed(scope: Scope, sale: Sale) -> str:
            return await place_order(scope, sale)

        app.workflows[in_a_trap.name] = again(in_a_trap, changed)
        # when
        await worker.start()
        with pytest.raises(WorkflowChanged, match=r"asks for 'sale.place' as its step 1, where its journal holds 'sale.reserve'"):
            await in_a_trap.handle(app.scope(), TRAPPED).result(timeout=30)
        # then
        assert await app.engine.status(TRAPPED) == "failed"
        assert await shop.ledger() == ["reserved cart_1"]

    async def test_a_change_behind_its_name_goes_on_with_runs_that_are_past_it_and_with_those_that_are_not(
        self, app: App, shop: Shop, worker: Worker, tmp_path: Path
    ) -> None:
        # given
        await self._is_killed_in_the_trap(shop, tmp_path)

        async def changed(scope: Scope, sale: Sale) -> str:
            if await scope.patched("order-first"):
                await place_order(scope, sale)
            await reserve(scope, sale)
            if await scope.patched("no-trap"):
                return "free"
            return "trapped"

        app.workflows[in_a_trap.name] = again(in_a_trap, changed)
        # when
        await worker.start()
        # then: the first change lies behind the run, the second one before it
        assert await in_a_trap.handle(app.scope(), TRAPPED).result(timeout=30) == "free"
        assert await shop.ledger() == ["reserved cart_1"]
        assert [step[1:] for step in await shop.steps(TRAPPED)] == [("sale.reserve", "done"), ("patched no-trap", "done")]

    async def test_a_workflow_that_changes_while_a_run_of_it_waits_is_held_to_the_journal(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        await worker.start()
        handle = await sell_on_approval.start(app.scope(), SALE)
        await shop.until_it_waits_for("approval", handle.id)

        async def changed(scope: Scope, sale: Sale) -> str:
            await reserve(scope, sale)
            return (await hold_money(scope, sale)).key

        app.workflows[sell_on_approval.name] = again(sell_on_approval, changed)
        # when
        await app.engine.signal(handle.id, "approval", {"by": "Ada"})
        # then
        with pytest.raises(WorkflowChanged, match=r"asks for 'sale.hold_money' as its step 2, where its journal holds 'sleep'"):
            await handle.result(timeout=20)

    async def test_a_reverted_run_is_tried_again_from_its_first_step_that_is_not_done(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        refusals = [NotAllowed("not today")]

        @step("contract.moody", external=True)
        async def moody(scope: Scope) -> str:
            if refusals:
                raise refusals.pop()
            return scope.step_key

        @step("contract.kept", external=True)
        async def kept(scope: Scope) -> str:
            return scope.step_key

        @workflow("contract.retried", durable=True, key=lambda: "one")
        async def retried(scope: Scope) -> list[str]:
            return [await kept(scope), await moody(scope)]

        app.workflows["contract.retried"] = retried
        with pytest.raises(NotAllowed, match="not today"):
            await retried(app.scope())
        # when
        await worker.start()
        handle = await app.engine.retry("contract.retried:one")
        # then
        assert await handle.result(timeout=20) == ["contract.retried:one/1/1", "contract.retried:one/2/2"]
        assert await shop.steps("contract.retried:one", attempt=2) == [(1, "contract.kept", "done"), (2, "contract.moody", "done")]

    async def _is_killed_in_the_trap(self, shop: Shop, folder: Path) -> None:
        """So long after its first step that an engine which keeps a history of its own has written that down."""
        process = await shop.another_process(in_a_trap.name, "19.90", **{TRAP: str(folder)})

        async def is_inside() -> bool:
            return (folder / "inside").exists()

        await eventually(is_inside)
        await asyncio.sleep(2)
        process.kill()
        await process.wait()


TRAPPED = "sale.in_a_trap:cart_1"


def again(old: Any, function: Any) -> Any:
    """The same workflow with another body."""
    return workflow(old.name, durable=True, key=cart_of)(function)
