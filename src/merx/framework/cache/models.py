"""The table of the provider `postgres`. Unlogged: writing is cheap, and after a crash of the server it is empty."""

from datetime import datetime

from merx.framework.data import Index, Record


class CacheEntry(Record, primary_key=("key",), indexes=[Index(("expires_at",)), Index((), using="gin (tags)")]):
    """What is kept under `key`, as JSON text, until `expires_at`."""

    key: str
    value: str
    tags: list[str]
    expires_at: datetime
