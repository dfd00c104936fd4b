"""Events are captured, and background work is done when the test says so."""

import re
from contextlib import suppress

import pytest

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.errors import Misconfigured
from merx.framework.scope import Scope
from merx.framework.testing.background import Background
from merx.framework.testing.events import CapturedEvents

from .shop.tea.service import TeaService
from .shop.tea.subscribers import Guest
from .shop.tea.workflows import announce, brew, serve, steep, waste


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=(f"{__package__}.shop",))


@pytest.fixture(autouse=True)
def thirsty() -> None:
    Guest.is_full = 0


async def teas(scope: Scope) -> list[str]:
    return [tea.name for tea in await scope[TeaService].teas.list(order="name")]


async def test_what_is_emitted_is_captured_and_delivered_when_the_test_says_so(scope: Scope, events: CapturedEvents, background: Background) -> None:
    # given
    await serve(scope, "Assam")
    assert await events.data_of("tea.served") == [{"name": "Assam"}]
    assert events.deliveries == []
    # when
    await background.drain()
    # then what the subscriber says is delivered too
    assert await events.names() == ["tea.served", "tea.drunk"]
    assert events.delivered_to("drink") == [{"name": "Assam"}]
    assert events.delivered_to("thank") == [{"name": "Assam"}]
    assert [(each.event.name, each.subscriber, each.error) for each in events.deliveries] == [("tea.served", "drink", None), ("tea.drunk", "thank", None)]


async def test_what_is_rolled_back_was_never_said(scope: Scope, events: CapturedEvents) -> None:
    with suppress(ZeroDivisionError):
        async with scope.transaction():
            await serve(scope, "Assam")
            raise ZeroDivisionError
    assert await events.emitted() == []


async def test_an_event_is_waited_for(scope: Scope, events: CapturedEvents) -> None:
    # given
    await serve(scope, "Assam")
    # when / then
    assert (await events.wait_for("tea.served", where=lambda data: data["name"] == "Assam")).data == {"name": "Assam"}
    with pytest.raises(AssertionError, match=re.escape("no such 'tea.drunk' was emitted within 0.05 seconds, only: tea.served")):
        await events.wait_for("tea.drunk", timeout=0.05)


async def test_a_subscriber_that_fails_fails_the_test(scope: Scope, background: Background) -> None:
    # given
    Guest.is_full = 1
    await serve(scope, "Assam")
    # when
    with pytest.raises(ConnectionError, match="no more tea") as failed:
        await background.drain()
    # then
    assert failed.value.__notes__ == ["raised by the subscriber 'drink' for tea.served {'name': 'Assam'}"]


async def test_a_failed_delivery_waits_for_its_next_try_or_is_tried_at_once(scope: Scope, events: CapturedEvents, background: Background) -> None:
    # given
    Guest.is_full = 2
    await serve(scope, "Assam")
    await background.drain(forgiving=True)
    await background.drain()
    assert [type(each.error) for each in events.deliveries] == [ConnectionError]
    # when
    await background.drain(retries=True, forgiving=True)
    # then
    assert [type(each.error) for each in events.deliveries] == [ConnectionError, ConnectionError, type(None), type(None)]


async def test_a_started_run_is_worked_on(app: App, scope: Scope, background: Background) -> None:
    # given
    handle = await waste.start(scope, "Assam")
    assert await handle.status() == "not_started"
    # when
    await background.drain()
    # then
    assert await handle.status() == "reverted"
    assert [app.workflows[each.name] for each in (announce, waste)] == [announce, waste]


async def test_what_sleeps_goes_on_when_the_test_lets_time_pass(scope: Scope, background: Background) -> None:
    # given
    await steep.start(scope, "Assam")
    await background.drain()
    # when / then
    await background.pass_time(200)
    assert await teas(scope) == []
    await background.pass_time(40)
    assert await teas(scope) == ["Assam"]


async def test_a_failed_delivery_is_tried_again_after_a_second(scope: Scope, events: CapturedEvents, background: Background) -> None:
    # given
    Guest.is_full = 1
    await serve(scope, "Assam")
    await background.drain(forgiving=True)
    # when
    await background.pass_time(1)
    # then
    assert events.delivered_to("drink") == [{"name": "Assam"}]


async def test_a_job_runs_when_the_test_says_so_and_not_by_the_clock(scope: Scope, events: CapturedEvents, background: Background) -> None:
    # given
    await brew(scope, "Assam")
    await background.drain()
    assert await teas(scope) == ["Assam"]
    # when
    await background.run("five-o-clock")
    # then
    assert await events.names() == ["tea.served", "tea.drunk"]
    with pytest.raises(Misconfigured, match=re.escape("No job is called 'six-o-clock'. There are: events.prune, five-o-clock, workflows.prune.")):
        await background.run("six-o-clock")
