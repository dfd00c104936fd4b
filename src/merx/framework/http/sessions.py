"""Sessions: a cookie with a random secret, and a row that says whose it is. Ending one ends it everywhere at once.

The cookie is signed, so that a made-up one costs no statement; the row holds only a hash of it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import timedelta
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final

import msgspec

from merx.framework.config import Config
from merx.framework.data import utcnow
from merx.framework.scope import Scope

COOKIE: Final = "connect.sid"

_ATTRIBUTES: Final = "Path=/; HttpOnly"


async def start(scope: Scope, claims: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """Remember `claims` for `config.http.session_hours`; gives the `set-cookie` header to answer with.

    Takes the chance to remove sessions that have run out.
    """
    config = scope.app.config
    secret = secrets.token_urlsafe(32)
    hours = config.http.session_hours
    await scope.rows(
        "WITH gone AS (DELETE FROM http_session WHERE expires_at < now()) "
        "INSERT INTO http_session (id, claims, expires_at, created_at) VALUES ($1, $2::text::jsonb, $3, now())",
        _hash(secret),
        msgspec.json.encode(claims).decode(),
        utcnow() + timedelta(hours=hours),
    )
    return _header(config, _signed(config, secret), hours * 3600)


async def end(scope: Scope, session_id: str | None) -> tuple[bytes, bytes]:
    """Forget the session; gives the `set-cookie` header that removes the cookie. Safe to repeat."""
    if session_id is not None:
        await scope.rows("DELETE FROM http_session WHERE id = $1", session_id)
    return _header(scope.app.config, "", 0)


async def find(scope: Scope, cookie: bytes) -> tuple[str, dict[str, Any]] | None:
    """The session's id and claims, if the `cookie` header holds one that we opened and that has not run out or ended."""
    if COOKIE.encode() not in cookie:
        return None
    session_id = _verified(scope.app.config, cookie)
    if session_id is None:
        return None
    claims = await scope.value("SELECT claims::json FROM http_session WHERE id = $1 AND expires_at > now()", session_id)
    return None if claims is None else (session_id, msgspec.json.decode(claims))


def _verified(config: Config, cookie: bytes) -> str | None:
    try:
        morsel = SimpleCookie(cookie.decode("latin-1")).get(COOKIE)
    except CookieError:
        return None
    if morsel is None:
        return None
    secret, _, signature = morsel.value.partition(".")
    return _hash(secret) if hmac.compare_digest(signature.encode(), _signature(config, secret).encode()) else None


def _signed(config: Config, secret: str) -> str:
    return f"{secret}.{_signature(config, secret)}"


def _signature(config: Config, secret: str) -> str:
    return hmac.new(config.cookie_secret.encode(), secret.encode(), hashlib.sha256).hexdigest()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _header(config: Config, value: str, seconds: int) -> tuple[bytes, bytes]:
    reach = "; Secure; SameSite=None" if config.production else "; SameSite=Lax"
    return b"set-cookie", f"{COOKIE}={value}; Max-Age={seconds}; {_ATTRIBUTES}{reach}".encode()
