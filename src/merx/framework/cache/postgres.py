"""`postgres`: kept in the shop's database, so all processes have it, and all forget together. A small statement each time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from merx.framework.cache.provider import CacheProvider
from merx.framework.workflows.payload import encode

if TYPE_CHECKING:
    from merx.framework.scope import Scope

_GET = "SELECT value FROM cache_entry WHERE key = $1 AND expires_at > clock_timestamp()"
# Whoever keeps something takes out the refuse: no job is needed for that.
_SET = """
WITH old AS (
    DELETE FROM cache_entry
    WHERE key IN (SELECT key FROM cache_entry WHERE expires_at < clock_timestamp() AND key <> $1 LIMIT 10 FOR UPDATE SKIP LOCKED)
)
INSERT INTO cache_entry (key, value, tags, expires_at) VALUES ($1, $2, $3::json::jsonb, clock_timestamp() + make_interval(secs => $4))
ON CONFLICT (key) DO UPDATE SET value = excluded.value, tags = excluded.tags, expires_at = excluded.expires_at"""
_FORGET = "DELETE FROM cache_entry WHERE key = ANY($1::text[]) OR tags ?| $2::text[]"


class PostgresCache(CacheProvider):
    id = "postgres"

    async def get(self, scope: "Scope", key: str) -> bytes | None:
        found: str | None = await scope.value(_GET, key)
        return None if found is None else found.encode()

    async def set(self, scope: "Scope", key: str, value: bytes, *, seconds: float, tags: Sequence[str]) -> None:
        await scope.value(_SET, key, value.decode(), encode(list(tags)), seconds)

    async def forget(self, scope: "Scope", *, keys: Sequence[str] = (), tags: Sequence[str] = ()) -> None:
        await scope.value(_FORGET, list(keys), list(tags))


postgres = PostgresCache()
