"""What happened, and what could not be delivered."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
import sqlalchemy as sa

from merx.framework.data import BelongsTo, Column, Index, Model, Record, utcnow

Transaction = Annotated[int, Column(type=sa.BigInteger(), server_default="(pg_current_xact_id()::text)::bigint")]


class StoredEvent(
    Record,
    entity="event",
    indexes=[Index(("name", "created_at")), Index(("run_id",), where="held"), Index(("transaction", "created_at", "id"), where="NOT held")],
):
    """An event. While `held` it waits for the success of the durable run that said it.

    `transaction` is the PostgreSQL transaction that made it known (said it, or released it): what the history is ordered by.
    """

    id: str
    name: str
    data: Any
    created_at: datetime = msgspec.field(default_factory=utcnow)
    run_id: str | None = None
    held: bool = False
    trace: Annotated[str, Column(server_default="''")] = ""
    transaction: Transaction = 0


class DeadLetter(Model, id_prefix="dead", unique=[("event_id", "subscriber")]):
    """A delivery that failed for the last time. `replayed_at` says when somebody sent it again."""

    event_id: Annotated[str, BelongsTo("event", back="dead_letters")]
    subscriber: str
    tries: int
    error: Any
    replayed_at: datetime | None = None
