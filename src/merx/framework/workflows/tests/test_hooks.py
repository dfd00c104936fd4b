"""Hooks: others take part in a workflow, and what they say and do is held to what the workflow asked for."""

from typing import Any

import msgspec
import pytest

from merx.framework.app import App
from merx.framework.errors import NotAllowed
from merx.framework.scope import Scope
from merx.framework.testing.engines.shop.service import LedgerService
from merx.framework.workflows import Hook, HookHandler, Misuse, StepResult, WorkflowChanged, workflow
from merx.framework.workflows.tests.world import ledger, steps_of


class Discount(msgspec.Struct):
    percent: int


discounts = Hook("discounts", Discount)


@workflow("test.price", hooks=("before", discounts))
async def price(scope: Scope, sku: str) -> list[int]:
    return [discount.percent for discount in await price.call_hook(scope, discounts, sku=sku)]


@workflow("test.publish", durable=True, hooks=("published",), key=lambda sku: sku)
async def publish(scope: Scope, sku: str) -> list[str]:
    names = await publish.call_hook(scope, "published", sku=sku)
    await scope.wait_for("word")
    if sku == "bad":
        raise NotAllowed("not this one")
    return names


@publish.hook("published")
async def advertise(scope: Scope, *, sku: str) -> StepResult[str, str]:
    await scope[LedgerService].write(f"advertised {sku}")
    return StepResult("advertised", compensation=f"the ad of {sku}")


@advertise.compensate
async def take_down(scope: Scope, ad: str) -> None:
    await scope[LedgerService].write(f"took down {ad}")


@publish.hook("published")
async def index(scope: Scope, *, sku: str) -> str:
    await scope[LedgerService].write(f"indexed {sku}")
    return "indexed"


def handles(app: App, *handlers: HookHandler[Any]) -> None:
    for handler in handlers:
        app.hooks.setdefault((handler.workflow, handler.hook), []).append(handler)


async def test_handlers_answer_with_the_type_that_the_hook_asks_for(app: App) -> None:
    # given
    @price.hook("discounts")
    async def regulars(scope: Scope, *, sku: str) -> Discount:
        del scope
        return Discount(percent=len(sku))

    @price.hook("discounts")
    async def nobody(scope: Scope, *, sku: str) -> None:
        del scope, sku

    @price.hook("discounts")
    async def as_data(scope: Scope, *, sku: str) -> dict[str, int]:
        del scope, sku
        return {"percent": 5}

    handles(app, regulars, nobody, as_data)
    # then
    assert await price(app.scope(), "tea") == [3, 5]


async def test_a_handler_that_gives_something_else_is_named_with_its_workflow(app: App) -> None:
    # given
    @price.hook("discounts")
    async def wrong(scope: Scope, *, sku: str) -> dict[str, str]:
        del scope
        return {"percent": sku}

    handles(app, wrong)
    # then
    with pytest.raises(Misuse) as refused:
        await price(app.scope(), "tea")
    assert str(refused.value) == (
        f"{wrong.where} gave {{'percent': 'tea'}} to the hook 'discounts' of the workflow 'test.price', which takes a Discount: "
        "Expected `int`, got `str` - at `$.percent`. Return a Discount, or None."
    )
    assert wrong.where.endswith("test_hooks.test_a_handler_that_gives_something_else_is_named_with_its_workflow.<locals>.wrong")


async def test_a_handler_with_other_arguments_is_told_which(app: App) -> None:
    # given
    @price.hook("discounts")
    async def curious(scope: Scope, *, color: str) -> None:
        del scope, color

    handles(app, curious)
    # then
    with pytest.raises(Misuse, match=r"handles the hook 'discounts' of the workflow 'test.price', which is called with \(sku\), and does not take sku. Write"):
        await price(app.scope(), "tea")


def test_a_hook_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(Misuse, match=r"The workflow 'test.price' has no hook 'after'. It has: before, discounts. Use one of these, or add 'after' to `hooks=`"):
        price.hook("after")


async def test_in_a_durable_workflow_each_handler_is_a_step_of_its_own_and_runs_once(app: App) -> None:
    # given
    handles(app, advertise, index)
    app.workflows["test.publish"] = publish
    handle = await publish.start(app.scope(), "tea")
    await app.engine.work(handle.id)
    await app.engine.signal(handle.id, "word")
    # when: it is taken up again
    await app.engine.work(handle.id)
    # then
    assert await handle.result(timeout=1) == ["advertised", "indexed"]
    assert await ledger(app) == ["advertised tea", "indexed tea"]
    assert await steps_of(app, handle.id) == [
        ("1", "hook published", "done"),
        ("1.0.1", advertise.name, "done"),
        ("1.1.1", index.name, "done"),
        ("2", "wait_for word", "done"),
    ]


async def test_two_packages_may_call_their_handlers_alike(app: App) -> None:
    # given
    def made(module: str) -> HookHandler[Any]:
        async def same_name(scope: Scope, *, sku: str) -> str:
            del scope, sku
            return module

        same_name.__module__ = module
        return publish.hook("published")(same_name)

    handles(app, made("one"), made("two"))
    app.workflows["test.publish"] = publish
    handle = await publish.start(app.scope(), "tea")
    await app.engine.signal(handle.id, "word")
    # when
    await app.engine.work(handle.id)
    # then
    assert await handle.result(timeout=1) == ["one", "two"]


async def test_a_handler_takes_back_what_it_did(app: App) -> None:
    # given
    handles(app, advertise, index)
    app.workflows["test.publish"] = publish
    handle = await publish.start(app.scope(), "bad")
    await app.engine.signal(handle.id, "word")
    # when
    await app.engine.work(handle.id)
    # then
    assert await handle.status() == "reverted"
    assert await ledger(app) == ["advertised bad", "indexed bad", "took down the ad of bad"]


@pytest.mark.parametrize("before", [0, 1])
async def test_a_handler_that_is_installed_later_leaves_the_runs_alone_that_are_past_it(app: App, before: int) -> None:
    # given
    handles(app, *(advertise,) * before)
    app.workflows["test.publish"] = publish
    handle = await publish.start(app.scope(), "tea")
    await app.engine.work(handle.id)
    # when
    handles(app, index)
    await app.engine.signal(handle.id, "word")
    await app.engine.work(handle.id)
    # then
    assert await handle.result(timeout=1) == ["advertised"] * before
    assert await ledger(app) == ["advertised tea"] * before


async def test_a_handler_that_is_gone_stops_the_runs_that_know_it(app: App) -> None:
    # given
    handles(app, advertise)
    app.workflows["test.publish"] = publish
    handle = await publish.start(app.scope(), "tea")
    await app.engine.work(handle.id)
    # when
    app.hooks.clear()
    await app.engine.signal(handle.id, "word")
    await app.engine.work(handle.id)
    # then
    with pytest.raises(WorkflowChanged, match=r"began with the hook handler '.*test_hooks.advertise', which is not here any more. Bring it back"):
        await handle.result(timeout=1)
