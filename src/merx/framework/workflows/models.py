"""The journal: two tables that say what ran, how far it got, and who works on it."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from merx.framework.data import BelongsTo, Index, Record, utcnow

RunStatus = Literal["not_started", "invoking", "compensating", "done", "reverted", "failed"]
"""`reverted`: it failed, and all is as before. `failed`: it failed and a compensation did too; a person must look."""

StepStatus = Literal["invoking", "done", "failed", "compensating", "reverted"]
"""`compensating` that stays: the compensation failed for good, see `compensation_error`."""


class WorkflowRun(
    Record,
    indexes=[
        Index(("lease_until",), where="lease_until IS NOT NULL"),
        Index(("held_by",), where="held_by IS NOT NULL"),
        Index(("workflow", "created_at")),
    ],
):
    """A run. `id` is `<workflow>:<key>` where it has a key.

    `epoch` grows with each taker and fences the ones before; `lease_until` is when the taker counts as dead, null once the
    run has ended. `held_by` is the run whose success this one waits for.
    """

    id: str
    workflow: str
    status: RunStatus
    attempt: int = 1
    input: Any | None = None
    result: Any | None = None
    error: Any | None = None
    actor: Any | None = None
    trace: str = ""
    cancel_requested: bool = False
    epoch: int = 0
    owner: str | None = None
    lease_until: datetime | None = None
    held_by: str | None = None
    created_at: datetime = msgspec.field(default_factory=utcnow)
    updated_at: datetime = msgspec.field(default_factory=utcnow)
    finished_at: datetime | None = None


class WorkflowStep(Record, primary_key=("run_id", "attempt", "number")):
    """One step of one attempt at a run, in the order they began."""

    run_id: Annotated[str, BelongsTo("workflow_run", back="steps", name="run")]
    attempt: int
    number: int
    name: str
    external: bool
    status: StepStatus
    tries: int = 1
    input: Any | None = None
    result: Any | None = None
    error: Any | None = None
    compensation_error: Any | None = None
    started_at: datetime = msgspec.field(default_factory=utcnow)
    finished_at: datetime | None = None
