"""What a step does when it fails, how long it may take, and what its compensation gets."""

import asyncio

import msgspec
import pytest

from merx.framework.app import App
from merx.framework.errors import Misconfigured, NotAllowed
from merx.framework.scope import Scope
from merx.framework.testing.engines.shop.service import LedgerService
from merx.framework.testing.engines.shop.workflows import reserve, write_sale
from merx.framework.workflows import Misuse, PermanentFailure, Step, StepResult, step, workflow
from merx.framework.workflows.tests.world import ledger, steps_of


class Receipt(msgspec.Struct):
    number: int


def as_run(made: Step[[], object], *, fails: bool = False) -> object:
    """A durable run of one step."""

    @workflow("test.run", durable=True, key=lambda: "one")
    async def run(scope: Scope) -> object:
        result = await made(scope)
        if fails:
            raise NotAllowed("too late")
        return result

    return run


async def test_a_local_steps_try_ends_at_its_timeout_its_writes_are_undone_and_it_is_tried_again(app: App) -> None:
    # given
    pauses = [5.0, 0.0]

    @step("test.slow", retries=1, backoff=0.001, timeout=0.1)
    async def slow(scope: Scope) -> str:
        await scope[LedgerService].write("written")
        await asyncio.sleep(pauses.pop(0))
        return "in time"

    # then
    assert await as_run(slow)(app.scope()) == "in time"
    assert await ledger(app) == ["written"]
    assert await app.scope().value("SELECT tries FROM workflow_step") == 2


async def test_in_an_atomic_workflow_a_step_that_takes_too_long_rolls_all_back(app: App) -> None:
    # given
    @step("test.slow", timeout=0.05)
    async def slow(scope: Scope) -> None:
        await scope[LedgerService].write("written")
        await asyncio.sleep(5)

    @workflow("test.atomic")
    async def atomic(scope: Scope) -> None:
        await slow(scope)

    # then
    with pytest.raises(TimeoutError):
        await atomic(app.scope())
    assert await ledger(app) == []


@pytest.mark.parametrize("external", [True, False])
async def test_a_permanent_failure_is_not_tried_again(app: App, external: bool) -> None:
    # given
    tries: list[int] = []

    @step("test.declined", external=external, retries=5, backoff=0.001)
    async def declined(scope: Scope) -> None:
        del scope
        tries.append(1)
        raise PermanentFailure("The card is stolen", code="card.stolen")

    # when
    with pytest.raises(PermanentFailure) as refused:
        await as_run(declined)(app.scope())
    # then
    assert len(tries) == 1
    assert (refused.value.message, refused.value.code) == ("The card is stolen", "card.stolen")
    assert await app.engine.status("test.run:one") == "reverted"


async def test_what_a_permanent_failure_left_behind_reaches_the_compensation(app: App) -> None:
    # given
    @step("test.half", external=True)
    async def half(scope: Scope) -> Receipt:
        del scope
        raise PermanentFailure("Only half of it", compensation=Receipt(number=7))

    @half.compensate
    async def undo(scope: Scope, made: Receipt) -> None:
        await scope[LedgerService].write(f"undid {made.number}")

    # when
    with pytest.raises(PermanentFailure, match="Only half of it"):
        await as_run(half)(app.scope())
    # then
    assert await ledger(app) == ["undid 7"]


@pytest.mark.parametrize("external", [True, False])
async def test_a_run_may_go_on_without_a_step_and_its_failure_is_recorded(app: App, external: bool) -> None:
    # given
    calls: list[int] = []

    @step("test.optional", external=external, retries=1, backoff=0.001, continue_on_failure=True)
    async def optional(scope: Scope) -> str:
        if not external:
            await scope[LedgerService].write("half done")
        calls.append(1)
        raise ConnectionError("away")

    @workflow("test.goes_on", durable=True, key=lambda: "one")
    async def goes_on(scope: Scope) -> str:
        first = await optional(scope)
        await scope.wait_for("word")
        return f"got {first}"

    app.workflows["test.goes_on"] = goes_on
    handle = await goes_on.start(app.scope())
    await app.engine.signal(handle.id, "word")
    # when: it is replayed once on its way
    await app.engine.work(handle.id)
    # then
    assert await handle.result(timeout=1) == "got None"
    assert len(calls) == 2
    assert await ledger(app) == []
    assert await steps_of(app, handle.id) == [("1", "test.optional", "skipped"), ("2", "wait_for word", "done")]
    assert await app.scope().value("SELECT error ->> 'message' FROM workflow_step WHERE number = 1") == "away"


async def test_an_atomic_workflow_goes_on_without_it_too_and_keeps_the_rest(app: App) -> None:
    # given
    @step("test.optional", continue_on_failure=True)
    async def optional(scope: Scope) -> str:
        await scope[LedgerService].write("half done")
        return await scope.value("SELECT 1 / 0")

    @workflow("test.atomic")
    async def atomic(scope: Scope) -> str | None:
        await scope[LedgerService].write("before")
        result = await optional(scope)
        await scope[LedgerService].write("after")
        return result

    # then
    assert await atomic(app.scope()) is None
    assert await ledger(app) == ["before", "after"]


@step("test.order", external=True)
async def order(scope: Scope) -> StepResult[str, Receipt]:
    return StepResult(f"order by {scope.actor.type}", compensation=Receipt(number=7))


@order.compensate
async def send_back(scope: Scope, receipt: Receipt) -> None:
    assert type(receipt) is Receipt
    await scope[LedgerService].write(f"sent back {receipt.number}")


async def test_a_compensation_gets_its_own_data_and_the_caller_the_result(app: App) -> None:
    # given
    heard: list[str] = []

    @workflow("test.ordering", durable=True, key=lambda: "one")
    async def ordering(scope: Scope) -> None:
        heard.append(await order(scope))
        await scope.wait_for("word")
        raise NotAllowed("not wanted")

    app.workflows["test.ordering"] = ordering
    handle = await ordering.start(app.scope())
    await app.engine.work(handle.id)
    await app.engine.signal(handle.id, "word")
    # when: the process that made it is gone, and another reads its record
    await app.engine.work(handle.id)
    # then
    assert heard == ["order by system"] * 2
    assert await handle.status() == "reverted"
    assert await ledger(app) == ["sent back 7"]
    assert await app.scope().value("SELECT compensation_data::text FROM workflow_step WHERE number = 1") == '{"number": 7}'


async def test_outside_a_durable_run_the_result_is_unwrapped(app: App) -> None:
    # given
    @step("test.local")
    async def local(scope: Scope) -> StepResult[str, int]:
        return StepResult(scope.actor.type, compensation=1)

    @workflow("test.atomic")
    async def atomic(scope: Scope) -> str:
        return await local(scope)

    # then
    assert await atomic(app.scope()) == "system"
    assert await order(app.scope()) == "order by system"


async def test_a_result_that_its_annotation_does_not_tell_is_refused(app: App) -> None:
    # given
    @step("test.secretive")
    async def secretive(scope: Scope) -> str:
        del scope
        return StepResult("made", compensation=1)  # type: ignore[return-value]  # that is the point

    # then
    with pytest.raises(Misuse, match=r"'test.secretive' returns a StepResult, and its annotation does not say so. Write `-> StepResult\["):
        await as_run(secretive)(app.scope())


def test_what_is_no_coroutine_is_no_step() -> None:
    with pytest.raises(
        Misconfigured, match=r"The step 'test.plain' wraps <function .*>, which is no `async def f\(scope, ...\)`. Put @step above such a function."
    ):

        @step("test.plain")
        def plain(scope: Scope) -> None: ...


async def test_a_step_or_workflow_without_its_scope_says_what_is_missing(app: App) -> None:
    with pytest.raises(Misuse, match=r"'test.order' is called with Receipt where its scope belongs. .* `await order\(scope, ...\)`"):
        await order(Receipt(number=1))  # type: ignore[arg-type]  # that is the point
    with pytest.raises(Misuse, match=r"'sale.write' is called with App where its scope belongs. .* `await write_sale\(scope, ...\)`"):
        await write_sale(app)  # type: ignore[arg-type]  # that is the point


async def test_wrong_arguments_are_told_with_the_steps_name_and_how_to_call_it(app: App) -> None:
    # given
    @workflow("test.wrong", durable=True)
    async def wrong(scope: Scope) -> None:
        await reserve(scope)  # type: ignore[call-arg]  # that is the point

    # then
    with pytest.raises(
        TypeError, match=r"'sale.reserve' is called with other arguments than it takes: missing a required argument: 'sale'. Call it as reserve"
    ):
        await wrong(app.scope())


async def test_a_durable_workflow_inside_a_durable_one_is_a_part_of_it_waits_included(app: App) -> None:
    # given
    @workflow("test.inner", durable=True, key=lambda: "inner")
    async def inner(scope: Scope) -> str:
        await order(scope)
        return await scope.wait_for("word", type=str)

    @workflow("test.outer", durable=True, key=lambda: "outer")
    async def outer(scope: Scope) -> None:
        word = await inner(scope)
        raise NotAllowed(word)

    app.workflows["test.outer"] = outer
    handle = await outer.start(app.scope())
    await app.engine.work(handle.id)
    await app.engine.signal(handle.id, "word", "stop")
    # when
    await app.engine.work(handle.id)
    # then
    with pytest.raises(NotAllowed, match="stop"):
        await handle.result(timeout=1)
    assert await ledger(app) == ["sent back 7"]
    assert await app.scope().value("SELECT count(*) FROM workflow_run") == 1


def test_negative_patience_is_refused() -> None:
    with pytest.raises(Misconfigured, match=r"The step 'test.step' has retries=-1, backoff=0.5, growth=2.0, timeout=None"):
        step("test.step", retries=-1)


def test_a_step_has_one_way_back() -> None:
    with pytest.raises(Misuse, match=r"'test.order' has a compensation already: .* Do both in one function"):
        order.compensate(send_back)


def test_a_durable_workflow_has_no_compensation_of_its_own() -> None:
    # given
    @workflow("test.durable", durable=True)
    async def durable(scope: Scope) -> None: ...

    # then
    with pytest.raises(Misuse, match=r"'test.durable' is durable: inside another workflow its steps are that one's, and are compensated one by one"):
        durable.compensate(send_back)
