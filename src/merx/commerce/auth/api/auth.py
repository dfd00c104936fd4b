"""Registering, logging in, resetting a password: `/auth/{actor_type}/{provider}`.

These handlers run no workflow around a password check: a hash takes 20 ms, and no transaction should wait for it.
"""

from typing import Any

from litestar import Request

from merx.commerce.auth.errors import InvalidToken
from merx.commerce.auth.identity import find
from merx.commerce.auth.providers import provider_of, providers_of
from merx.commerce.auth.workflows import request_password_reset, reset_password
from merx.framework.errors import Unauthorized
from merx.framework.http import Answer, Audience, Body, PublicScope, delete, get, post, sessions, tokens

WITH_TOKEN = Audience(actors=("*",), required=True, allow_unregistered=True, via=("bearer",))
WITH_SESSION = Audience(actors=("*",), required=True, allow_unregistered=True, via=("session",))
WITH_EITHER = Audience(actors=("*",), required=True, allow_unregistered=True)


class ResetPassword(Body):
    identifier: str
    metadata: dict[str, Any] = {}


@get("/auth/{actor_type}/providers", audience="public")
async def list_providers(scope: PublicScope, actor_type: str) -> dict[str, list[dict[str, str]]]:
    found = providers_of(scope.app, actor_type)
    return {"providers": [{"id": each.id, "identifier": each.id, "display_name": each.display_name, "flow": each.flow} for each in found]}


@post("/auth/{actor_type}/{provider}", audience="public", transaction=False, secret=True)
async def log_in(scope: PublicScope, actor_type: str, provider: str, data: dict[str, Any]) -> dict[str, str]:
    known = await provider_of(scope.app, actor_type, provider).authenticate(scope, data)
    return {"token": tokens.issue(scope.app.config, known.claims(actor_type))}


@post("/auth/{actor_type}/{provider}/register", audience="public", transaction=False, secret=True)
async def register(scope: PublicScope, actor_type: str, provider: str, data: dict[str, Any]) -> dict[str, str]:
    known = await provider_of(scope.app, actor_type, provider).register(scope, data)
    return {"token": tokens.issue(scope.app.config, known.claims(actor_type))}


@post("/auth/{actor_type}/{provider}/reset-password", audience="public", status=201)
async def ask_for_reset(scope: PublicScope, actor_type: str, provider: str, data: ResetPassword) -> Answer:
    provider_of(scope.app, actor_type, provider)
    await request_password_reset(scope, actor_type, provider, data.identifier, data.metadata)
    return Answer.text("Created")


@post("/auth/{actor_type}/{provider}/update", audience="public", secret=True)
async def update(scope: PublicScope, actor_type: str, provider: str, data: dict[str, Any], request: Request[Any, Any, Any]) -> dict[str, bool]:
    provider_of(scope.app, actor_type, provider)
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer":
        raise InvalidToken
    await reset_password(scope, actor_type, provider, token.strip(), data)
    return {"success": True}


@post("/auth/token/refresh", audience=WITH_EITHER, secret=True)
async def refresh(scope: PublicScope) -> dict[str, str]:
    claims = scope.actor.claims
    known = await find(scope, {"auth_identity_id": scope.actor.auth_identity_id, "provider": claims.get("auth_provider")})
    if known is None:
        raise Unauthorized("Invalid auth identity while refreshing token")
    return {"token": tokens.issue(scope.app.config, known.claims(scope.actor.type))}


@post("/auth/session", audience=WITH_TOKEN, transaction=False, secret=True)
async def start_session(scope: PublicScope) -> Answer:
    claims = dict(scope.actor.claims)
    return Answer.json({"user": claims}, headers=[await sessions.start(scope, claims)])


@delete("/auth/session", audience=WITH_SESSION)
async def end_session(scope: PublicScope) -> Answer:
    return Answer.json({"success": True}, headers=[await sessions.end(scope, scope.session_id)])
