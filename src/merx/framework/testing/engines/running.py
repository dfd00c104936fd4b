"""What a run gives, whoever asked for it, however often."""

import asyncio
from decimal import Decimal

import pytest

from merx.framework.app import App
from merx.framework.errors import NotAllowed
from merx.framework.jobs import Worker
from merx.framework.scope import Actor, Scope
from merx.framework.testing.engines.setting import COMPLETED, GIVEN_BACK, HELD, NOTED, RUN, SAID, SALE, SOLD, TOO_MUCH, UNDONE, EngineTests
from merx.framework.testing.engines.shop.service import LedgerService
from merx.framework.testing.engines.shop.workflows import Sale, complete_sale, place_order
from merx.framework.testing.engines.world import Shop, eventually, str_of
from merx.framework.workflows import Misuse, step, workflow


class Running(EngineTests):
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
        assert sorted(await shop.ledger()) == sorted(f"{what} {sale.cart_id}" for sale in sales for what in ("placed", "reserved", "sold"))
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
        assert await shop.ledger() == ["placed cart_1", "sold cart_1"]
        assert await shop.events() == [("sale.placed", False), ("sale.written", False)]

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

        @workflow("contract.starter", durable=True, key=str_of)
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
                await starter(app.scope(), True)
        else:
            await shop.until_it_is("done", await starter(app.scope(), False))
        # then
        assert seen == [("not_started", f"contract.starter:{fails}")]
        assert await shop.ledger() == ([] if fails else ["placed cart_1", "sold cart_1"])
        assert await shop.column("SELECT status FROM workflow_run WHERE workflow = 'sale.place'") == ([] if fails else ["done"])
