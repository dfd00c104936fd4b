"""A subscriber that takes several events is given what was said at once in one list, and each by itself when that fails again."""

import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from merx.framework.app import App
from merx.framework.errors import Misconfigured
from merx.framework.events import Event, delivery
from merx.framework.events.subscriber import Handler, Subscriber
from merx.framework.jobs import Worker
from merx.framework.scope import Scope
from merx.framework.testing.engines.shop.service import LedgerService
from merx.framework.workflows import workflow
from merx.framework.workflows.tests.shop.subscribers import Reference
from merx.framework.workflows.tests.world import count, eventually, ledger

Start = Callable[..., Awaitable[Worker]]
Work = Callable[[], Awaitable[None]]
DELIVERIES = "task_name = 'merx.deliver'"


@workflow("test.note_all")
async def note_all(scope: Scope, names: list[str]) -> None:
    for name in names:
        await scope[LedgerService].write(name)


@pytest.fixture
def work(app: App, start_worker: Start, monkeypatch: pytest.MonkeyPatch) -> Work:
    """Delivers what waits, and what waits for its next try, until nothing does."""
    monkeypatch.setattr("merx.framework.jobs.tasks.PAUSES", (0.01,))

    async def work_off() -> None:
        worker = await start_worker(poll=0.05)

        async def is_empty() -> bool:
            return await count(app, "procrastinate_jobs", DELIVERIES) == 0

        await eventually(is_empty)
        await worker.stop()

    return work_off


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[Subscriber.__module__], "TOGETHER", 2)


class Clerk:
    """Takes names together, and keeps the lists it was given. Fails where one of them is bad."""

    def __init__(self) -> None:
        self.given: list[list[str]] = []

    async def __call__(self, scope: Scope, events: list[Event[Reference]]) -> None:
        names = [event.data.id for event in events]
        self.given.append(names)
        if "bad" in names:
            raise ValueError("bad")
        await note_all(scope, names)


@pytest.fixture
def clerk(app: App) -> Clerk:
    clerk = Clerk()

    async def take(scope: Scope, events: list[Event[Reference]]) -> None:
        await clerk(scope, events)

    employ(app, "clerk", take, "named", "renamed")
    return clerk


def employ(app: App, name: str, function: Handler, *events: str) -> None:
    app.subscribers[name] = Subscriber(events, name, function)


async def say(app: App, *names: str, event: str = "named") -> None:
    await app.scope().emit(event, [{"id": name} for name in names])


async def test_what_one_statement_says_comes_in_one_list_in_its_order(app: App, clerk: Clerk, work: Work) -> None:
    # given
    names = [f"name {number}" for number in range(40)]
    # when
    await say(app, *names)
    # then
    assert await count(app, "procrastinate_jobs", DELIVERIES) == 1
    await work()
    assert clerk.given == [names]
    assert await ledger(app) == names


async def test_one_event_is_a_list_of_one(app: App, clerk: Clerk, work: Work) -> None:
    # when
    await say(app, "a")
    await say(app, "b")
    await work()
    # then
    assert sorted(clerk.given) == [["a"], ["b"]]


@pytest.mark.usefixtures("small")
async def test_lists_are_no_longer_than_said(app: App, clerk: Clerk, work: Work) -> None:
    # when
    await say(app, "a", "b", "c", "d", "e")
    await work()
    # then
    assert sorted(clerk.given) == [["a", "b"], ["c", "d"], ["e"]]


async def test_who_takes_one_at_a_time_still_does(app: App, clerk: Clerk, work: Work) -> None:
    # given
    seen: list[str] = []

    async def watch(scope: Scope, event: Event[Reference]) -> None:
        del scope
        seen.append(event.data.id)

    employ(app, "watch", watch, "nam*")
    # when
    await say(app, "a", "b", "c")
    assert await count(app, "procrastinate_jobs", DELIVERIES) == 4
    await work()
    # then
    assert (clerk.given, sorted(seen)) == ([["a", "b", "c"]], ["a", "b", "c"])


async def test_what_a_durable_run_said_comes_together_once_it_has_succeeded(app: App, clerk: Clerk, work: Work) -> None:
    # given
    for name, event in (("a", "named"), ("b", "renamed"), ("c", "named"), ("d", "elsewhere")):
        await say(app, name, event=event)
    await app.scope().value("DELETE FROM procrastinate_jobs")
    await app.scope().value("UPDATE event SET held = true, run_id = 'run_1'")
    # when
    await app.events.release(app.scope(), "run_1")
    await work()
    # then
    assert clerk.given == [["a", "b", "c"]]
    # and released again
    await app.events.release(app.scope(), "run_1")
    assert await count(app, "procrastinate_jobs", DELIVERIES) == 0


async def test_of_a_list_that_fails_twice_each_is_tried_by_itself_and_the_bad_one_parked(app: App, clerk: Clerk, work: Work) -> None:
    # when
    await say(app, "a", "bad", "c")
    await work()
    # then
    assert clerk.given[:2] == [["a", "bad", "c"]] * 2
    assert sorted(clerk.given[2:]) == [["a"], *[["bad"]] * delivery.TRIES, ["c"]]
    assert sorted(await ledger(app)) == ["a", "c"]
    (letter,) = await app.events.dead(app.scope())
    assert (letter.subscriber, letter.tries, letter.error["message"]) == ("clerk", delivery.TRIES, "bad")
    # and replayed it is a list of one
    await app.events.replay(app.scope(), letter.id)
    clerk.given.clear()
    await work()
    assert clerk.given == [["bad"]] * delivery.TRIES


async def test_a_list_that_fails_once_stays_a_list(app: App, work: Work) -> None:
    # given
    given: list[int] = []

    async def take(scope: Scope, events: list[Event[Reference]]) -> None:
        del scope
        given.append(len(events))
        if len(given) == 1:
            raise ConnectionError("waves")

    employ(app, "clerk", take, "named")
    # when
    await say(app, "a", "b", "c")
    await work()
    # then
    assert given == [3, 3]
    assert await app.events.dead(app.scope()) == []


async def test_data_that_do_not_fit_are_parked_and_keep_nobody_from_the_others(app: App, clerk: Clerk, work: Work) -> None:
    # when
    await app.scope().emit("named", [{"id": "a"}, {"name": "b"}, {"id": "c"}])
    await work()
    # then
    assert sorted(clerk.given) == [["a"], ["c"]]
    (letter,) = await app.events.dead(app.scope())
    assert (letter.tries, letter.error["code"]) == (1, "event.does_not_fit")


async def test_a_list_that_was_cut_off_comes_again_and_what_it_did_is_not_done_twice(app: App) -> None:
    # given
    class Crash(BaseException):
        """As if the process had died: nobody tidies up."""

    crashes = [Crash()]

    async def take(scope: Scope, events: list[Event[Reference]]) -> None:
        await note_all(scope, [event.data.id for event in events])
        if crashes:
            raise crashes.pop()

    employ(app, "clerk", take, "named")
    await say(app, "a", "b")
    ids = [row["id"] for row in await app.scope().rows("SELECT id FROM event ORDER BY created_at")]
    # when
    with pytest.raises(Crash):
        await delivery.deliver(app, ids, "clerk", 1)
    await delivery.deliver(app, ids, "clerk", 2)
    # then
    assert await ledger(app) == ["a", "b"]


async def test_a_list_for_who_takes_one_at_a_time_by_now_comes_apart(app: App, clerk: Clerk, work: Work) -> None:
    # given
    await say(app, "a", "b")
    seen: list[str] = []

    async def take(scope: Scope, event: Event[Reference]) -> None:
        del scope
        seen.append(event.data.id)

    employ(app, "clerk", take, "named")
    # when
    await work()
    # then
    assert (sorted(seen), clerk.given) == (["a", "b"], [])


async def test_what_waits_in_a_list_is_never_forgotten(app: App, clerk: Clerk, work: Work) -> None:
    # given
    await say(app, "a", "b")
    await say(app, "c", event="elsewhere")
    # when
    pruned = await app.events.prune(app.scope(), days=-1)
    # then
    assert pruned == 1
    await work()
    assert clerk.given == [["a", "b"]]
    assert await app.events.prune(app.scope(), days=-1) == 2


async def test_a_list_of_what_is_no_event_is_refused_at_the_start() -> None:
    async def take(scope: Scope, names: list[str]) -> None:
        del scope, names

    with pytest.raises(Misconfigured, match=r"the subscriber 'take' takes <class 'str'>, and what comes is an event"):
        _ = Subscriber(("named",), "take", take).decoder


async def test_whoever_said_it_is_told_once_for_a_list(app: App) -> None:
    # given
    traces: list[Any] = []

    async def take(scope: Scope, events: list[Event[Reference]]) -> None:
        traces.append((scope.trace, [event.trace for event in events]))

    employ(app, "clerk", take, "named")
    await app.scope(trace="trace_1").emit("named", [{"id": "a"}, {"id": "b"}])
    # when
    await delivery.deliver(app, [row["id"] for row in await app.scope().rows("SELECT id FROM event")], "clerk", 1)
    # then
    assert traces == [("trace_1", ["trace_1", "trace_1"])]
