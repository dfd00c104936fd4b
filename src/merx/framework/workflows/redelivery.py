"""`Redeliverable`: a delivery or a job, which is begun again when its process dies, and does its workflows once all the same.

A workflow that it calls is one transaction; what it gave is recorded in that transaction (`done_once`), by name, arguments
and how many of the same there were. Begun again after a crash, the call answers from the record. After a failure everything
is tried again: then the records go.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from merx.framework.errors import Misconfigured
from merx.framework.scope import Scope
from merx.framework.workflows.errors import LeaseLost
from merx.framework.workflows.payload import encode
from merx.framework.workflows.runs import AtomicRun

if TYPE_CHECKING:
    from merx.framework.workflows.steps import Unit

# A transaction that wrote nothing may be repeated, and what it read may have changed: it is not recorded.
_REMEMBER = """
INSERT INTO done_once (run_id, call, result, created_at) SELECT $1, $2, $3::json, clock_timestamp()
WHERE pg_current_xact_id_if_assigned() IS NOT NULL ON CONFLICT DO NOTHING RETURNING true"""
_HAS_WRITTEN = "SELECT pg_current_xact_id_if_assigned() IS NOT NULL"
_RECALL = "SELECT to_json(result) FROM done_once WHERE run_id = $1 AND call = $2"
# Not by one that was given up for dead meanwhile: whoever has its job now goes by these records.
_FORGET = """
WITH job AS (SELECT FROM procrastinate_jobs WHERE id = $2 AND attempts <> $3),
gone AS (DELETE FROM done_once WHERE run_id = $1 AND NOT EXISTS (SELECT FROM job))
SELECT NOT EXISTS (SELECT FROM job)"""


class Redeliverable(AtomicRun):
    """`attempts`: how often it was begun before, so that something may be recorded. `job`: its row in the queue, if it has one."""

    def __init__(self, name: str, run_id: str, *, attempts: int, job: int | None = None) -> None:
        super().__init__(name, run_id)
        self._attempts = attempts
        self._job = job
        self._calls: Counter[str] = Counter()

    def call_of(self, unit: "Unit[..., Any]", args: Sequence[Any], kwargs: Mapping[str, Any]) -> str | None:
        """What tells this call from others of the delivery, the same when it is begun again; None for arguments that JSON cannot hold."""
        try:
            given = unit.payload.input(args, kwargs)
        except (TypeError, Misconfigured):
            return None
        call = f"{unit.name}/{sha256(given).hexdigest()[:12]}"
        self._calls[call] += 1
        return f"{call}/{self._calls[call]}"

    def key_of(self, unit: "Unit[..., Any]", args: Sequence[Any], kwargs: Mapping[str, Any]) -> str | None:
        """The key of a durable run that this delivery starts, so that it starts it once."""
        call = self.call_of(unit, args, kwargs)
        return None if call is None else f"{self.id}/{call.removeprefix(f'{unit.name}/')}"

    async def once(self, scope: Scope, unit: "Unit[..., Any]", call: str | None, work: Callable[[], Awaitable[Any]]) -> Any:
        """`work`, in a transaction with its record; or what the record holds."""
        if call is None:
            return await work()
        if self._attempts:
            rows = await scope.rows(_RECALL, self.id, call)
            if rows:
                return unit.payload.result(rows[0][0] or b"null")
        async with scope.transaction():
            result = await work()
            await self._remember(scope, call, result)
            return result

    async def _remember(self, scope: Scope, call: str, result: Any) -> None:
        try:
            made = encode(result)
        except TypeError:  # what JSON cannot hold cannot be given back either
            return
        if await scope.value(_REMEMBER, self.id, call, made) is None and await scope.value(_HAS_WRITTEN):
            raise LeaseLost(f"{self.id} was given to another process, which has done '{call}' already")

    async def forget(self, scope: Scope) -> bool:
        """It failed, and is to be tried from the beginning. False if it is another process's by now: then nothing is forgotten."""
        return await scope.value(_FORGET, self.id, self._job, self._attempts)
