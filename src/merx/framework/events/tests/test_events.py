"""Events reach their subscribers, whatever happens to the subscriber, the worker or the process."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable

import pytest

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.errors import Misconfigured, NotFound
from merx.framework.events import DeadLetter, Event, EventService, delivery, subscriber
from merx.framework.events.subscriber import Subscriber
from merx.framework.jobs import Worker
from merx.framework.scope import Scope
from merx.framework.testing.engines.shop.workflows import Sale
from merx.framework.workflows import PermanentFailure
from merx.framework.workflows.tests.shop.subscribers import Reference, Weather
from merx.framework.workflows.tests.world import count, eventually, ledger

Start = Callable[..., Awaitable[Worker]]
DELIVERIES = "task_name = 'merx.deliver'"


async def test_a_worker_that_waits_delivers_at_once_and_leaves_the_queue_empty(app: App, start_worker: Start) -> None:
    # given
    worker = await start_worker(poll=60)
    await asyncio.sleep(0.3)
    # when
    await app.scope().emit("sale.placed", {"id": "cart_1"})

    # then
    async def is_noted() -> bool:
        return await ledger(app) == ["noted sale.placed cart_1"]

    await eventually(is_noted, seconds=2)
    await worker.stop()
    assert await count(app, "procrastinate_jobs", DELIVERIES) == 0
    key = await app.scope().value("SELECT key FROM ledger_entry WHERE key IS NOT NULL")
    assert key == f"{await app.scope().value('SELECT id FROM event')}/note/0"


async def test_a_subscriber_that_fails_is_tried_again_then_parked_then_replayed(app: App, start_worker: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    monkeypatch.setattr(delivery, "PAUSES", (0.01,))
    monkeypatch.setattr("merx.framework.jobs.tasks.PAUSES", (0.01,))
    Weather.failures = delivery.TRIES
    worker = await start_worker(poll=0.05)
    # when
    await app.scope().emit("storm", {"id": "boat"})

    async def is_parked() -> bool:
        return await count(app, "dead_letter") == 1

    await eventually(is_parked)
    # then
    assert Weather.failures == 0
    assert await ledger(app) == []
    (letter,) = await app.scope()[EventService].dead_letters.list()
    assert (letter.subscriber, letter.tries, letter.error["kind"], letter.error["message"]) == ("shop.sail", 5, "builtins:ConnectionError", "waves")
    # when
    await app.events.replay(app.scope(), letter.id)

    async def has_sailed() -> bool:
        return await ledger(app) == ["sailed boat"]

    await eventually(has_sailed)
    # then
    await worker.stop()
    assert (await app.scope()[EventService].dead_letters.retrieve(letter.id)).replayed_at is not None
    assert await count(app, "procrastinate_jobs", DELIVERIES) == 0


async def test_replaying_what_is_not_there_sends_nothing(app: App) -> None:
    # given
    await app.scope().emit("nobody.cares", {"id": "x"})
    event_id: str = await app.scope().value("SELECT id FROM event")
    letter = await app.scope()[EventService].dead_letters.create(DeadLetter(event_id=event_id, subscriber="note", tries=5, error={}))
    # when
    with pytest.raises(NotFound, match="dead_missing was not found"):
        await app.events.replay(app.scope(), letter.id, "dead_missing")
    # then
    assert await count(app, "procrastinate_jobs", DELIVERIES) == 0


async def test_what_a_killed_worker_was_delivering_is_delivered_by_another(app: App, start_worker: Start) -> None:
    # given: a worker of another process that is in the middle of a delivery
    code = """if True:
        import asyncio, sys
        from merx.framework.jobs import Worker
        from merx.framework.workflows.tests.shop.subscribers import Weather
        from merx.framework.workflows.tests.world import app_on

        async def main():
            Weather.pause = 60
            async with app_on(sys.argv[1]) as app:
                await Worker(app).start()
                await asyncio.sleep(60)

        asyncio.run(main())"""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, app.database.url, env=dict(os.environ))
    await app.scope().emit("storm", {"id": "boat"})

    async def is_under_way() -> bool:
        return await count(app, "procrastinate_jobs", f"{DELIVERIES} AND status = 'doing'") == 1

    await eventually(is_under_way, seconds=20)
    # when
    process.send_signal(signal.SIGKILL)
    await process.wait()
    worker = await start_worker(poll=0.1, silence=0.2)

    # then
    async def has_sailed() -> bool:
        return await ledger(app) == ["sailed boat"]

    await eventually(has_sailed)
    await worker.stop()


async def test_a_stop_waits_for_the_delivery_under_way(app: App, start_worker: Start) -> None:
    # given
    Weather.pause = 0.5
    worker = await start_worker()
    await app.scope().emit("storm", {"id": "boat"})

    async def is_under_way() -> bool:
        return await count(app, "procrastinate_jobs", f"{DELIVERIES} AND status = 'doing'") == 1

    await eventually(is_under_way)
    # when
    await worker.stop()
    # then
    assert await ledger(app) == ["sailed boat"]


async def test_a_stop_that_runs_out_of_patience_leaves_the_delivery_to_others(app: App, start_worker: Start) -> None:
    # given
    Weather.pause = 60
    worker = await start_worker(patience=0.1)
    await app.scope().emit("storm", {"id": "boat"})

    async def is_under_way() -> bool:
        return await count(app, "procrastinate_jobs", f"{DELIVERIES} AND status = 'doing'") == 1

    await eventually(is_under_way)
    # when
    await worker.stop()
    # then
    assert await count(app, "procrastinate_jobs", f"{DELIVERIES} AND status = 'todo'") == 1


async def test_a_delivery_to_a_subscriber_that_is_gone_is_parked_with_the_reason(app: App) -> None:
    # given
    await app.scope().emit("nobody.cares", {"id": "x"})
    event_id: str = await app.scope().value("SELECT id FROM event")
    # when
    await delivery.deliver(app, [event_id], "renamed", delivery.TRIES)
    # then
    (letter,) = await app.scope()[EventService].dead_letters.list()
    assert letter.error["message"] == "no subscriber is called 'renamed': it was renamed or removed while its delivery waited"


async def test_data_comes_as_the_type_that_the_subscriber_asks_for(app: App) -> None:
    # given
    seen: list[Event[Reference]] = []

    async def watch(scope: Scope, event: Event[Reference]) -> None:
        del scope
        seen.append(event)

    app.subscribers["watch"] = Subscriber(("*",), "watch", watch)
    await app.scope().emit("anything", Reference(id="typed"))
    # when
    await delivery.deliver(app, [await app.scope().value("SELECT id FROM event")], "watch", 1)
    # then
    (event,) = seen
    assert (event.name, event.data, event.run_id, event.created_at.tzinfo is not None) == ("anything", Reference(id="typed"), None, True)


async def test_a_star_is_every_event() -> None:
    @subscriber("*")
    async def everything(scope: Scope, event: Event[dict[str, str]]) -> None:
        del scope, event

    assert everything.wants("order.placed")
    assert everything.name == "everything"
    with pytest.raises(Misconfigured, match="needs the name of at least one event"):
        subscriber()


async def test_data_that_do_not_fit_are_parked_at_once_and_say_where_and_what_to_do(app: App, start_worker: Start) -> None:
    # given
    worker = await start_worker(poll=60)
    # when
    await app.scope().emit("storm", {"name": "boat"})

    async def is_parked() -> bool:
        return await count(app, "dead_letter") == 1

    await eventually(is_parked, seconds=3)
    await worker.stop()
    # then
    (letter,) = await app.events.dead(app.scope())
    sail = app.subscribers["shop.sail"]
    assert (letter.tries, letter.error["code"]) == (1, "event.does_not_fit")
    assert letter.error["message"] == (
        f"The event 'storm' ({letter.event_id}) does not fit the subscriber 'shop.sail' ({sail.place}), "
        f"which takes {sail.wanted}: Object missing required field `id` - at `$.data`. Change the annotation or what is emitted, then replay the dead letter."
    )
    assert sail.place.endswith("shop/subscribers.py:21")


async def test_what_a_subscriber_says_will_never_help_is_parked_at_once(app: App, start_worker: Start) -> None:
    # given
    tries: list[str] = []

    async def listen(scope: Scope, event: Event[dict[str, str]]) -> None:
        del scope
        tries.append(event.name)
        raise PermanentFailure("The ERP was sold", code="erp.gone")

    app.subscribers["listen"] = Subscriber(("tea.made",), "listen", listen)
    worker = await start_worker(poll=0.05)
    # when
    await app.scope().emit("tea.made", {})

    async def is_parked() -> bool:
        return await count(app, "dead_letter") == 1

    await eventually(is_parked)
    await worker.stop()
    # then
    (letter,) = await app.events.dead(app.scope())
    assert (letter.subscriber, letter.tries, letter.error["message"], letter.error["code"]) == ("listen", 1, "The ERP was sold", "erp.gone")
    assert tries == ["tea.made"]
    assert await count(app, "procrastinate_jobs", DELIVERIES) == 0


async def test_a_retry_comes_when_it_is_due_not_when_the_queue_looks_next(app: App, start_worker: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    monkeypatch.setattr("merx.framework.jobs.tasks.PAUSES", (0.3,))
    Weather.failures = 1
    worker = await start_worker(poll=60)
    started = asyncio.get_running_loop().time()
    # when
    await app.scope().emit("storm", {"id": "boat"})

    async def has_sailed() -> bool:
        return await ledger(app) == ["sailed boat"]

    await eventually(has_sailed, seconds=3)
    # then
    assert asyncio.get_running_loop().time() - started >= 0.3
    await worker.stop()


async def test_one_subscriber_hears_of_several_events_and_of_all_with_one_beginning_each_once(app: App, start_worker: Start) -> None:
    # given
    heard: list[str] = []

    async def listen(scope: Scope, event: Event[dict[str, str]]) -> None:
        del scope
        heard.append(event.name)

    for name, patterns in (("several", ("tea.made", "tea.drunk")), ("beginning", ("tea.*", "tea.made", "*"))):
        app.subscribers[name] = Subscriber(patterns, name, listen)
    worker = await start_worker()
    # when
    for name in ("tea.made", "tea.drunk", "teapot.made"):
        await app.scope().emit(name, {})

    async def has_heard() -> bool:
        return len(heard) >= 5

    await eventually(has_heard)
    # and when a run says it and succeeds
    await app.scope().emit("tea.made", {})
    await app.scope().value("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
    await asyncio.sleep(0.2)
    heard.clear()
    await app.scope().value("UPDATE event SET held = true, run_id = 'run_1' WHERE id = (SELECT max(id) FROM event)")
    await app.events.release(app.scope(), "run_1")

    async def has_heard_two() -> bool:
        return len(heard) >= 2

    await eventually(has_heard_two)
    await asyncio.sleep(0.1)
    await worker.stop()
    # then
    assert heard == ["tea.made", "tea.made"]


async def test_who_hears_of_what() -> None:
    @subscriber("tea.*", "coffee.made")
    async def listen(scope: Scope, event: Event[dict[str, str]]) -> None:
        del scope, event

    assert [listen.wants(name) for name in ("tea.made", "tea.", "tea", "teapot.made", "coffee.made", "coffee.drunk")] == [True, True, False, False, True, False]
    with pytest.raises(Misconfigured, match=r"@subscriber\('\*\.made'\): a star stands at the end, as in 'order\.\*', or alone\."):
        subscriber("*.made")


async def a_scope_only(scope: Scope) -> None:
    del scope


async def no_event(scope: Scope, event: Reference) -> None:
    del scope, event


async def no_json(scope: Scope, event: Event[Reference | Sale]) -> None:
    del scope, event


async def nowhere(scope: Scope, event: "Event[Nowhere]") -> None:  # type: ignore[name-defined] # noqa: F821 - the mistake under test
    del scope, event


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (a_scope_only, "the subscriber 'wrong' takes 1 parameters. Write `(scope: Scope, event: Event[...])`."),
        (no_event, "and what comes is an event. Write `event: Event[...]`, with the type of its data."),
        (no_json, "which no event can hold: "),
        (nowhere, "the annotation Nowhere of the subscriber 'wrong' cannot be found at run time. Import it plainly."),
    ],
)
async def test_a_subscriber_that_could_never_be_called_is_refused_when_the_app_starts(
    merx_config: Config, function: Callable[..., Awaitable[None]], message: str
) -> None:
    # given
    app = App(merx_config)
    app.subscribers["wrong"] = Subscriber(("storm",), "wrong", function)
    # when
    with pytest.raises(Misconfigured) as refused:
        await app.start()
    # then
    assert str(refused.value).startswith(f"{__file__}:{function.__code__.co_firstlineno}: ")
    assert message in str(refused.value)


async def test_the_trace_of_who_said_it_goes_along(app: App) -> None:
    # given
    traces: list[tuple[str, str]] = []

    async def listen(scope: Scope, event: Event[dict[str, str]]) -> None:
        traces.append((scope.trace, event.trace))

    app.subscribers["listen"] = Subscriber(("tea.made",), "listen", listen)
    await app.scope(trace="trace_tea").emit("tea.made", {})
    # when
    await delivery.deliver(app, [await app.scope().value("SELECT id FROM event")], "listen", 1)
    # then
    assert traces == [("trace_tea", "trace_tea")]
