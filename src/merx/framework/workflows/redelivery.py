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
_FORGET = "DELETE FROM done_once WHERE run_id = $1"


class Redeliverable(AtomicRun):
    """`again`: it was begun before, so that something may be recorded."""

    def __init__(self, name: str, run_id: str, *, again: bool) -> None:
        super().__init__(name, run_id)
        self._again = again
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
        if self._again:
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

    async def forget(self, scope: Scope) -> None:
        """It failed, and is to be tried from the beginning."""
        await scope.value(_FORGET, self.id)
