"""How long a step rests between its tries, and what makes two calls one."""

import asyncio

import pytest

from merx.framework.app import App
from merx.framework.errors import Misconfigured
from merx.framework.scope import Scope
from merx.framework.workflows import step, workflow
from merx.framework.workflows import steps as policy
from merx.framework.workflows.tests.world import count


@pytest.mark.parametrize(("growth", "rests"), [(2.0, [1.0, 2.0, 4.0]), (1.0, [1.0, 1.0, 1.0])])
async def test_the_pause_grows_or_stays_as_the_step_says(app: App, monkeypatch: pytest.MonkeyPatch, growth: float, rests: list[float]) -> None:
    # given
    rested: list[float] = []

    async def rest(seconds: float) -> None:
        rested.append(seconds)

    monkeypatch.setattr(policy.random, "uniform", lambda *_: 1.0)
    monkeypatch.setattr(policy, "asyncio", type("Clock", (), {"sleep": staticmethod(rest), "timeout": asyncio.timeout}))

    @step("test.down", external=True, retries=3, backoff=1, growth=growth)
    async def down(scope: Scope) -> None:
        del scope
        raise ConnectionError

    # when
    with pytest.raises(ConnectionError):
        await down(app.scope())
    # then
    assert rested == rests


async def test_a_key_may_name_an_argument_however_it_is_given(app: App) -> None:
    # given
    @workflow("test.named", durable=True, key="order_id")
    async def named(scope: Scope, note: str, order_id: str = "none") -> str:
        del scope, order_id
        return note

    # when
    answers = [await named(app.scope(), "first", "order_1"), await named(app.scope(), note="second", order_id="order_1"), await named(app.scope(), "third")]
    # then
    assert answers == ["first", "first", "third"]
    assert await count(app, "workflow_run") == 2


def test_a_key_that_names_no_argument_is_refused() -> None:
    with pytest.raises(
        Misconfigured, match=r"The workflow 'test.misnamed' has key='order' and takes no such argument. Name one of: order_id; or give a function."
    ):

        @workflow("test.misnamed", key="order")
        async def misnamed(scope: Scope, order_id: str) -> None: ...
