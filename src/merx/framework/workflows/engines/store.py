"""What the journal writes to: the shop's own PostgreSQL. Every write checks the lease's epoch in its own transaction."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import asyncpg

from merx.framework.scope import Scope
from merx.framework.workflows.engine import Lease, StepRecord
from merx.framework.workflows.engines import statements as sql
from merx.framework.workflows.errors import LeaseLost, OutOfReach, Stirred
from merx.framework.workflows.failure import Failure
from merx.framework.workflows.models import RunStatus
from merx.framework.workflows.payload import encode

if TYPE_CHECKING:
    from merx.framework.app import App

BROKEN = (asyncpg.PostgresConnectionError, asyncpg.AdminShutdownError, asyncpg.CrashShutdownError, asyncpg.CannotConnectNowError)


def is_broken(error: BaseException) -> bool:
    """Whether the connection to the database broke."""
    return isinstance(error, BROKEN) or (isinstance(error, asyncpg.InterfaceError) and "closed" in str(error))


class PostgresStore:
    def __init__(self, app: "App", lease: float) -> None:
        self.app = app
        self._lease = lease

    def is_broken(self, error: Exception) -> bool:
        return is_broken(error)

    async def record(self, scope: Scope, lease: Lease, record: StepRecord) -> bool:
        async with self.reaching():
            rows = await scope.rows(
                sql.RECORD,
                lease.run_id,
                lease.epoch,
                self._lease,
                record.number,
                record.name,
                record.external,
                record.status,
                record.tries,
                bytes(record.input) or None,
                bytes(record.result) or None,
                _json(record.error),
                _json(record.compensation_error),
                record.branch,
                bytes(record.compensation_data) or None,
                record.wake_in,
            )
        if not rows:
            raise LeaseLost(lease.run_id)
        return rows[0]["cancel_requested"]

    async def suspend(self, lease: Lease) -> None:
        async with self.reaching():
            rows = await self.app.scope().rows(sql.SUSPEND, lease.run_id, lease.epoch, lease.heard)
        if rows[0]["id"] is None:
            raise Stirred(lease.run_id)  # or the lease is gone: who takes the run up again will see

    async def begin_compensation(self, lease: Lease, failure: Failure) -> None:
        async with self.reaching():
            _check(lease, await self.app.scope().value(sql.COMPENSATING, lease.run_id, lease.epoch, self._lease, encode(failure)))

    async def finish(self, lease: Lease, status: RunStatus, *, result: bytes | None = None, failure: Failure | None = None) -> None:
        async with self.reaching(), self.app.scope().transaction() as scope:
            _check(lease, await scope.value(sql.FINISH, lease.run_id, lease.epoch, status, result, _json(failure)))
            if status == "done":
                await self.app.events.release(scope, lease.run_id)
                await scope.value(sql.RELEASE_STARTS, lease.run_id, self._lease)
            else:
                await self.app.events.drop(scope, lease.run_id)
                await scope.value(sql.DROP_STARTS, lease.run_id)

    @asynccontextmanager
    async def reaching(self) -> AsyncGenerator[None]:
        """What goes wrong with the connection inside is `OutOfReach`."""
        try:
            yield
        except OSError as error:
            raise OutOfReach(str(error)) from error
        except Exception as error:
            if self.is_broken(error):
                raise OutOfReach(str(error)) from error
            raise


def _check(lease: Lease, answer: Any) -> None:
    if answer is None:
        raise LeaseLost(lease.run_id)


def _json(failure: Failure | None) -> bytes | None:
    return None if failure is None else encode(failure)
