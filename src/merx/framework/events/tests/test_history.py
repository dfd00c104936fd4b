"""What happened can be read afterwards: in one order, without gaps, until it is old; and never lost before it is delivered."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from ulid import ULID

from merx.framework.app import App
from merx.framework.errors import InvalidData, NotFound
from merx.framework.events import DeadLetter, EventService, Happened
from merx.framework.events.jobs import prune_events
from merx.framework.scope import Scope
from merx.framework.workflows.tests.world import count, eventually


async def read(app: App, *names: str, at_least: int, **more: object) -> list[Happened]:
    """The history once it has `at_least` so many: other tests write on the same server, and what they have open holds it back."""
    found: list[Happened] = []

    async def is_known() -> bool:
        nonlocal found
        found = await app.events.history(app.scope(), *names, **more)  # type: ignore[arg-type]  # handed on
        return len(found) >= at_least

    await eventually(is_known, seconds=30)
    return found


async def test_the_history_tells_what_was_said_in_its_order_with_trace_and_time(app: App) -> None:
    # given
    before = datetime.now(UTC)
    scope = app.scope(trace="trace_1")
    await scope.emit("paint.mixed", [{"colour": "red"}, {"colour": "blue"}, {"colour": "green"}])
    async with scope.transaction():
        await scope.emit("wall.painted", {"colour": "red"})
        await scope.emit("paint.used", {"colour": "red"})
    # when
    happened = await read(app, at_least=5)
    # then
    assert [(one.name, one.data["colour"]) for one in happened] == [
        ("paint.mixed", "red"),
        ("paint.mixed", "blue"),
        ("paint.mixed", "green"),
        ("wall.painted", "red"),
        ("paint.used", "red"),
    ]
    assert {one.trace for one in happened} == {"trace_1"}
    assert all(before <= one.created_at <= datetime.now(UTC) for one in happened)
    # and a part of it
    assert [one.name for one in await read(app, "paint.*", at_least=4)] == ["paint.mixed"] * 3 + ["paint.used"]
    assert [one.name for one in await read(app, "wall.painted", "paint.used", at_least=2)] == ["wall.painted", "paint.used"]
    assert [one.name for one in await read(app, at_least=2, newest_first=True, limit=2)] == ["paint.used", "wall.painted"]
    assert [one.data for one in await read(app, at_least=1, after=happened[0].cursor, limit=1)] == [{"colour": "blue"}]
    assert await app.events.history(app.scope(), "paint_mixed", "paint%") == []
    assert await app.events.history(app.scope(), since=datetime.now(UTC)) == []


async def test_what_is_rolled_back_never_happened(app: App) -> None:
    # when
    with suppress(ZeroDivisionError):
        async with app.scope().transaction() as scope:
            await scope.emit("wall.painted", {})
            raise ZeroDivisionError
    await app.scope().emit("wall.seen", {})
    # then
    assert [one.name for one in await read(app, at_least=1)] == ["wall.seen"]


async def test_an_event_that_commits_late_is_neither_missed_nor_put_before_what_was_read(app: App) -> None:
    """Control: with the line about `pg_snapshot_xmin` removed, the quick one is read at once and the slow one never."""
    # given
    slow, quick = app.scope(), app.scope()
    async with slow.transaction():
        await slow.emit("slow", {})
        await quick.emit("quick", {})
        # when
        early = await app.events.history(app.scope())
    # then
    assert early == []
    assert [one.name for one in await read(app, at_least=2)] == ["slow", "quick"]


async def test_who_reads_on_while_many_write_reads_each_event_once(app: App) -> None:
    # given
    async def write(writer: int) -> None:
        for number in range(20):
            async with app.scope().transaction() as scope:
                await scope.emit("written", {"by": writer, "number": number})
                await asyncio.sleep(0.001 * (writer % 3))

    writing = asyncio.gather(*(write(writer) for writer in range(4)))
    seen: list[Happened] = []
    # when

    async def has_all() -> bool:
        seen.extend(await app.events.history(app.scope(), after=seen[-1].cursor if seen else None, limit=7))
        return len(seen) >= 80

    await eventually(has_all, seconds=30)
    await writing
    # then
    assert len({one.id for one in seen}) == len(seen) == 80
    for writer in range(4):
        assert [one.data["number"] for one in seen if one.data["by"] == writer] == list(range(20))


async def test_what_a_run_holds_happens_when_it_is_released(app: App) -> None:
    # given
    await app.scope().emit("held", {})
    await app.scope().value("UPDATE event SET held = true, run_id = 'run_1'")
    await app.scope().emit("said.later", {})
    assert [one.name for one in await read(app, at_least=1)] == ["said.later"]
    # when
    await app.events.release(app.scope(), "run_1")
    # then
    assert [one.name for one in await read(app, at_least=2)] == ["said.later", "held"]


async def test_a_cursor_that_is_none_is_refused(app: App) -> None:
    with pytest.raises(InvalidData, match="'yesterday' is no place in the history: give the `cursor` of an event that was read before"):
        await app.events.history(app.scope(), after="yesterday")


async def test_a_database_that_was_restored_on_a_younger_server_keeps_its_history_in_order(app: App) -> None:
    # given
    for name in ("first", "second"):
        await app.scope().emit(name, {})
    await app.scope().value("UPDATE event SET transaction = transaction + 1000000000000")
    await app.scope().emit("third", {})
    # when
    await app.events.prune(app.scope(), days=30)
    # then
    assert [one.name for one in await read(app, at_least=3)] == ["first", "second", "third"]


async def make_old(app: App, days: float = 40) -> None:
    """As if all events had been said so many days ago."""
    for row in await app.scope().rows("SELECT id FROM event"):
        old = f"evt_{ULID.from_datetime(datetime.now(UTC) - timedelta(days=days))}"
        await app.scope().value("UPDATE event SET id = $1, created_at = created_at - make_interval(days => $3) WHERE id = $2", old, row["id"], int(days))


async def names(app: App) -> Sequence[str]:
    return [row["name"] for row in await app.scope().rows("SELECT name FROM event ORDER BY name")]


async def test_old_events_are_forgotten_a_bite_at_a_time_and_young_ones_kept(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    monkeypatch.setattr("merx.framework.events.history.BITE", 2)
    await app.scope().emit("old", [{}] * 5)
    await make_old(app)
    await app.scope().emit("young", {})
    # when
    pruned = await prune_events(app.scope())
    # then
    assert (pruned, await names(app)) == (5, ["young"])


async def test_what_is_held_waits_for_delivery_or_is_dead_is_never_forgotten(app: App) -> None:
    # given
    scope = app.scope()
    for name in ("held", "sale.placed", "dead", "replayed", "dismissed"):
        await scope.emit(name, {"id": "x"})
    await scope.value("UPDATE event SET held = true WHERE name = 'held'")
    letters = {name: await letter_for(scope, name) for name in ("dead", "replayed", "dismissed")}
    await scope.value("UPDATE dead_letter SET replayed_at = now() WHERE id = $1", letters["replayed"])
    await app.events.dismiss(scope, letters["dismissed"])
    await make_old(app)
    await scope.value("UPDATE procrastinate_jobs SET args = jsonb_set(args, '{event_id}', to_jsonb((SELECT id FROM event WHERE name = 'sale.placed')))")
    # when
    pruned = await app.events.prune(scope, days=30)
    # then
    assert (pruned, await names(app)) == (2, ["dead", "held", "sale.placed"])
    # and when it is delivered
    await scope.value("DELETE FROM procrastinate_jobs")
    assert await app.events.prune(scope, days=30) == 1


async def letter_for(scope: Scope, name: str) -> str:
    event_id: str = await scope.value("SELECT id FROM event WHERE name = $1", name)
    return (await scope[EventService].dead_letters.create(DeadLetter(event_id=event_id, subscriber="shop.sail", tries=5, error={}))).id


async def test_dead_letters_are_listed_by_event_and_subscriber_until_they_are_sent_again_or_dismissed(app: App) -> None:
    # given
    scope = app.scope()
    await scope.emit("storm", {"id": "boat"})
    await scope.emit("calm", {"id": "boat"})
    storm, calm = await letter_for(scope, "storm"), await letter_for(scope, "calm")
    # then
    assert [one.id for one in await app.events.dead(scope)] == [storm, calm]
    assert [one.id for one in await app.events.dead(scope, event="calm")] == [calm]
    assert [one.id for one in await app.events.dead(scope, subscriber="shop.sail", limit=1)] == [storm]
    assert await app.events.dead(scope, subscriber="nobody") == []
    # when
    await app.events.replay(scope, storm)
    await app.events.dismiss(scope, calm)
    # then
    assert await app.events.dead(scope) == []
    with pytest.raises(NotFound):
        await app.events.dismiss(scope, calm)
    assert await count(app, "procrastinate_jobs", f"args->>'event_id' = '{(await scope[EventService].dead_letters.retrieve(storm)).event_id}'") == 2


async def test_housekeeping_forgets_what_was_done_once_a_day_ago_and_old_failures_of_the_queue(app: App) -> None:
    # given
    scope = app.scope()
    await scope.value(
        "INSERT INTO done_once (run_id, call, created_at) SELECT 'evt', age, now() - age::interval FROM unnest('{1 hour,25 hours}'::text[]) AS age"
    )
    for ago in ("40 days", "1 hour"):
        job = await scope.value("INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('merx', 'merx.job', 'failed') RETURNING id")
        await scope.value("INSERT INTO procrastinate_events (job_id, type, at) VALUES ($1, 'failed', now() - $2::text::interval)", job, ago)
    # when
    await prune_events(app.scope())
    # then
    assert [row[0] for row in await scope.rows("SELECT call FROM done_once")] == ["1 hour"]
    assert await count(app, "procrastinate_jobs") == 1
