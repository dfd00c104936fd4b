"""Events reach their subscribers, whatever happens to the subscriber, the worker or the process."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable

import pytest

from merx.framework.app import App
from merx.framework.errors import Misconfigured, NotFound
from merx.framework.events import DeadLetter, Event, EventService, delivery, subscriber
from merx.framework.events.subscriber import Subscriber
from merx.framework.jobs import Worker
from merx.framework.scope import Scope
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
        return await ledger(app) == ["noted sale.placed cart"]

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
    await delivery.deliver(app, event_id, "renamed", delivery.TRIES)
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
    await delivery.deliver(app, await app.scope().value("SELECT id FROM event"), "watch", 1)
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
