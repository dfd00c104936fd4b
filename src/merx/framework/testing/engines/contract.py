"""`EngineContract`: see the package for how to use it."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.errors import NotAllowed
from merx.framework.jobs import Worker
from merx.framework.scope import Actor, Scope
from merx.framework.testing.engines.other import SHOP
from merx.framework.testing.engines.shop.service import LedgerService
from merx.framework.testing.engines.shop.workflows import Sale, complete_sale, hold_money, place_order, reserve
from merx.framework.testing.engines.shop.world import BANK, TRAP
from merx.framework.testing.engines.world import Shop, eventually
from merx.framework.workflows import Misuse, RunCancelled, WorkflowChanged, step, workflow

SALE = Sale(cart_id="cart_1", amount=Decimal("19.90"))
TOO_MUCH = Sale(cart_id="cart_1", amount=Decimal("200.00"))
RUN = "sale.complete:cart_1"

COMPLETED = [
    (1, "sale.reserve", "done"),
    (2, "sale.hold_money", "done"),
    (3, "emit sale.held", "done"),
    (4, "sale.place", "done"),
    (5, "sale.check", "done"),
]
SOLD = ["reserved cart_1", "placed cart_1"]
HELD = f"hold 19.90 [{RUN}/1/2]\n"
SAID = [("sale.held", False), ("sale.placed", False)]
NOTED = [f"noted sale.held {RUN}/1/2", "noted sale.placed cart_1"]

REVERTED = [
    (1, "sale.reserve", "reverted"),
    (2, "sale.hold_money", "reverted"),
    (3, "emit sale.held", "done"),
    (4, "sale.place", "reverted"),
    (5, "sale.check", "failed"),
]
UNDONE = [*SOLD, "cancelled it", "released it"]
GIVEN_BACK = f"hold 200.00 [{RUN}/1/2]\nvoid 200.00 [{RUN}/1/2]\n"

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


class EngineContract:
    """Subclass it and say which engine: override the fixture `engine`."""

    @pytest.fixture
    def engine(self) -> str:
        """The line of configuration, as in `Config.engine`."""
        raise NotImplementedError

    @pytest.fixture
    def merx_settings(self, engine: str) -> Config:
        return Config(packages=(SHOP,), engine=engine, pool_size=5)

    @pytest.fixture
    def shop(self, app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
        bank = tmp_path / "bank"
        bank.touch()
        monkeypatch.setenv(BANK, str(bank))
        return Shop(app, bank)

    @pytest_asyncio.fixture
    async def worker(self, app: App) -> AsyncIterator[Worker]:
        """Not at work yet: some tests first let another process die."""
        worker = Worker(app, poll=0.1)
        yield worker
        await worker.stop()

    # a run

    async def test_a_run_gives_its_result_leaves_its_journal_and_says_what_happened(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        await worker.start()
        # when
        entry_id = await complete_sale(app.scope(actor=Actor(type="customer", id="cus_1"), trace="trace_1"), SALE)
        # then
        assert await shop.ledger() == SOLD
        assert shop.told() == HELD
        assert await shop.steps(RUN) == COMPLETED
        assert await shop.events() == SAID
        (run,) = await app.scope().rows(
            "SELECT id, status, attempt, result #>> '{}' AS result, input::text AS input, actor ->> 'id' AS actor, trace FROM workflow_run"
        )
        assert tuple(run) == (RUN, "done", 1, entry_id, '{"sale": {"amount": "19.90", "cart_id": "cart_1"}}', "cus_1", "trace_1")

        async def is_noted() -> bool:
            return await shop.noted() == NOTED

        await eventually(is_noted)

    async def test_every_step_works_for_whoever_asked_under_the_trace_of_his_request(self, app: App) -> None:
        # given
        seen: list[tuple[str, str | None, str]] = []

        @step("contract.who", external=True)
        async def who(scope: Scope) -> None:
            seen.append((scope.actor.type, scope.actor.id, scope.trace))

        @step("contract.who_locally")
        async def who_locally(scope: Scope) -> None:
            seen.append((scope.actor.type, scope.actor.id, scope.trace))

        @workflow("contract.asking", durable=True)
        async def asking(scope: Scope) -> tuple[str | None, str]:
            await who(scope)
            await who_locally(scope)
            return scope.actor.id, scope.trace

        app.workflows["contract.asking"] = asking
        # then
        assert await asking(app.scope(actor=Actor(type="user", id="user_1"), trace="trace_1")) == ("user_1", "trace_1")
        assert seen == [("user", "user_1", "trace_1")] * 2

    async def test_what_steps_give_may_be_large(self, app: App) -> None:
        # given
        @step("contract.large")
        async def large(scope: Scope, letter: str) -> str:
            del scope
            return letter * 3_000_000

        @workflow("contract.many_large", durable=True)
        async def many_large(scope: Scope, given: str) -> list[int]:
            return [len(given), *[len(await large(scope, letter)) for letter in "abc"]]

        app.workflows["contract.many_large"] = many_large
        # then
        assert await many_large(app.scope(), "x" * 3_000_000) == [3_000_000] * 4

    async def test_steps_side_by_side_keep_their_numbers(self, app: App, shop: Shop) -> None:
        # given
        @workflow("contract.parallel", durable=True, key=lambda: "one")
        async def parallel(scope: Scope) -> list[str]:
            return await asyncio.gather(*(place_order(scope, Sale(cart_id=f"cart_{n}", amount=Decimal(1))) for n in range(4)))

        app.workflows["contract.parallel"] = parallel
        # then
        assert len(set(await parallel(app.scope()))) == 4
        assert [number for number, _, _ in await shop.steps("contract.parallel:one")] == [1, 2, 3, 4]

    async def test_a_body_that_touches_the_database_itself_is_refused(self, app: App, shop: Shop) -> None:
        # given
        @workflow("contract.careless", durable=True)
        async def careless(scope: Scope) -> None:
            await scope[LedgerService].write("between steps")

        app.workflows["contract.careless"] = careless
        # then
        with pytest.raises(Misuse, match=r"'contract.careless' uses the database between its steps"):
            await careless(app.scope())
        assert await shop.ledger() == []

    # a process dies

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
        assert await shop.ledger() == ["done in a trap"]
        assert shop.told() == "hold 19.90 [sale.in_a_trap:cart_1/1/2]\n"

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

    # a step fails

    async def test_a_failure_is_compensated_in_reverse_and_says_nothing(self, app: App, shop: Shop) -> None:
        # when
        with pytest.raises(NotAllowed) as refused:
            await complete_sale(app.scope(), TOO_MUCH)
        # then
        assert (refused.value.code, refused.value.details) == ("sale.too_much", {"cart_id": "cart_1"})
        assert await shop.ledger() == UNDONE
        assert shop.told() == GIVEN_BACK
        assert await shop.steps(RUN) == REVERTED
        assert await shop.events() == []
        assert await app.engine.status(RUN) == "reverted"

    async def test_a_failure_of_the_body_itself_is_compensated_too(self, app: App, shop: Shop) -> None:
        # given
        @workflow("contract.buggy", durable=True, key=lambda: "one")
        async def buggy(scope: Scope) -> int:
            await reserve(scope, SALE)
            nothing: list[int] = []
            return nothing[0]

        app.workflows["contract.buggy"] = buggy
        # then
        with pytest.raises(IndexError):
            await buggy(app.scope())
        assert await shop.ledger() == ["reserved cart_1", "released it"]

    async def test_a_failure_that_the_body_answers_is_no_failure_of_the_run(self, app: App, shop: Shop) -> None:
        # given
        @step("contract.refusing")
        async def refusing(scope: Scope) -> None:
            await scope[LedgerService].write("rolled back")
            raise NotAllowed("no")

        @workflow("contract.answering", durable=True, key=lambda: "one")
        async def answering(scope: Scope) -> str:
            await reserve(scope, SALE)
            try:
                await refusing(scope)
            except NotAllowed as error:
                return error.message
            return "yes"

        app.workflows["contract.answering"] = answering
        # then
        assert await answering(app.scope()) == "no"
        assert await shop.ledger() == ["reserved cart_1"]
        assert await shop.steps("contract.answering:one") == [(1, "sale.reserve", "done"), (2, "contract.refusing", "failed")]

    async def test_an_external_step_is_tried_again_with_the_same_key_and_a_refusal_is_not(self, app: App) -> None:
        # given
        calls: list[str] = []

        @step("contract.flaky", external=True, retries=2, backoff=0.001)
        async def flaky(scope: Scope, error: str) -> str:
            calls.append(scope.step_key)
            if error == "refusal":
                raise NotAllowed("never")
            if len(calls) < 3:
                raise TimeoutError
            return "through"

        @workflow("contract.flaky_run", durable=True, key=str)
        async def flaky_run(scope: Scope, error: str) -> str:
            return await flaky(scope, error)

        app.workflows["contract.flaky_run"] = flaky_run
        # then
        assert await flaky_run(app.scope(), "timeout") == "through"
        assert calls == ["contract.flaky_run:timeout/1/1"] * 3
        assert await app.scope().value("SELECT tries FROM workflow_step") == 3
        with pytest.raises(NotAllowed):
            await flaky_run(app.scope(), "refusal")
        assert calls[3:] == ["contract.flaky_run:refusal/1/1"]

    async def test_a_step_that_nobody_knows_the_end_of_is_compensated_if_its_compensation_takes_none(self, app: App) -> None:
        # given
        given_back: list[tuple[str | None, str]] = []

        @step("contract.unsure", external=True, timeout=0.01)
        async def unsure(scope: Scope) -> str:
            del scope
            await asyncio.sleep(5)
            return "made"

        @unsure.compensate
        async def give_back(scope: Scope, made: str | None) -> None:
            given_back.append((made, scope.step_key))

        @workflow("contract.unsure_run", durable=True, key=lambda: "one")
        async def unsure_run(scope: Scope) -> None:
            await unsure(scope)

        app.workflows["contract.unsure_run"] = unsure_run
        # when
        with pytest.raises(TimeoutError):
            await unsure_run(app.scope())
        # then
        assert given_back == [(None, "contract.unsure_run:one/1/1")]

    async def test_a_compensation_that_fails_for_good_leaves_the_run_failed_and_the_others_done(self, app: App, shop: Shop) -> None:
        # given
        @step("contract.irreversible", backoff=0.001)
        async def irreversible(scope: Scope) -> None:
            await scope[LedgerService].write("done")

        @irreversible.compensate
        async def cannot(scope: Scope, made: None) -> None:
            del scope, made
            raise NotAllowed("stuck")

        @workflow("contract.stuck", durable=True, key=lambda: "one")
        async def stuck(scope: Scope) -> None:
            await reserve(scope, SALE)
            await irreversible(scope)
            raise NotAllowed("wanted")

        app.workflows["contract.stuck"] = stuck
        # when
        with pytest.raises(NotAllowed, match="wanted"):
            await stuck(app.scope())
        # then
        assert await app.engine.status("contract.stuck:one") == "failed"
        assert await shop.ledger() == ["reserved cart_1", "done", "released it"]
        errors = await app.scope().rows("SELECT number, status, compensation_error ->> 'message' AS error FROM workflow_step ORDER BY number")
        assert [tuple(row) for row in errors] == [(1, "reverted", None), (2, "compensating", "stuck")]

    # a key

    async def test_the_second_caller_with_a_key_gets_the_first_ones_result(self, app: App, shop: Shop) -> None:
        # when
        first, second = await asyncio.gather(complete_sale(app.scope(), SALE), complete_sale(app.scope(), SALE))
        third = await complete_sale(app.scope(), SALE)
        # then
        assert first == second == third
        assert await shop.ledger() == SOLD
        assert shop.told() == HELD

    async def test_two_processes_that_work_at_the_same_time_run_each_key_once(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        async with App(app.config) as other:
            second = Worker(other, poll=0.1)
            await asyncio.gather(worker.start(), second.start())
            sales = [Sale(cart_id=f"cart_{n}", amount=Decimal(1)) for n in range(6)]
            # when
            await asyncio.gather(*(complete_sale(each.scope(), sale) for sale in sales for each in (app, other)))
            await second.stop()
        # then
        assert sorted(await shop.ledger()) == sorted(f"{what} {sale.cart_id}" for sale in sales for what in ("placed", "reserved"))
        assert sorted(shop.told().splitlines()) == [f"hold 1 [sale.complete:{sale.cart_id}/1/2]" for sale in sales]

    async def test_a_reverted_run_does_not_block_its_key_and_the_next_attempt_has_other_keys(self, app: App, shop: Shop) -> None:
        # given
        with pytest.raises(NotAllowed):
            await complete_sale(app.scope(), TOO_MUCH)
        # when
        await complete_sale(app.scope(), SALE)
        # then
        assert await shop.ledger() == [*UNDONE, *SOLD]
        assert shop.told() == GIVEN_BACK + f"hold 19.90 [{RUN}/2/2]\n"
        assert await shop.steps(RUN, attempt=2) == COMPLETED

    # in the background

    async def test_a_started_run_exists_if_its_starter_commits(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        @workflow("contract.hesitant")
        async def hesitant(scope: Scope) -> None:
            await complete_sale.start(scope, SALE)
            raise NotAllowed("changed my mind")

        await worker.start()
        with pytest.raises(NotAllowed):
            await hesitant(app.scope())
        assert await shop.column("SELECT id FROM workflow_run") == []
        # when
        scope = app.scope()
        async with scope.transaction():
            handle = await complete_sale.start(scope, SALE)
            twin = await complete_sale.start(scope, SALE)
            assert await app.scope().rows("SELECT FROM workflow_run") == []
        # then
        assert handle.id == twin.id == RUN
        assert (await handle.result(timeout=20)).startswith("entry_")
        assert await handle.status() == "done"
        assert await shop.ledger() == SOLD
        assert shop.told() == HELD

    async def test_an_atomic_workflow_can_be_started_too(self, app: App, shop: Shop, worker: Worker) -> None:
        # when
        await worker.start()
        handle = await place_order.start(app.scope(), SALE, key="once")
        # then
        assert (await handle.result(timeout=20)).startswith("entry_")
        assert await shop.ledger() == ["placed cart_1"]
        assert await shop.events() == [("sale.placed", False)]

    @pytest.mark.parametrize("fails", [False, True])
    async def test_a_run_started_inside_a_run_begins_when_that_succeeds_and_is_dropped_when_it_fails(
        self, app: App, shop: Shop, worker: Worker, *, fails: bool
    ) -> None:
        # given
        seen: list[tuple[str, str | None]] = []

        @step("contract.look")
        async def look(scope: Scope) -> None:
            await asyncio.sleep(0.3)  # as long as a worker would need to begin, if it might
            rows = await scope.rows("SELECT status, held_by FROM workflow_run WHERE workflow = 'sale.place'")
            seen.extend((row["status"], row["held_by"]) for row in rows)

        @workflow("contract.starter", durable=True, key=str)
        async def starter(scope: Scope, fails: bool) -> str:  # noqa: FBT001 - a workflow's input
            handle = await place_order.start(scope, SALE)
            await look(scope)
            if fails:
                raise NotAllowed("no")
            return handle.id

        app.workflows["contract.starter"] = starter
        await worker.start()
        # when
        if fails:
            with pytest.raises(NotAllowed):
                await starter(app.scope(), fails=True)
        else:
            await shop.until_it_is("done", await starter(app.scope(), fails=False))
        # then
        assert seen == [("not_started", f"contract.starter:{fails}")]
        assert await shop.ledger() == ([] if fails else ["placed cart_1"])
        assert await shop.column("SELECT status FROM workflow_run WHERE workflow = 'sale.place'") == ([] if fails else ["done"])

    # somebody cancels

    async def test_cancel_stops_a_run_before_its_next_step_and_takes_back_what_it_did(self, app: App, shop: Shop) -> None:
        # given
        asked: list[bool] = []

        @step("contract.cancel")
        async def cancel(scope: Scope) -> None:
            assert scope.run is not None
            asked.append(await app.engine.cancel(scope.run.id))

        @workflow("contract.cancelled", durable=True, key=lambda: "one")
        async def cancelled(scope: Scope) -> None:
            await reserve(scope, SALE)
            await cancel(scope)
            await hold_money(scope, SALE)

        app.workflows["contract.cancelled"] = cancelled
        # when
        with pytest.raises(RunCancelled):
            await cancelled(app.scope())
        # then
        assert asked == [True]
        assert await app.engine.status("contract.cancelled:one") == "reverted"
        assert await app.engine.cancel("contract.cancelled:one") is False
        assert await shop.ledger() == ["reserved cart_1", "released it"]
        assert shop.told() == ""

    async def test_a_run_that_has_not_begun_is_cancelled_at_once_and_never_begins(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        handle = await place_order.start(app.scope(), SALE)
        # when
        assert await handle.cancel() is True
        await worker.start()
        await (await place_order.start(app.scope(), Sale(cart_id="cart_2", amount=Decimal(1)))).result(timeout=20)
        # then
        assert await handle.status() == "reverted"
        assert await shop.ledger() == ["placed cart_2"]

    # the code changes while runs are open

    async def test_a_changed_workflow_that_does_not_fit_the_journal_is_stopped_and_nothing_is_compensated(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        await shop.is_killed("after reserve", "sale.complete", "19.90")

        async def changed(scope: Scope, sale: Sale) -> str:
            return await place_order(scope, sale)

        app.workflows["sale.complete"] = durable_again(changed)
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

        app.workflows["sale.complete"] = durable_again(changed)
        # when
        await worker.start()
        # then
        assert await complete_sale.handle(app.scope(), RUN).result(timeout=20) == f"{RUN}/1/2"
        assert await shop.ledger() == ["reserved cart_1"]
        assert shop.told() == HELD


def durable_again(function: Any) -> Any:
    """The workflow of sales with another body."""
    return workflow(complete_sale.name, durable=True, key=complete_sale.key)(function)
