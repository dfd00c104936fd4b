"""`fail_at_every_step`: the workflow, raising at each boundary in turn."""

from typing import Any

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.errors import NotFound
from merx.framework.testing.drivers.boundaries import watched_steps
from merx.framework.testing.drivers.turns import Injected, Turn, invoke
from merx.framework.testing.drivers.worlds import Before, Call, Check, Ended, begin, call_of, copies_of, look
from merx.framework.workflows import Workflow


class _Passing(ConnectionError):
    """The driver's failure in a compensation: it passes. A compensation that is refused for good undoes nothing."""


async def fail_at_every_step(app: App, workflow: Workflow[..., Any], /, *args: Any, check: Check, before: Before | None = None, **kwargs: Any) -> list[str]:
    """Call `workflow` with these arguments once for each boundary, and have that boundary fail; gives the boundaries' names.

    Each time on a copy of `app`'s database as it is now. A step, before and after its function, is refused for good; then
    the workflow is refused after everything it did, and of its compensations each fails once. `check(app, ended)` looks
    whether everything is undone, or done where the failure did not matter to the workflow. Raises what the check raises,
    and `AssertionError` when a compensation fails for good.
    """
    call = call_of(app, workflow, args, kwargs)
    places: list[str] = []
    async with copies_of(app) as copy:
        for backward in (False, True) if workflow.durable else (False,):
            for number in range(1, MOST):
                await begin(before)
                config = await copy()
                place, is_done = await _fail(config, call, number, backward=backward)
                if place is None:
                    break
                places.append(f"{len(places) + 1}: {place}")
                await look(config, check, Ended(place=places[-1], is_done=is_done))
    return places


MOST = 10_000
"""Boundaries. A workflow that meets more of them never ends."""


async def _fail(config: Config, call: Call, number: int, *, backward: bool) -> tuple[str | None, bool]:
    """The place that failed, if there is that one, and whether the workflow was done all the same."""

    def stop(name: str) -> None:
        raise _Passing(name) if backward else Injected(f"The driver fails {name}")

    turn = Turn(call.workflow, number, stop, backward=backward)
    async with App(config) as app:
        with watched_steps(app, turn):
            try:
                await invoke(app.workflows[call.workflow], app.scope(), call.key, call.input)
            except Exception:
                if turn.place is None and not backward:
                    raise  # the workflow fails by itself
                return turn.place, await is_done(app, call)
    return turn.place, True


async def is_done(app: App, call: Call) -> bool:
    """Whether the durable run was done; else it was undone, or never begun. Raises `AssertionError` if it is neither."""
    if not app.workflows[call.workflow].durable:
        return False
    run_id = f"{call.workflow}:{call.key}"
    try:
        status = await app.engine.status(run_id)
    except NotFound:
        return False
    if status not in ("done", "reverted"):
        raise AssertionError(f"{run_id} is '{status}', neither done nor undone")
    return status == "done"
