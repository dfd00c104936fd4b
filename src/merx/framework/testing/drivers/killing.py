"""`kill_at_every_step`: the workflow, killed at each boundary in turn, and what others make of it."""

import signal
import time
from typing import Any

import msgspec

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.testing.drivers.boundaries import COMMITTED
from merx.framework.testing.drivers.failing import MOST, is_done
from merx.framework.testing.drivers.processes import PATIENCE, Order, Processes, Stuck, processes
from merx.framework.testing.drivers.worlds import Before, Call, Check, Ended, begin, call_of, copies_of, look
from merx.framework.workflows import Workflow


class Kills(msgspec.Struct, kw_only=True):
    """Where the workflow was killed, in order, and how many seconds the slowest takeover took, from the kill to the last delivery."""

    places: list[str] = []
    slowest: float = 0.0


async def kill_at_every_step(
    app: App,
    workflow: Workflow[..., Any],
    /,
    *args: Any,
    check: Check,
    before: Before | None = None,
    again: bool | None = None,
    lease: float | None = 0.3,
    poll: float | None = 0.1,
    patience: float = PATIENCE,
    **kwargs: Any,
) -> Kills:
    """Call `workflow` with these arguments in a process of its own, once for each boundary, and kill -9 it there.

    Each time on a copy of `app`'s database as it is now. Then another process, a worker, takes over what is left and
    delivers what was said; `check(app, ended)` looks whether everything is done once, or undone. Whoever was not served
    asks again: the worker calls the workflow once more, and the check looks again, now for "done". `again=True` (implied by
    a durable workflow's `key`) asks again also where it was done: it must not be done twice. A durable workflow is then
    refused after everything it did, and killed at each boundary of the way back.

    `lease` and `poll` (seconds) make processes count as dead sooner than in a shop; None leaves what a shop has. `patience`
    is how long a takeover may take: then `Stuck` is raised. Processes have this one's environment, not its patches.
    Raises what the check raises, and `AssertionError` where the workflow fails by itself.
    """
    call = call_of(app, workflow, args, kwargs)
    asks = workflow.durable and workflow.key is not None if again is None else again
    found = Kills()
    async with copies_of(app) as copy, processes(app.config) as alive:
        for backward in (False, True) if workflow.durable else (False,):
            for number in range(1, MOST):
                await begin(before)
                config = await copy()
                order = Order(call=_on(call, config), log="", number=number, backward=backward, lease=lease, poll=poll)
                if not await _kill(alive, order, patience):
                    break
                found.places.append(f"{len(found.places) + 1}: {alive.log_of(order)[-1]}")
                found.slowest = max(found.slowest, await _recover(alive, order, config, found.places[-1], check, asks=asks, patience=patience))
    return found


def _on(call: Call, config: Config) -> Call:
    return msgspec.structs.replace(call, config=config)


async def _kill(alive: Processes, order: Order, patience: float) -> bool:
    """False if the workflow came to its end before the boundary."""
    order.log = alive.new_log()
    code = await alive.run(order, seconds=patience)
    if code in (0, -signal.SIGKILL):
        return code != 0
    raise AssertionError("\n".join([f"'{order.call.workflow}' fails without being killed:", *alive.log_of(order)]))


async def _recover(alive: Processes, order: Order, config: Config, place: str, check: Check, *, asks: bool, patience: float) -> float:
    """Seconds until another process had ended what the killed one left."""
    has_committed = COMMITTED in alive.log_of(order)
    killed_at = time.monotonic()
    await _work(alive, order, place, patience, calls=False)
    took = time.monotonic() - killed_at
    async with App(config) as app:
        workflow = app.workflows[order.call.workflow]
        done = await is_done(app, order.call) if workflow.durable else has_committed
    await look(config, check, Ended(place=place, is_done=done))
    if not order.backward and (asks or not done):
        await _work(alive, order, place, patience, calls=True)
        await look(config, check, Ended(place=f"{place}, and called again", is_done=True))
    return took


async def _work(alive: Processes, order: Order, place: str, patience: float, *, calls: bool) -> None:
    work = msgspec.structs.replace(order, works=True, calls=calls, log=alive.new_log())
    try:
        code = await alive.run(work, seconds=patience)
    except Stuck as error:
        error.add_note(f"killed at {place}")
        raise
    if code != 0:
        raise AssertionError("\n".join([f"killed at {place}, the workflow is not brought to its end:", *alive.log_of(work)]))
