"""Runs as the contract's workflow executions: its words for states, its tree of steps, its context.

A run's id is `<workflow>:<transaction id>`, or, without a key, the transaction id itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from merx.framework.scope import Scope
from merx.framework.workflows.failure import Failure
from merx.framework.workflows.models import RunStatus, StepStatus
from merx.framework.workflows.places import Place
from merx.framework.workflows.waits import WAIT

NOT_BEGUN: Final = {"state": "dormant", "status": "idle"}
INVOKED: Final[Mapping[StepStatus, dict[str, str]]] = {
    "invoking": {"state": "invoking", "status": "idle"},
    "waiting": {"state": "invoking", "status": "waiting_response"},
    "done": {"state": "done", "status": "ok"},
    "failed": {"state": "failed", "status": "permanent_failure"},
    "skipped": {"state": "skipped_failure", "status": "permanent_failure"},
    "compensating": {"state": "done", "status": "ok"},
    "reverted": {"state": "done", "status": "ok"},
}
COMPENSATED: Final[Mapping[StepStatus, dict[str, str]]] = {
    "compensating": {"state": "failed", "status": "permanent_failure"},
    "reverted": {"state": "reverted", "status": "ok"},
}
TIMED_OUT: Final = {"state": "timeout", "status": "permanent_failure"}


class StepRow(msgspec.Struct, frozen=True):
    branch: str
    number: int
    name: str
    external: bool
    status: StepStatus
    started_at: datetime
    result: Any = None
    compensation_data: Any = None
    error: Failure | None = None
    compensation_error: Failure | None = None

    @property
    def place(self) -> Place:
        return Place(self.branch, self.number)


class RunRow(msgspec.Struct, frozen=True):
    """A run with the steps of its present attempt."""

    id: str
    workflow: str
    status: RunStatus
    attempt: int
    created_at: datetime
    updated_at: datetime
    input: Any = None
    result: Any = None
    error: Failure | None = None
    retention: int | None = None
    steps: list[StepRow] = []

    @property
    def transaction_id(self) -> str:
        return self.id.removeprefix(f"{self.workflow}:")

    @property
    def has_ended(self) -> bool:
        return self.status in ("done", "reverted", "failed")


class Page(msgspec.Struct, frozen=True):
    count: int
    runs: list[RunRow]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which executions, in the contract's words. None leaves a condition out."""

    ids: list[str] | None = None
    workflow_ids: list[str] | None = None
    transaction_ids: list[str] | None = None
    states: list[str] | None = None
    q: str | None = None
    created: Mapping[str, datetime] = {}
    changed_since: datetime | None = None
    order: str = "-created_at"
    limit: int = 100
    offset: int = 0


ORDERED: Final = {"created_at": "created_at", "updated_at": "updated_at", "id": "id", "workflow_id": "workflow", "state": "status"}
_BOUNDS: Final = {"$gt": ">", "$gte": ">=", "$lt": "<", "$lte": "<="}
_read = msgspec.json.Decoder(Page).decode


async def find(scope: Scope, wanted: Wanted) -> Page:
    """The page of runs that are wanted, and how many there are. One statement."""
    conditions, arguments = _conditions(wanted)
    where = " AND ".join(conditions) or "true"
    column, direction = ORDERED[wanted.order.removeprefix("-")], "DESC" if wanted.order.startswith("-") else "ASC"
    # The count's own query: a page of none still says how many there are.
    sql = f"""
        WITH page AS (SELECT * FROM workflow_run AS run WHERE {where} ORDER BY {column} {direction}, id LIMIT {wanted.limit:d} OFFSET {wanted.offset:d})
        SELECT json_build_object('count', (SELECT count(*) FROM workflow_run AS run WHERE {where}), 'runs', (
            SELECT coalesce(json_agg(to_jsonb(page) || jsonb_build_object('steps', (
                SELECT coalesce(jsonb_agg(step), '[]') FROM workflow_step AS step WHERE step.run_id = page.id AND step.attempt = page.attempt
            )) ORDER BY {column} {direction}, id), '[]') FROM page
        ))"""
    return _read(await scope.value(sql, *arguments))


def _conditions(wanted: Wanted) -> tuple[list[str], list[Any]]:
    found: list[str] = []
    arguments: list[Any] = []

    def add(condition: str, value: Any) -> None:
        arguments.append(value)
        found.append(condition.format(f"${len(arguments)}"))

    if wanted.ids is not None:
        add("id = ANY({})", wanted.ids)
    if wanted.workflow_ids is not None:
        add("workflow = ANY({})", wanted.workflow_ids)
    if wanted.transaction_ids is not None:
        add("(id = ANY({0}) OR EXISTS (SELECT FROM unnest({0}::text[]) AS asked(key) WHERE id = workflow || ':' || key))", wanted.transaction_ids)
    if wanted.states is not None:
        add("status = ANY({})", [status for state in wanted.states for status in ((state, "waiting") if state == "invoking" else (state,))])
    if wanted.q is not None:
        add("strpos(lower(id), lower({})) > 0", wanted.q)
    if wanted.changed_since is not None:
        add("updated_at >= {}", wanted.changed_since)
    for bound, moment in wanted.created.items():
        add(f"created_at {_BOUNDS[bound]} {{}}", moment)
    return found, arguments


def state_of(run: RunRow) -> str:
    return "invoking" if run.status == "waiting" else run.status


def as_execution(run: RunRow) -> dict[str, Any]:
    """The run as the contract shows it."""
    steps = list(named(run.steps))
    return {
        "id": run.id,
        "workflow_id": run.workflow,
        "transaction_id": run.transaction_id,
        "run_id": str(run.attempt),
        "state": state_of(run),
        "execution": {"steps": {"_root": _root(run)} | {f"_root.{action}": as_step(step, action) for step, action in steps}},
        "context": _context(run, steps),
        "retention_time": run.retention,
        "created_at": moment(run.created_at),
        "updated_at": moment(run.updated_at),
        "deleted_at": None,
    }


def named(steps: Iterable[StepRow]) -> Iterator[tuple[StepRow, str]]:
    """The steps as the body reads, each with its name in the tree: a name holds no dots there, and no two are alike."""
    seen: dict[str, int] = {}
    for step in sorted(steps, key=lambda step: step.place):
        action = re.sub(r"[.\s]+", "-", step.name.removeprefix(WAIT))
        seen[action] = seen.get(action, 0) + 1
        yield step, action if seen[action] == 1 else f"{action}-{seen[action]}"


def as_step(step: StepRow, action: str) -> dict[str, Any]:
    timed_out = step.error is not None and step.error.code == "workflow.wait_timed_out"
    invoked = INVOKED["failed"] if step.error is not None and step.status in ("reverted", "compensating") else INVOKED[step.status]
    path = step.place.path
    return {
        "id": f"_root.{action}",
        "depth": path[0] + sum(number - 1 for number in path[2::2]),
        "definition": {"action": action, "async": step.status == "waiting" or step.name.startswith(WAIT), "noCompensation": False},
        "invoke": TIMED_OUT if timed_out else invoked,
        "compensate": COMPENSATED.get(step.status, NOT_BEGUN),
        "startedAt": int(step.started_at.timestamp() * 1000),
    }


def _root(run: RunRow) -> dict[str, Any]:
    state = {"state": state_of(run), "status": "ok" if run.status == "done" else "permanent_failure" if run.has_ended else "idle"}
    return {"id": "_root", "depth": 0, "definition": {}, "invoke": state, "compensate": NOT_BEGUN, "startedAt": int(run.created_at.timestamp() * 1000)}


def _context(run: RunRow, steps: list[tuple[StepRow, str]]) -> dict[str, Any]:
    outputs = {
        action: {"output": {"output": step.result, "compensateInput": step.result if step.compensation_data is None else step.compensation_data}}
        for step, action in steps
        if step.status in ("done", "reverted", "compensating")
    }
    failing = next((action for step, action in steps if step.error is not None and step.error == run.error), "_root")
    errors = [_error(run.error, failing, "invoke")] if run.error is not None else []
    errors += [_error(step.compensation_error, action, "compensate") for step, action in steps if step.compensation_error is not None]
    return {"data": {"invoke": outputs, "payload": run.input}, "compensate": {}, "errors": errors}


def _error(error: Failure, action: str, handler: str) -> dict[str, Any]:
    told = {"name": error.kind.rpartition(":")[2], "message": error.message, "type": error.type, "code": error.code}
    return {"action": action, "handlerType": handler, "error": {name: value for name, value in told.items() if value is not None}}


def moment(when: datetime) -> str:
    """As the wire has it: milliseconds, UTC."""
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
