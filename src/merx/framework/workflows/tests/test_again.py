"""Runs that are tried again, workflows that change while runs are open, and records that are let go."""

import asyncio
from datetime import timedelta

import pytest

from merx.framework.app import App
from merx.framework.errors import Conflict, Misconfigured, NotAllowed, NotFound
from merx.framework.scope import Scope
from merx.framework.testing.engines.shop.service import LedgerService
from merx.framework.workflows import WorkflowChanged, step, workflow
from merx.framework.workflows.jobs import prune_workflow_runs
from merx.framework.workflows.tests.world import count, ledger, steps_of

RUN = "test.again:one"


class Weather:
    is_bad = True
    keys: list[str] = []


@pytest.fixture(autouse=True)
def bad_weather() -> None:
    Weather.is_bad, Weather.keys = True, []


@step("test.look")
async def look(scope: Scope) -> str:
    await scope[LedgerService].write("looked")
    return "looked"


@step("test.load")
async def load(scope: Scope) -> str:
    await scope[LedgerService].write("loaded")
    return "loaded"


@load.compensate
async def unload(scope: Scope, made: str) -> None:
    await scope[LedgerService].write(f"un{made}")


@step("test.sail", external=True)
async def sail(scope: Scope) -> str:
    Weather.keys.append(scope.step_key)
    if Weather.is_bad:
        raise NotAllowed("storm")
    return "sailed"


@sail.compensate
async def sail_back(scope: Scope, made: str) -> None:
    Weather.keys.append(f"back {scope.step_key}")
    del made


@workflow("test.again", durable=True, key=lambda: "one")
async def again(scope: Scope) -> str:
    await look(scope)
    await scope.emit("test.looked", {"id": "x"})
    await load(scope)
    return await sail(scope)


async def failed(app: App) -> None:
    app.workflows["test.again"] = again
    with pytest.raises(NotAllowed):
        await again(app.scope())


async def test_a_reverted_run_goes_on_from_its_first_step_that_is_not_done(app: App) -> None:
    # given
    await failed(app)
    assert await steps_of(app, RUN) == [
        ("1", "test.look", "done"),
        ("2", "emit test.looked", "done"),
        ("3", "test.load", "reverted"),
        ("4", "test.sail", "failed"),
    ]
    # when
    Weather.is_bad = False
    handle = await app.engine.retry(RUN)
    await app.engine.work(RUN)
    # then
    assert await handle.result(timeout=1) == "sailed"
    assert await ledger(app) == ["looked", "loaded", "unloaded", "loaded"]
    assert [name for _, name, status in await steps_of(app, RUN, 2) if status == "done"] == ["test.look", "emit test.looked", "test.load", "test.sail"]
    assert [tuple(row) for row in await app.scope().rows("SELECT name, held FROM event")] == [("test.looked", False)]
    assert Weather.keys == [f"{RUN}/1/4", f"{RUN}/2/4"]


async def test_the_queue_is_told_so_that_any_worker_takes_it(app: App) -> None:
    await failed(app)
    handle = again.handle(app.scope(), RUN)
    await handle.retry()
    assert await handle.status() == "not_started"
    assert await count(app, "procrastinate_jobs", "task_name = 'merx.run'") == 1


async def test_from_a_step_by_name_or_place(app: App) -> None:
    for wanted in ("test.look", 1):
        # given
        await failed(app)
        # when
        await app.engine.retry(RUN, from_step=wanted)
        await app.engine.work(RUN)
    # then
    assert (await ledger(app)).count("looked") == 4


async def test_not_from_behind_a_step_that_was_taken_back(app: App) -> None:
    # given
    await failed(app)
    # when
    with pytest.raises(NotAllowed, match=r"The run test.again:one took its step 3, 'test.load', back, so it cannot go on behind it. Retry from there"):
        await app.engine.retry(RUN, from_step="test.sail")
    # then
    assert await app.engine.status(RUN) == "reverted"


async def test_a_step_that_is_not_there_is_refused_with_those_that_are(app: App) -> None:
    await failed(app)
    with pytest.raises(NotFound, match=r"The run test.again:one has no step 'test.fly'. It has: 1 'test.look', 2 'emit test.looked'"):
        await app.engine.retry(RUN, from_step="test.fly")


async def test_a_run_that_is_done_or_unknown_is_not_tried_again(app: App) -> None:
    # given
    Weather.is_bad = False
    app.workflows["test.again"] = again
    await again(app.scope())
    # then
    with pytest.raises(Conflict, match=r"The run test.again:one is done: only one that is reverted or failed can be run again."):
        await app.engine.retry(RUN)
    with pytest.raises(NotFound, match="Workflow run with id: nobody was not found"):
        await app.engine.retry("nobody")


async def test_what_a_retry_kept_is_taken_back_under_the_key_it_was_made_with(app: App) -> None:
    # given: a run that was stopped because its code had changed, nothing of it taken back
    Weather.is_bad = False

    async def old(scope: Scope) -> None:
        await sail(scope)
        await look(scope)
        raise asyncio.CancelledError

    async def changed(scope: Scope) -> None:
        await load(scope)

    async def right(scope: Scope) -> None:
        await sail(scope)
        await look(scope)
        raise NotAllowed("after all")

    declare = workflow("test.changing", durable=True, key=lambda: "one")
    with pytest.raises(asyncio.CancelledError):
        await declare(old)(app.scope())
    with pytest.raises(WorkflowChanged):
        await declare(changed)(app.scope())
    # when
    app.workflows["test.changing"] = declare(right)
    handle = await app.engine.retry("test.changing:one")
    await app.engine.work(handle.id)
    # then
    with pytest.raises(NotAllowed, match="after all"):
        await handle.result(timeout=1)
    assert await ledger(app) == ["looked"]
    assert Weather.keys == ["test.changing:one/1/1", "back test.changing:one/1/1"]


# --- a workflow that changes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("waits_before", [True, False])
async def test_a_change_behind_its_name_leaves_old_runs_on_the_old_way_and_takes_new_ones_on_the_new(app: App, waits_before: bool) -> None:
    # given: an old run that is past the place that changes, or has not come to it
    async def old(scope: Scope) -> str:
        if waits_before:
            await scope.wait_for("word")
        made = await look(scope)
        if not waits_before:
            await scope.wait_for("word")
        return made

    async def new(scope: Scope) -> str:
        if waits_before:
            await scope.wait_for("word")
        made = await load(scope) if await scope.patched("load instead") else await look(scope)
        if not waits_before:
            await scope.wait_for("word")
        return made

    declare = workflow("test.changing", durable=True)
    app.workflows["test.changing"] = declare(old)
    before = await declare(old).start(app.scope())
    await app.engine.work(before.id)
    # when
    app.workflows["test.changing"] = declare(new)
    after = await declare(new).start(app.scope())
    for handle in (before, after):
        await app.engine.signal(handle.id, "word")
        await app.engine.work(handle.id)
        await app.engine.work(handle.id)
    # then
    assert await after.result(timeout=1) == "loaded"
    assert await before.result(timeout=1) == ("loaded" if waits_before else "looked")


async def test_a_replay_takes_the_branch_that_the_first_run_took(app: App) -> None:
    # given
    @workflow("test.patched", durable=True, key=lambda: "one")
    async def patched(scope: Scope) -> bool:
        is_new = await scope.patched("anything")
        await scope.wait_for("word")
        return is_new

    app.workflows["test.patched"] = patched
    handle = await patched.start(app.scope())
    await app.engine.work(handle.id)
    await app.engine.signal(handle.id, "word")
    # when
    await app.engine.work(handle.id)
    # then
    assert await handle.result(timeout=1) is True
    assert await steps_of(app, handle.id) == [("1", "patched anything", "done"), ("2", "wait_for word", "done")]


async def test_outside_durable_workflows_there_is_no_past(app: App) -> None:
    assert await app.scope().patched("anything") is True


# --- retention --------------------------------------------------------------------------------------------------------


async def test_only_runs_that_ended_long_enough_ago_are_pruned(app: App) -> None:
    # given
    @workflow("test.kept", durable=True, key=lambda key: key, retention=timedelta(seconds=0))
    async def kept(scope: Scope, key: str) -> None:
        await look(scope)
        if key == "waits":
            await scope.wait_for("word")
        if key == "starts":
            await child.start(scope)
        if key in ("reverted", "failed"):
            raise NotAllowed("no")

    @workflow("test.child", durable=True, key=lambda: "one")
    async def child(scope: Scope) -> None:
        await look(scope)
        await scope.wait_for("word")

    app.workflows |= {"test.kept": kept, "test.child": child}
    for key in ("done", "waits", "starts", "reverted", "failed", "kept"):
        handle = await kept.start(app.scope(), key)
        await app.engine.work(handle.id)
    await app.engine.work("test.child:one")
    await kept.start(app.scope(), "not begun")
    await app.engine.signal("test.kept:waits", "other")
    await app.scope().rows("UPDATE workflow_run SET status = 'failed', expires_at = NULL WHERE id = 'test.kept:failed'")
    await app.scope().rows("UPDATE workflow_run SET expires_at = now() + interval '1 hour' WHERE id = 'test.kept:kept'")
    # when
    assert await app.engine.prune(2) == 2
    assert await prune_workflow_runs(app.scope()) == 1
    # then
    left = await app.scope().rows("SELECT id, status FROM workflow_run ORDER BY id")
    assert [tuple(row) for row in left] == [
        ("test.child:one", "waiting"),
        ("test.kept:failed", "failed"),
        ("test.kept:kept", "done"),
        ("test.kept:not begun", "not_started"),
        ("test.kept:waits", "waiting"),
    ]
    assert await count(app, "workflow_step", "run_id = 'test.child:one'") == 2
    assert await count(app, "workflow_step", "run_id = 'test.kept:waits'") == 2
    assert await count(app, "workflow_step", "run_id = 'test.kept:done'") == 0
    assert await count(app, "workflow_signal") == 1
    # and what was left can go on
    await app.engine.signal("test.kept:waits", "word")
    await app.engine.work("test.kept:waits")
    assert await app.engine.status("test.kept:waits") == "done"


@pytest.mark.parametrize(("retention", "days"), [({}, 30), ({"retention": 86400}, 1), ({"retention": None}, None)])
async def test_a_run_is_kept_for_thirty_days_unless_its_workflow_says_otherwise(app: App, retention: dict[str, float | None], days: int | None) -> None:
    # given
    @workflow("test.kept", durable=True, **retention)
    async def kept(scope: Scope) -> None:
        await look(scope)

    # when
    await kept(app.scope())
    # then
    assert await app.scope().value("SELECT round(extract(epoch FROM expires_at - finished_at) / 86400)::int FROM workflow_run") == days


async def test_a_run_that_is_tried_again_is_not_pruned_meanwhile(app: App) -> None:
    # given
    await failed(app)
    await app.scope().rows("UPDATE workflow_run SET expires_at = now() - interval '1 hour'")
    # when
    await app.engine.retry(RUN)
    # then
    assert await app.engine.prune(10) == 0


def test_a_negative_retention_is_refused() -> None:
    with pytest.raises(Misconfigured, match=r"The workflow 'test.kept' has retention=-1. Give seconds or a timedelta that is not negative, or None"):
        workflow("test.kept", retention=-1)
