"""A run that waits holds no process, and goes on when its time or its word has come, whoever has died meanwhile."""

import asyncio

import pytest

from merx.framework.app import App
from merx.framework.errors import InvalidData, NotFound
from merx.framework.jobs import Worker
from merx.framework.scope import Scope
from merx.framework.testing.engines.setting import SALE, SOLD, EngineTests
from merx.framework.testing.engines.shop.workflows import place_order, reserve, sell_on_approval
from merx.framework.testing.engines.shop.world import DEATH
from merx.framework.testing.engines.world import Shop, eventually
from merx.framework.workflows import RunCancelled, SignalFailed, WaitTimedOut, gather, later, step, workflow

APPROVED = "sale.on_approval:cart_1"
ENDED = [
    (1, "sale.reserve", "done"),
    (2, "sleep", "done"),
    (3, "sale.hold_money", "done"),
    (4, "wait_for approval", "done"),
    (5, "sale.place", "done"),
]


class Waiting(EngineTests):
    async def test_a_run_sleeps_and_waits_and_a_word_wakes_it(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        await worker.start()
        handle = await sell_on_approval.start(app.scope(), SALE)
        # when
        await shop.until_it_waits_for("approval", handle.id)
        assert await shop.column("SELECT lease_until FROM workflow_run") == [None]  # nobody works on it
        assert await app.engine.signal(handle.id, "approval", {"by": "Ada"}) is True
        # then
        assert await handle.result(timeout=20) == "Ada"
        assert await shop.steps(handle.id) == ENDED
        assert await shop.ledger() == SOLD
        slept = "SELECT extract(epoch FROM finished_at - started_at)::float8 >= 0.2 FROM workflow_step WHERE name = 'sleep'"
        assert await shop.column(slept) == [True]

    async def test_the_caller_of_a_run_that_waits_gets_its_result(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        await worker.start()
        caller = asyncio.create_task(sell_on_approval(app.scope(), SALE))
        await shop.until_it_waits_for("approval", APPROVED)
        # when
        await app.engine.signal(APPROVED, "approval", {"by": "Ada"})
        # then
        assert await caller == "Ada"
        assert shop.told() == f"hold 19.90 [{APPROVED}/1/3]\n"

    async def test_a_word_that_comes_before_the_wait_is_kept_and_the_first_one_counts(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        handle = await sell_on_approval.start(app.scope(), SALE)
        # when
        said = [await app.engine.signal(handle.id, "approval", {"by": by}) for by in ("Ada", "Bob", "Ada")]
        await worker.start()
        # then
        assert said == [True, False, False]
        assert await handle.result(timeout=20) == "Ada"
        assert await app.engine.signal(handle.id, "approval", {"by": "Eve"}) is False
        assert shop.told() == f"hold 19.90 [{APPROVED}/1/3]\n"

    @pytest.mark.parametrize("place", ["before the sleep", "after the sleep", "before the wait", "after the wait", "at the end"])
    async def test_wherever_a_process_is_killed_around_its_waits_another_one_ends_the_run(self, app: App, shop: Shop, worker: Worker, place: str) -> None:
        # given
        process = await shop.another_process(sell_on_approval.name, "19.90", **{DEATH: place})
        if place in ("after the wait", "at the end"):
            await shop.until_it_waits_for("approval", APPROVED)
            await app.engine.signal(APPROVED, "approval", {"by": "Ada"})
        async with asyncio.timeout(30):
            assert await process.wait() == 9
        # when
        await worker.start()
        await app.engine.signal(APPROVED, "approval", {"by": "Ada"})
        # then
        assert await sell_on_approval.handle(app.scope(), APPROVED).result(timeout=30) == "Ada"
        assert await shop.ledger() == SOLD
        assert shop.told() == f"hold 19.90 [{APPROVED}/1/3]\n"
        assert await shop.steps(APPROVED) == ENDED

    async def test_a_waiting_run_outlives_the_kill_of_the_process_that_waits_for_it(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        process = await shop.another_process(sell_on_approval.name, "19.90")
        await shop.until_it_waits_for("approval", APPROVED)
        process.kill()
        await process.wait()
        # when
        await worker.start()
        await app.engine.signal(APPROVED, "approval", {"by": "Ada"})
        # then
        assert await sell_on_approval.handle(app.scope(), APPROVED).result(timeout=30) == "Ada"
        assert shop.told() == f"hold 19.90 [{APPROVED}/1/3]\n"
        assert await shop.steps(APPROVED) == ENDED

    async def test_who_hears_nothing_in_time_is_told_so_and_is_compensated(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        @workflow("contract.impatient", durable=True, key=lambda: "one")
        async def impatient(scope: Scope) -> None:
            await reserve(scope, SALE)
            await scope.wait_for("word", timeout=0.05)

        app.workflows["contract.impatient"] = impatient
        await worker.start()
        # when
        with pytest.raises(WaitTimedOut, match=r"'contract.impatient' waited for 'word' and heard nothing in 0.05 s"):
            await impatient(app.scope())
        # then
        assert await app.engine.status("contract.impatient:one") == "reverted"
        assert await shop.ledger() == ["reserved cart_1", "released it"]
        assert await app.engine.signal("contract.impatient:one", "word", "late") is False

    async def test_a_body_may_catch_the_time_out_and_ask_again(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        @step("contract.tell", external=True)
        async def tell(scope: Scope) -> None:
            await scope.app.engine.signal("contract.patient:one", "word", "at last")

        @workflow("contract.patient", durable=True, key=lambda: "one")
        async def patient(scope: Scope) -> list[str]:
            heard = list[str]()
            for _ in range(3):
                try:
                    heard.append(await scope.wait_for("word", timeout=0.05, type=str))
                except WaitTimedOut:
                    heard.append("nothing")
                    await place_order(scope, SALE)
                    if len(heard) == 2:
                        await tell(scope)
            return heard

        app.workflows["contract.patient"] = patient
        await worker.start()
        # then
        assert await patient(app.scope()) == ["nothing", "nothing", "at last"]
        assert await shop.ledger() == ["placed cart_1", "sold cart_1"] * 2

    async def test_the_one_who_is_waited_for_may_fail(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        await worker.start()
        handle = await sell_on_approval.start(app.scope(), SALE)
        await shop.until_it_waits_for("approval", handle.id)
        # when
        assert await app.engine.fail_signal(handle.id, "approval", "The manager says no") is True
        assert await app.engine.fail_signal(handle.id, "approval", "again") is False
        # then
        with pytest.raises(SignalFailed, match="The manager says no"):
            await handle.result(timeout=20)
        assert await shop.ledger() == ["reserved cart_1", "released it"]
        assert shop.told() == f"hold 19.90 [{APPROVED}/1/3]\nvoid 19.90 [{APPROVED}/1/3]\n"

    async def test_an_answer_of_another_kind_fails_the_run_and_says_how(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        await worker.start()
        handle = await sell_on_approval.start(app.scope(), SALE)
        await shop.until_it_waits_for("approval", handle.id)
        # when
        await app.engine.signal(handle.id, "approval", {"by": 7})
        # then
        with pytest.raises(InvalidData, match=r"The signal 'approval' of the run sale.on_approval:cart_1 does not fit: Expected `str`, got `int` - at `\$.by`"):
            await handle.result(timeout=20)

    async def test_a_waiting_run_can_be_cancelled(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        await worker.start()
        handle = await sell_on_approval.start(app.scope(), SALE)
        await shop.until_it_waits_for("approval", handle.id)
        # when
        assert await handle.cancel() is True
        # then
        with pytest.raises(RunCancelled):
            await handle.result(timeout=20)
        assert await shop.ledger() == ["reserved cart_1", "released it"]

    async def test_a_branch_may_wait_while_another_one_works(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        async def asks(scope: Scope) -> str:
            return await scope.wait_for("word", type=str)

        async def works(scope: Scope) -> str:
            await reserve(scope, SALE)
            await scope.sleep(0.05)
            return await place_order(scope, SALE)

        @workflow("contract.branches", durable=True, key=lambda: "one")
        async def branches(scope: Scope) -> str:
            word, _ = await gather(scope, later(asks), later(works))
            return word

        app.workflows["contract.branches"] = branches
        await worker.start()
        handle = await branches.start(app.scope())

        async def has_worked() -> bool:
            return await shop.ledger() == SOLD

        await eventually(has_worked)
        # when
        await app.engine.signal(handle.id, "word", "go")
        # then
        assert await handle.result(timeout=20) == "go"
        assert await shop.ledger() == SOLD

    async def test_nobody_can_be_told_anything_who_does_not_exist(self, app: App) -> None:
        with pytest.raises(NotFound, match="Workflow run with id: nobody was not found"):
            await app.engine.signal("nobody", "approval")
