"""Tables of the HTTP layer: sessions, answers kept for `Idempotency-Key`, and who asked how often."""

from datetime import datetime
from typing import Annotated, Any

import msgspec

from merx.framework.data import Column, Index, Record, utcnow


class HttpSession(Record, primary_key=("id",), indexes=[Index(("expires_at",))]):
    """Somebody signed in with a cookie. `id` is a hash of the cookie's secret: the table alone opens no session."""

    id: str
    claims: dict[str, Any]
    expires_at: datetime
    created_at: datetime = msgspec.field(default_factory=utcnow)


class HttpRate(Record, primary_key=("key",), indexes=[Index(("free_at",))]):
    """How often somebody asked: until `free_at` something of his limit is spent. `key` is a hash of who and what."""

    key: str
    free_at: datetime


class HttpIdempotencyKey(Record, primary_key=("key",), indexes=[Index(("created_at",))]):
    """The answer to a POST that carried an `Idempotency-Key`. `key` is a hash of caller, path and key.

    Without `status` the request is being carried out, until `claimed_until` at the latest.
    """

    key: str
    request: str
    status: int | None = None
    media_type: str | None = None
    body: str | None = None
    claimed_until: datetime | None = None
    created_at: Annotated[datetime, Column(server_default="now()")] = msgspec.field(default_factory=utcnow)
