"""The process that the others are forked from: `python -m merx.framework.testing.drivers.nursery <file with the pickled config>`.

Reads the paths of pickled `Order`s, a line each; answers each with the process's id and how it ended. It has one thread and no
event loop, so that a fork of it is as good as a new process.
"""

import asyncio
import os
import pickle
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from merx.framework.app import App
from merx.framework.jobs import Worker
from merx.framework.jobs.queue import JOB
from merx.framework.jobs.tasks import queue_of
from merx.framework.testing.drivers.boundaries import watched_app, watched_steps
from merx.framework.testing.drivers.processes import Order
from merx.framework.testing.drivers.turns import Injected, Turn, invoke
from merx.framework.workflows.engines.postgres import PostgresEngine

_SETTLED = f"""
SELECT NOT EXISTS (SELECT FROM workflow_run WHERE status IN ('not_started', 'invoking', 'compensating'))
   AND NOT EXISTS (SELECT FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name <> '{JOB}')"""


def main(config: Path) -> None:
    _load(pickle.loads(config.read_bytes()))  # noqa: S301 - our own parent wrote it
    # A signal to the whole group is for the tests to answer: they close our input then.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin:
        order: Order = pickle.loads(Path(line.strip()).read_bytes())  # noqa: S301 - as above
        child = os.fork()
        if child == 0:
            _live(order)
        _answer(child)
        _, status = os.waitpid(child, 0)
        _answer(os.waitstatus_to_exitcode(status))


def _answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _load(config: Any) -> None:
    """Import what every fork would: the shop's folders, the queue's library."""
    app = App(config)
    _ = app.workflows, app.hooks, app.subscribers, app.jobs, app.graph, queue_of(app)


def _live(order: Order) -> None:
    """Never returns, whatever happens: two processes must not read the same orders."""
    code = 1
    try:
        os.dup2(2, 1)  # what the shop prints is no answer
        asyncio.run(_work(order) if order.works else _call(order))
        code = 0
    except BaseException:  # noqa: BLE001 - told to the parent, who raises
        _write(order, traceback.format_exc())
    finally:
        os._exit(code)


async def _call(order: Order) -> None:
    def die(_: str) -> None:
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)  # the signal comes in a moment, and nothing more may happen

    turn = Turn(order.call.workflow, order.number, die, backward=order.backward)

    def reached(name: str) -> None:
        _write(order, name)
        turn(name)

    async with watched_app(order.call.config, reached) as app:
        _hurry(app, order)
        with watched_steps(app, reached):
            await _invoke(app, order)


async def _work(order: Order) -> None:
    async with App(order.call.config) as app:
        _hurry(app, order)
        worker = Worker(app) if order.poll is None else Worker(app, poll=order.poll)
        with watched_steps(app, Turn(order.call.workflow, 0, _write_nothing, backward=order.backward)):
            await worker.start()
            try:
                if order.calls:
                    await _invoke(app, order)
                while not await app.scope().value(_SETTLED):  # noqa: ASYNC110 - what it waits for is in the database
                    await asyncio.sleep(0.02)
            finally:
                await worker.stop()


async def _invoke(app: App, order: Order) -> None:
    try:
        await invoke(app.workflows[order.call.workflow], app.scope(), order.call.key, order.call.input)
    except Injected:
        if not order.backward:
            raise


def _hurry(app: App, order: Order) -> None:
    if order.lease is not None and isinstance(app.engine, PostgresEngine):
        app.engine = PostgresEngine(app, lease=order.lease)


def _write(order: Order, text: str) -> None:
    with Path(order.log).open("a") as log:
        log.write(f"{text}\n")


def _write_nothing(_: str) -> None:
    """A taker dies nowhere."""


if __name__ == "__main__":
    main(Path(sys.argv[1]))
