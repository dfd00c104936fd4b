"""What fails is tried again as its step says, and taken back in reverse; so is what somebody cancels."""

import asyncio
from decimal import Decimal

import pytest

from merx.framework.app import App
from merx.framework.errors import NotAllowed
from merx.framework.jobs import Worker
from merx.framework.scope import Scope
from merx.framework.testing.engines.setting import GIVEN_BACK, REVERTED, RUN, SALE, TOO_MUCH, UNDONE, EngineTests
from merx.framework.testing.engines.shop.service import LedgerService
from merx.framework.testing.engines.shop.workflows import Sale, complete_sale, hold_money, place_order, reserve
from merx.framework.testing.engines.world import Shop, str_of
from merx.framework.workflows import RunCancelled, step, workflow


class Failing(EngineTests):
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

        @workflow("contract.flaky_run", durable=True, key=str_of)
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

    async def test_a_body_that_answers_every_failure_does_not_answer_its_cancellation(self, app: App, shop: Shop) -> None:
        # given
        went_on: list[str] = []

        @step("contract.cancel_it")
        async def cancel(scope: Scope) -> None:
            assert scope.run is not None
            await app.engine.cancel(scope.run.id)

        @workflow("contract.stubborn", durable=True, key=lambda: "one")
        async def stubborn(scope: Scope) -> str:
            await reserve(scope, SALE)
            await cancel(scope)
            try:
                await hold_money(scope, SALE)
            except Exception as error:  # noqa: BLE001 - the mistake under test
                went_on.append(repr(error))
            return "sold without money"

        app.workflows["contract.stubborn"] = stubborn
        # when
        with pytest.raises(RunCancelled):
            await stubborn(app.scope())
        # then
        assert went_on == []
        assert await app.engine.status("contract.stubborn:one") == "reverted"
        assert await shop.ledger() == ["reserved cart_1", "released it"]
        assert shop.told() == ""

    async def test_a_body_with_a_task_group_is_cancelled_too(self, app: App, shop: Shop) -> None:
        # given
        @step("contract.cancel_group")
        async def cancel(scope: Scope) -> None:
            assert scope.run is not None
            await app.engine.cancel(scope.run.id)

        @workflow("contract.grouped", durable=True, key=lambda: "one")
        async def grouped(scope: Scope) -> None:
            await reserve(scope, SALE)
            await cancel(scope)
            async with asyncio.TaskGroup() as group:
                group.create_task(hold_money(scope, SALE))

        app.workflows["contract.grouped"] = grouped
        # when
        with pytest.raises(RunCancelled):
            await grouped(app.scope())
        # then
        assert await app.engine.status("contract.grouped:one") == "reverted"
        assert await shop.ledger() == ["reserved cart_1", "released it"]
        assert shop.told() == ""

    async def test_a_body_that_answers_every_failure_does_not_answer_the_loss_of_its_run(self, app: App, shop: Shop) -> None:
        # given
        went_on: list[str] = []

        @step("contract.robbed")
        async def robbed(scope: Scope) -> None:
            await scope[LedgerService].write("lost")
            if not went_on:
                went_on.append("robbed")
                await app.scope().value("UPDATE workflow_run SET epoch = epoch + 1, lease_until = clock_timestamp() + interval '0.1 s'")

        @workflow("contract.blind", durable=True, key=lambda: "one")
        async def blind(scope: Scope) -> str:
            try:
                await robbed(scope)
            except Exception as error:  # noqa: BLE001 - the mistake under test
                went_on.append(repr(error))
            return "done"

        app.workflows["contract.blind"] = blind
        # when
        assert await blind(app.scope()) == "done"
        # then: who took it over did the step, once; what the robbed one had written is rolled back
        assert went_on == ["robbed"]
        assert await shop.ledger() == ["lost"]

    async def test_a_run_that_has_not_begun_is_cancelled_at_once_and_never_begins(self, app: App, shop: Shop, worker: Worker) -> None:
        # given
        handle = await place_order.start(app.scope(), SALE)
        # when
        assert await handle.cancel() is True
        await worker.start()
        await (await place_order.start(app.scope(), Sale(cart_id="cart_2", amount=Decimal(1)))).result(timeout=20)
        # then
        assert await handle.status() == "reverted"
        assert await shop.ledger() == ["placed cart_2", "sold cart_2"]
