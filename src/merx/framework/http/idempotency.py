"""`Idempotency-Key`: the same POST sent twice is carried out once, and answered twice with the same bytes.

An atomic route is carried out in one transaction together with the row that keeps its answer: after a crash there is
either both or neither. A refusal (4xx, 5xx by exception) leaves nothing behind, so it is not kept and may be tried again.

A route with `transaction=False` runs durable workflows, which commit on their own. It claims the key first and keeps
the answer last; if the process dies in between, the claim runs out and the request is carried out again: its workflow's run
key is what makes that safe.

A route with `secret=True` takes no key: a table is no place for tokens, nor for a hash that a password can be guessed from.
"""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

from merx.framework.errors import Conflict, InvalidData
from merx.framework.http.answer import Answer
from merx.framework.http.scopes import HttpScope

Run: TypeAlias = Callable[[], Awaitable[Answer]]

HEADER: Final = b"idempotency-key"
CLAIM: Final = "2 minutes"
KEPT: Final = "24 hours"
_MAX_KEY: Final = 255
_SERVER_ERRORS: Final = 500
REPLAYED: Final = (b"idempotency-replayed", b"true")

_FIND = f"SELECT request, status, media_type, body FROM http_idempotency_key WHERE key = $1 AND created_at > now() - interval '{KEPT}'"
# Whoever keeps an answer takes out the refuse: no job is needed for that.
_SWEEP = (
    "WITH old AS (DELETE FROM http_idempotency_key WHERE key IN (SELECT key FROM http_idempotency_key "
    f"WHERE created_at < now() - interval '{KEPT}' AND key <> $1 LIMIT 100 FOR UPDATE SKIP LOCKED)) "
)
_KEEP = (
    _SWEEP + "INSERT INTO http_idempotency_key (key, request, status, media_type, body, created_at) VALUES ($1, $2, $3, $4, $5, now()) "
    "ON CONFLICT (key) DO UPDATE SET request = excluded.request, status = excluded.status, media_type = excluded.media_type, "
    "body = excluded.body, claimed_until = NULL, created_at = excluded.created_at"
)
_CLAIM = (
    _SWEEP + f"INSERT INTO http_idempotency_key AS kept (key, request, claimed_until, created_at) VALUES ($1, $2, now() + interval '{CLAIM}', now()) "
    "ON CONFLICT (key) DO UPDATE SET request = excluded.request, status = NULL, media_type = NULL, body = NULL, "
    "claimed_until = excluded.claimed_until, created_at = excluded.created_at "
    f"WHERE (kept.status IS NULL AND kept.claimed_until < now()) OR kept.created_at < now() - interval '{KEPT}' RETURNING 1"
)
_RELEASE = "DELETE FROM http_idempotency_key WHERE key = $1 AND status IS NULL"


class KeyedRequest:
    """A request with a key: what is kept about it, and under which name."""

    def __init__(self, scope: HttpScope, path: str, header: bytes, query: bytes, body: bytes) -> None:
        """Raises `InvalidData` for a key that is no key."""
        if not header or len(header) > _MAX_KEY or not header.isascii():
            raise InvalidData(f"Invalid request: Header 'Idempotency-Key' must be 1 to {_MAX_KEY} ASCII characters")
        self.scope = scope
        self.key = _digest(_caller(scope).encode(), path.encode(), header)
        self.request = _digest(query, body)

    async def in_one_transaction(self, run: Run) -> Answer:
        """Carry out and keep, or answer as before. Raises `Conflict` while the same key is being carried out."""
        async with self.scope.transaction():
            if not await self.scope.value("SELECT pg_try_advisory_xact_lock(hashtextextended('http:' || $1, 0))", self.key):
                raise _in_flight()
            kept = await self._kept()
            if kept is not None:
                return kept
            answer = await run()
            await self._keep(answer)
            return answer

    async def claimed(self, run: Run) -> Answer:
        """The same for a handler that commits on its own."""
        if await self.scope.value(_CLAIM, self.key, self.request) is None:
            kept = await self._kept()
            if kept is None:
                raise _in_flight()
            return kept
        try:
            answer = await run()
            if not await self._keep(answer):
                await self.scope.rows(_RELEASE, self.key)
        except BaseException:
            await self.scope.rows(_RELEASE, self.key)
            raise
        return answer

    async def _kept(self) -> Answer | None:
        rows = await self.scope.rows(_FIND, self.key)
        if not rows:
            return None
        request, status, media_type, body = rows[0]
        if request != self.request:
            raise Conflict("This Idempotency-Key was used before with another request. Use a new key for a new request.")
        if status is None:
            raise _in_flight()
        return Answer(body.encode(), status=status, media_type=media_type.encode(), headers=[REPLAYED])

    async def _keep(self, answer: Answer) -> bool:
        # Cookies are not kept: what opens a session should not lie about in a table.
        text = _text_of(answer.body)
        if answer.headers or text is None or (answer.status or 200) >= _SERVER_ERRORS:
            return False
        await self.scope.rows(_KEEP, self.key, self.request, answer.status, answer.media_type.decode(), text)
        return True


def _text_of(body: bytes) -> str | None:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _caller(scope: HttpScope) -> str:
    actor: Any = scope.actor
    key = scope.publishable_key
    return f"{actor.type}:{actor.id or actor.auth_identity_id or ''}:{key.id if key is not None else ''}"


def _digest(*parts: bytes) -> str:
    # Lengths between the parts, or ("ab", "c") would be ("a", "bc").
    return hashlib.sha256(b"".join(b"%d:%s" % (len(part), part) for part in parts)).hexdigest()


def _in_flight() -> Conflict:
    return Conflict("The request conflicted with another request. You may retry the request with the provided Idempotency-Key.")
