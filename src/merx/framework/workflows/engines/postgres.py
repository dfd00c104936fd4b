"""Durable workflows on the shop's own PostgreSQL: leases, fencing, and the journal's store.

A run belongs to whoever raised its `epoch` last, for `LEASE` seconds after his last sign of life. Whatever he writes checks
the epoch in the same transaction, so a process that was given up for dead, and is not, commits nothing any more.
"""

import asyncio
import logging
import os
import socket
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

import msgspec

from merx.framework.data.ids import new_id
from merx.framework.scope import Actor, Scope
from merx.framework.workflows.engine import Lease, Signal, StepRecord
from merx.framework.workflows.engines import statements as sql
from merx.framework.workflows.engines.options import Options
from merx.framework.workflows.engines.requests import Requests
from merx.framework.workflows.engines.store import PostgresStore
from merx.framework.workflows.errors import LeaseLost, OutOfReach, Stirred, Suspended
from merx.framework.workflows.failure import Failure, revive
from merx.framework.workflows.handle import Handle
from merx.framework.workflows.journal import Journal
from merx.framework.workflows.models import RunStatus
from merx.framework.workflows.payload import Payload, encode

if TYPE_CHECKING:
    from merx.framework.app import App
    from merx.framework.workflows.workflow import Workflow

logger = logging.getLogger(__name__)

LEASE = 15.0
BEAT = LEASE / 3
FIRST_LOOK, LONGEST_LOOK = 0.01, 0.5


class Taken(msgspec.Struct, frozen=True):
    """A run's row, as whoever takes it reads it."""

    id: str
    workflow: str
    status: RunStatus
    attempt: int
    epoch: int
    input: msgspec.Raw
    actor: Actor
    trace: str
    error: Failure | None
    cancel_requested: bool
    signals: int


class Past(msgspec.Struct, frozen=True):
    """What was recorded of a run's attempt, and said to it."""

    steps: list[StepRecord]
    signals: dict[str, Signal]


read_taken = msgspec.json.Decoder(Taken).decode
read_past = msgspec.json.Decoder(Past).decode


class PostgresEngine(PostgresStore, Requests):
    """The engine of one app in one process. `lease` seconds without a sign of life, and another process takes over."""

    def __init__(self, app: "App", *, lease: float = LEASE, beat: float = BEAT) -> None:
        super().__init__(app, lease)
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{new_id('engine')}"
        self._beat = beat
        self._held: dict[str, Lease] = {}
        self._heart: asyncio.Task[None] | None = None

    @classmethod
    def configured(cls, app: "App", setting: str) -> Self:
        """`postgres`, or `postgres:?lease=5` for another number of seconds after which a silent process counts as dead."""
        lease = Options(setting, "lease").seconds("lease", LEASE)
        return cls(app, lease=lease, beat=lease / 3)

    async def serve(self) -> None:
        """Nothing to do: the queue says what is new, and `take_over` what is left."""

    async def stop(self) -> None:
        """Nothing to do: leases are given back by those who work under them."""

    # what workflows ask

    async def call(self, workflow: "Workflow[..., Any]", scope: Scope, key: str | None, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        run_id = run_id_of(workflow, key)
        async with self.reaching(), self.app.scope().transaction() as own:
            lease = await self._create(own, run_id, workflow, scope, workflow.payload.input(args, kwargs), "invoking")
        if lease is None:
            return await self._wait(run_id, workflow.payload, workflow)
        return await self._work_or_wait(lease, workflow)

    async def start(self, workflow: "Workflow[..., Any]", scope: Scope, key: str | None, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Handle[Any]:
        run_id = run_id_of(workflow, key)
        async with scope.transaction():
            lease = await self._create(scope, run_id, workflow, scope, workflow.payload.input(args, kwargs), "not_started")
            if lease is not None and _holder(scope) is None:
                await scope.value(sql.ENQUEUE, run_id)
        return Handle(self.app, run_id, workflow.payload)

    async def result(self, run_id: str, payload: Payload, timeout: float | None) -> Any:  # noqa: ASYNC109 - seconds
        async with asyncio.timeout(timeout):
            return await self._wait(run_id, payload, None)

    # what workers ask

    async def work(self, run_id: str) -> None:
        lease = await self._take(run_id)
        workflow = self.app.workflows.get(lease.workflow) if lease is not None else None
        if lease is None:
            return
        if workflow is None:
            await self._give_back(lease)
            logger.error("%s waits for a process that knows the workflow '%s'", run_id, lease.workflow)
            return
        try:
            await self._drive(lease, workflow)
        except Suspended:
            return
        except (LeaseLost, OutOfReach) as error:
            logger.warning("%s goes on elsewhere: %s", run_id, error or type(error).__name__)
        except Exception as error:  # noqa: BLE001 - the run's failure is in its record
            logger.warning("%s failed: %r", run_id, error)

    async def take_over(self, limit: int) -> list[str]:
        rows = await self.app.scope().rows(sql.EXPIRED, list(self.app.workflows), limit)
        return [row["id"] for row in rows if row["id"] not in self._held]

    # runs

    async def _create(self, into: Scope, run_id: str, workflow: "Workflow[..., Any]", by: Scope, given: bytes, status: RunStatus) -> Lease | None:
        rows = await into.rows(
            sql.CREATE, run_id, workflow.name, status, given, encode(by.actor), by.trace, self.owner, self._lease, _holder(by), workflow.retention
        )  # fmt: skip
        if not rows:
            return None
        attempt, epoch = rows[0]
        return Lease(run_id=run_id, workflow=workflow.name, status=status, attempt=attempt, epoch=epoch, input=given, actor=by.actor, trace=by.trace)

    async def _take(self, run_id: str, *, ours_too: bool = False) -> Lease | None:
        scope = self.app.scope()
        async with self.reaching():
            data = await scope.value(sql.TAKE, run_id, self.owner, self._lease, ours_too and run_id not in self._held)
            if data is None:
                return None
            taken = read_taken(data)
            return lease_of(taken, read_past(await scope.value(sql.PAST, run_id, taken.attempt)))

    async def _drive(self, lease: Lease, workflow: "Workflow[..., Any]") -> Any:
        """Work on the run; again, from its records, when news came while it lay down to wait."""
        while True:
            try:
                return await self._work(lease, workflow)
            except Stirred:
                again = await self._take(lease.run_id, ours_too=True)
            if again is None:
                raise LeaseLost(lease.run_id)
            lease = again

    async def _work(self, lease: Lease, workflow: "Workflow[..., Any]") -> Any:
        self._held[lease.run_id] = lease
        if len(self._held) == 1 or self._heart is None or self._heart.done():
            self._heart = asyncio.create_task(self._keep_alive(), name="merx workflow leases")
        try:
            return await Journal(self, lease).run(workflow)
        except asyncio.CancelledError:
            await asyncio.shield(self._give_back(lease))
            raise
        finally:
            del self._held[lease.run_id]
            if not self._held:
                self._heart.cancel()

    async def _work_or_wait(self, lease: Lease, workflow: "Workflow[..., Any]") -> Any:
        try:
            return await self._drive(lease, workflow)
        except (LeaseLost, Suspended):
            return await self._wait(lease.run_id, workflow.payload, workflow)
        except OutOfReach as error:
            logger.warning("%s lost its database and goes on when it is back: %s", lease.run_id, error)
            again = await self._take_again(lease)
        if again is not None:
            return await self._work_or_wait(again, workflow)
        return await self._wait(lease.run_id, workflow.payload, workflow)

    async def _take_again(self, lease: Lease) -> Lease | None:
        """Our own run once more, when the database is back; `ConnectionError` if it stays away for a lease's time."""
        deadline = time.monotonic() + self._lease
        while True:
            await asyncio.sleep(LONGEST_LOOK)
            try:
                return await self._take(lease.run_id, ours_too=True)
            except OutOfReach as error:
                if time.monotonic() > deadline:
                    raise ConnectionError(f"{lease.run_id} goes on when its database is back: {error}") from error

    async def _wait(self, run_id: str, payload: Payload, workflow: "Workflow[..., Any] | None") -> Any:
        """The outcome of a run that somebody else works on; given the `workflow`, work on it when nobody does."""
        pause = FIRST_LOOK
        while True:
            outcome = await self.outcome(run_id)
            if outcome.status == "done":
                return payload.result(bytes(outcome.result))
            if outcome.status in ("reverted", "failed") and outcome.error is not None:
                raise revive(outcome.error)
            if workflow is not None and outcome.is_abandoned:
                lease = await self._take(run_id)
                if lease is not None:
                    return await self._work_or_wait(lease, workflow)
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, LONGEST_LOOK)

    # leases

    async def _keep_alive(self) -> None:
        while self._held:
            await asyncio.sleep(self._beat)
            held = list(self._held.values())
            try:
                async with self.reaching():
                    await self.app.scope().value(sql.RENEW, [lease.run_id for lease in held], [lease.epoch for lease in held], self._lease)
            except OutOfReach as error:
                logger.warning("cannot renew the leases of %d workflow runs: %s", len(held), error)

    async def _give_back(self, lease: Lease) -> None:
        try:
            async with self.reaching():
                await self.app.scope().value(sql.GIVE_BACK, lease.run_id, lease.epoch)
        except OutOfReach as error:
            logger.warning("%s waits for its lease to end: %s", lease.run_id, error)


def lease_of(taken: Taken, past: Past) -> Lease:
    return Lease(
        run_id=taken.id,
        workflow=taken.workflow,
        status=taken.status,
        attempt=taken.attempt,
        epoch=taken.epoch,
        input=bytes(taken.input),
        actor=taken.actor,
        trace=taken.trace,
        error=taken.error,
        cancel_requested=taken.cancel_requested,
        steps={step.place: step for step in past.steps},
        signals=past.signals,
        heard=taken.signals,
    )


def run_id_of(workflow: "Workflow[..., Any]", key: str | None) -> str:
    return new_id("run") if key is None else f"{workflow.name}:{key}"


def _holder(scope: Scope) -> str | None:
    return scope.run.id if scope.run is not None and scope.run.holds else None
