"""The journal: two tables that say what ran, how far it got, and who works on it."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from merx.framework.data import BelongsTo, Index, Record, utcnow

RunStatus = Literal["not_started", "invoking", "waiting", "compensating", "done", "reverted", "failed"]
"""`waiting`: no process holds it; a time or a signal wakes it. `reverted`: it failed, and all is as before. `failed`: it failed and a compensation did too; a person must look."""

StepStatus = Literal["invoking", "waiting", "done", "failed", "skipped", "compensating", "reverted"]
"""`skipped`: it failed and the run went on without it (`continue_on_failure`). `compensating` that stays: the compensation failed for good, see `compensation_error`."""


class WorkflowRun(
    Record,
    indexes=[
        Index(("lease_until",), where="lease_until IS NOT NULL"),
        Index(("wake_at",), where="wake_at IS NOT NULL"),
        Index(("expires_at",), where="expires_at IS NOT NULL"),
        Index(("held_by",), where="held_by IS NOT NULL"),
        Index(("workflow", "created_at")),
    ],
):
    """A run. `id` is `<workflow>:<key>` where it has a key.

    `epoch` grows with each taker and fences the ones before; `lease_until` is when the taker counts as dead, null once the
    run has ended or waits. `wake_at` is when a waiting run goes on, null if only a signal wakes it; `signals` counts what came for
    it. `held_by` is the run whose success this one waits for. `retention` is how many seconds after its end it may be
    deleted, `expires_at` when that is; null keeps it.
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
    wake_at: datetime | None = None
    signals: int = 0
    held_by: str | None = None
    retention: int | None = None
    expires_at: datetime | None = None
    created_at: datetime = msgspec.field(default_factory=utcnow)
    updated_at: datetime = msgspec.field(default_factory=utcnow)
    finished_at: datetime | None = None


class WorkflowStep(Record, primary_key=("run_id", "attempt", "branch", "number")):
    """One step of one attempt at a run, in the order of the body.

    `branch` is empty, or, for what runs side by side, the number of the place and of the branch there: `"3.0"`.
    `kept_from` is the attempt that made it, where a retry kept its record.
    """

    run_id: Annotated[str, BelongsTo("workflow_run", back="steps", name="run")]
    attempt: int
    branch: str = ""
    number: int
    name: str
    external: bool
    status: StepStatus
    tries: int = 1
    input: Any | None = None
    result: Any | None = None
    error: Any | None = None
    compensation_data: Any | None = None
    compensation_error: Any | None = None
    wake_at: datetime | None = None
    kept_from: int | None = None
    started_at: datetime = msgspec.field(default_factory=utcnow)
    finished_at: datetime | None = None


class WorkflowSignal(Record, primary_key=("run_id", "attempt", "name")):
    """What was said to a run from outside. The first word counts; it is kept until the run asks for it."""

    run_id: Annotated[str, BelongsTo("workflow_run", back="received", name="run")]
    attempt: int
    name: str
    payload: Any | None = None
    error: str | None = None
    created_at: datetime = msgspec.field(default_factory=utcnow)
