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
from merx.framework.http import Answer, Audience, Body, PublicScope, Rate, client_of, delete, get, post, rate_limit, sessions, spend, tokens

WITH_TOKEN = Audience(actors=("*",), required=True, allow_unregistered=True, via=("bearer",))
WITH_SESSION = Audience(actors=("*",), required=True, allow_unregistered=True, via=("session",))
WITH_EITHER = Audience(actors=("*",), required=True, allow_unregistered=True)

TRIES = Rate(10, per=60)
"""For one name from one client: guessing a password takes years, and who mistyped his tries again."""
LETTERS = Rate(5, per=900)
"""For one name, whoever asks: nobody's mailbox is filled by a stranger."""

# A storefront's server asks for all its shoppers: generous, and still no place to try a list of a million stolen passwords.
credentials = rate_limit("/auth/{actor_type}/{provider}", Rate(600, per=60), methods=("POST",))


class ResetPassword(Body):
    identifier: str
    metadata: dict[str, Any] = {}


@get("/auth/{actor_type}/providers", audience="public")
async def list_providers(scope: PublicScope, actor_type: str) -> dict[str, list[dict[str, str]]]:
    found = providers_of(scope.app, actor_type)
    return {"providers": [{"id": each.id, "identifier": each.id, "display_name": each.display_name, "flow": each.flow} for each in found]}


@post("/auth/{actor_type}/{provider}", audience="public", transaction=False, secret=True)
async def log_in(scope: PublicScope, actor_type: str, provider: str, data: dict[str, Any]) -> dict[str, str]:
    found = provider_of(scope.app, actor_type, provider)
    await _count_try(scope, actor_type, provider, data)
    known = await found.authenticate(scope, data)
    return {"token": tokens.issue(scope.app.config, known.claims(actor_type))}


@post("/auth/{actor_type}/{provider}/register", audience="public", transaction=False, secret=True)
async def register(scope: PublicScope, actor_type: str, provider: str, data: dict[str, Any]) -> dict[str, str]:
    found = provider_of(scope.app, actor_type, provider)
    await _count_try(scope, actor_type, provider, data)
    known = await found.register(scope, data)
    return {"token": tokens.issue(scope.app.config, known.claims(actor_type))}


@post("/auth/{actor_type}/{provider}/reset-password", audience="public", status=201)
async def ask_for_reset(scope: PublicScope, actor_type: str, provider: str, data: ResetPassword) -> Answer:
    provider_of(scope.app, actor_type, provider)
    await spend(scope, LETTERS, "auth.reset", actor_type, provider, data.identifier.strip().lower())
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


async def _count_try(scope: PublicScope, actor_type: str, provider: str, credentials: dict[str, Any]) -> None:
    # The same name in other letters is the same name to providers.
    name = str(credentials.get("email") or credentials.get("entity_id") or "").strip().lower()
    await spend(scope, TRIES, "auth.try", client_of(scope), actor_type, provider, name)
