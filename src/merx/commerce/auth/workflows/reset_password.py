"""A forgotten password: a token that goes to the address, and the new password that it buys. Once, within 15 minutes."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from merx.commerce.auth.errors import InvalidToken
from merx.commerce.auth.identity import find
from merx.commerce.auth.models import AuthPasswordResetToken
from merx.commerce.auth.providers import Credentials, provider_of
from merx.commerce.auth.service import AuthService
from merx.commerce.auth.workflows.actors import end_sessions
from merx.framework.data import utcnow
from merx.framework.http import tokens
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

MINUTES = 15
PURPOSE = "reset"


@workflow("auth.request_password_reset")
async def request_password_reset(scope: Scope, actor_type: str, provider: str, identifier: str, metadata: Mapping[str, Any] | None = None) -> str | None:
    """Emit `auth.password_reset` with a token, for a subscriber to send, and give it; None if nobody has this name.

    Takes the chance to remove tokens that have run out.
    """
    service = scope[AuthService]
    known = await find(scope, {"provider": provider, "entity_id": identifier.strip().lower()})
    if known is None:
        return None
    jti, now = secrets.token_urlsafe(32), utcnow()
    await service.password_reset_tokens.delete({"expires_at": {"$lt": now}})
    await service.password_reset_tokens.create(
        AuthPasswordResetToken(
            auth_identity_id=known.auth_identity.id,
            provider_identity_id=known.id,
            entity_id=known.entity_id,
            token_hash=_hash(jti),
            expires_at=now + timedelta(minutes=MINUTES),
        )
    )
    claims = {"purpose": PURPOSE, "jti": jti, "entity_id": known.entity_id, "provider": provider, "actor_type": actor_type}
    token = tokens.issue(scope.app.config, claims, hours=MINUTES / 60)
    await scope.emit("auth.password_reset", {"entity_id": known.entity_id, "actor_type": actor_type, "token": token, "metadata": dict(metadata or {})})
    return token


@workflow("auth.reset_password")
async def reset_password(scope: Scope, actor_type: str, provider: str, token: str, credentials: Credentials) -> None:
    """Spend `token`: from now on `credentials` log in, no other token of this identity resets, and its sessions end.

    Raises `InvalidToken` for a token of another provider, kind of actor or purpose, or one that was spent or has run out.
    """
    claims = tokens.read(scope.app.config, token, purpose=PURPOSE)
    if claims is None or claims.get("provider") != provider or claims.get("actor_type") != actor_type:
        raise InvalidToken
    service = scope[AuthService]
    kept = await service.password_reset_tokens.first(
        {"token_hash": _hash(str(claims["jti"])), "entity_id": claims["entity_id"], "expires_at": {"$gt": utcnow()}}, for_update=True
    )
    known = await find(scope, {"id": kept.provider_identity_id}) if kept is not None else None
    if known is None:
        raise InvalidToken
    await provider_of(scope.app, actor_type, provider).renew(scope, known, credentials)
    await service.password_reset_tokens.delete({"auth_identity_id": known.auth_identity.id})
    await end_sessions(scope, known.auth_identity.id)


def _hash(jti: str) -> str:
    # 256 random bits: nothing to guess, so a plain hash keeps the table from opening anything.
    return hashlib.sha256(jti.encode()).hexdigest()
