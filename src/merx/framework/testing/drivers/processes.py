"""Processes to kill: forks of one that has loaded the shop, so that a life and a death cost milliseconds."""

import asyncio
import os
import pickle
import signal
import sys
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from merx.framework.config import Config
from merx.framework.testing.drivers.worlds import Call

PATIENCE = 30.0
"""Seconds after which a process counts as stuck."""


class Order(msgspec.Struct, kw_only=True):
    """What a process is to do: call the workflow and die at boundary `number` (0: do not), or, as a worker, bring everything to its end.

    `lease` and `poll` are what they are in `PostgresEngine` and `Worker`; None leaves the defaults.
    """

    call: Call
    log: str
    works: bool = False
    calls: bool = True
    number: int = 0
    backward: bool = False
    lease: float | None = None
    poll: float | None = None


class Stuck(AssertionError):
    """A process, or the run that it should have brought to its end, has not ended in time."""


class Processes:
    """Runs orders, each in a process of its own."""

    def __init__(self, nursery: asyncio.subprocess.Process, folder: Path) -> None:
        self._nursery = nursery
        self._folder = folder

    def new_log(self) -> str:
        path = self._folder / "log"
        path.write_text("")
        return str(path)

    async def run(self, order: Order, *, seconds: float) -> int:
        """How it ended: an exit code, or minus the signal. Raises `Stuck` after `seconds`, and kills it."""
        path = self._folder / "order"
        path.write_bytes(pickle.dumps(order))
        assert self._nursery.stdin is not None  # noqa: S101 - a pipe, see `processes`
        self._nursery.stdin.write(f"{path}\n".encode())
        process = await self._answer()
        try:
            async with asyncio.timeout(seconds):
                return await self._answer()
        except TimeoutError as error:
            os.kill(process, signal.SIGKILL)
            await self._answer()
            what = "end all runs and deliveries" if order.works else f"call '{order.call.workflow}'"
            raise Stuck(f"a process was to {what} and has not come to an end in {seconds:g} seconds; its log ends: {self.log_of(order)[-5:]}") from error

    def log_of(self, order: Order) -> list[str]:
        return Path(order.log).read_text().splitlines()

    async def _answer(self) -> int:
        assert self._nursery.stdout is not None  # noqa: S101 - a pipe, see `processes`
        line = await self._nursery.stdout.readline()
        if not line:
            raise AssertionError("the process that starts the others is gone; its traceback stands in the test's output")
        return int(line)


@asynccontextmanager
async def processes(config: Config) -> AsyncGenerator[Processes]:
    """Processes that know the packages of `config`. They inherit this one's environment as it is now."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config").write_bytes(pickle.dumps(config))
        path = os.pathsep.join([str(Path.cwd()), *filter(None, sys.path)])
        nursery = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "merx.framework.testing.drivers.nursery", str(folder / "config")),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path},
        )
        try:
            yield Processes(nursery, folder)
        finally:
            assert nursery.stdin is not None  # noqa: S101 - a pipe, see above
            nursery.stdin.close()
            await nursery.wait()
