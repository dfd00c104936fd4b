"""How far each job got, and what deliveries and jobs have done already."""

from datetime import datetime
from typing import Any

import msgspec

from merx.framework.data import Index, Record, utcnow


class JobState(Record, entity="job_state", primary_key=("name",)):
    """`scheduled_for` is the last time that somebody took, so that nobody takes it, or an earlier one, again."""

    name: str
    scheduled_for: datetime
    executions: int = 0


class DoneOnce(Record, entity="done_once", primary_key=("run_id", "call"), indexes=[Index(("created_at",))]):
    """A workflow that a delivery or a job did: see `merx.framework.workflows.redelivery`. Kept for a day."""

    run_id: str
    call: str
    result: Any | None = None
    created_at: datetime = msgspec.field(default_factory=utcnow)
