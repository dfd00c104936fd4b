"""JSON web tokens (HS256), signed with `config.jwt_secret`."""

import time
from collections.abc import Mapping
from typing import Any

import jwt

from merx.framework.config import Config

_ALGORITHM = "HS256"


def issue(config: Config, claims: Mapping[str, Any], hours: float | None = None) -> str:
    """A token with `claims`, valid for `hours` (`config.http.token_hours` unless said). Give one-off tokens a `purpose`."""
    now = int(time.time())
    lifetime = config.http.token_hours if hours is None else hours
    lasting = {**claims, "iat": now, "exp": now + int(lifetime * 3600)}
    return jwt.encode(lasting, config.jwt_secret, algorithm=_ALGORITHM)  # pyright: ignore[reportUnknownMemberType] - PyJWT types keys by an extra it does not need here


def read(config: Config, token: str, *, purpose: str | None = None) -> dict[str, Any] | None:
    """The claims of a token that we signed for this `purpose` and that is still valid; else None."""
    try:
        claims = jwt.decode(token, config.jwt_secret, algorithms=[_ALGORITHM], options={"require": ["exp", "iat"]})  # pyright: ignore[reportUnknownMemberType] - as above
    except (jwt.PyJWTError, ValueError):
        return None
    # A token made to reset a password must not open a session, nor the other way round.
    return claims if claims.get("purpose") == purpose else None
