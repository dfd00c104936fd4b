"""Who is asking: publishable keys, secret keys, sessions and tokens, in the contract's order.

An invalid credential is the same as none; whether none will do is the audience's word.
"""

import base64
import binascii
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from merx.framework.errors import NotAllowed
from merx.framework.http import sessions, tokens
from merx.framework.http.audience import Audience
from merx.framework.http.errors import NotSignedIn
from merx.framework.http.scopes import HttpScope, PublishableKey
from merx.framework.scope import Actor, Scope

if TYPE_CHECKING:
    from merx.framework.app import App

Headers: TypeAlias = Mapping[bytes, bytes]

KEY_HEADER: Final = b"x-publishable-api-key"
_MAX_CREDENTIAL: Final = 8000

NO_KEY: Final = "Publishable API key required in the request header: x-publishable-api-key. You can manage your keys in settings in the dashboard."
BAD_KEY: Final = "A valid publishable key is required to proceed with the request"
KEY_AS_BEARER: Final = "A secret API key was passed as a Bearer token. Secret API keys must be sent using HTTP Basic authentication instead (Authorization: Basic <secret-api-key>)."


class PublishableKeys:
    """Made by `@publishable_keys`."""

    def __init__(self, find: Callable[[Scope, str], Awaitable[PublishableKey | None]]) -> None:
        self.find = find


class SecretKeys:
    """Made by `@secret_keys`."""

    def __init__(self, find: Callable[[Scope, str], Awaitable[Actor | None]]) -> None:
        self.find = find


class Departed:
    """Made by `@departed`."""

    def __init__(self, actor_type: str, find: Callable[[Scope, str], Awaitable[bool]]) -> None:
        self.actor_type = actor_type
        self.find = find


def departed(actor_type: str) -> Callable[[Callable[[Scope, str], Awaitable[bool]]], Departed]:
    """Declare, in a room's `api`, how to tell that the actor of this id is gone: tokens made before then open nothing.

    Asked on routes that require such an actor, one small statement each; not where one is merely welcome.
    """
    return lambda find: Departed(actor_type, find)


def publishable_keys(find: Callable[[Scope, str], Awaitable[PublishableKey | None]]) -> PublishableKeys:
    """Declare, in a room's `api`, how the token of a publishable key is looked up: None if unknown or revoked."""
    return PublishableKeys(find)


def secret_keys(find: Callable[[Scope, str], Awaitable[Actor | None]]) -> SecretKeys:
    """Declare, in a room's `api`, how a secret key is looked up: the actor (type `api-key`), None if unknown or revoked."""
    return SecretKeys(find)


class Doorkeeper:
    """Checks the credentials of a request against an audience. One per app."""

    def __init__(self, app: "App") -> None:
        self.config = app.config
        # A later package's lookup replaces an earlier one's, like its routes do.
        self._publishable: PublishableKeys | None = next(iter(reversed(app.found("api", PublishableKeys))), None)
        self._secret: SecretKeys | None = next(iter(reversed(app.found("api", SecretKeys))), None)
        gone: list[Departed] = app.found("api", Departed)
        self._departed = {each.actor_type: each for each in gone}

    async def admit(self, scope: HttpScope, audience: Audience, headers: Headers) -> None:
        """Put actor and publishable key into `scope`. Raises `NotSignedIn` and, for publishable keys, `NotAllowed`."""
        if audience.publishable_key:
            scope.publishable_key = await self._key(scope, headers.get(KEY_HEADER))
        if not audience.actors:
            return
        authorization = headers.get(b"authorization")
        cookie = headers.get(b"cookie")
        if authorization is not None or cookie is not None:
            actor = await self._actor(scope, audience, authorization, cookie)
            if actor is not None and not (audience.required and await self._is_gone(scope, actor, audience)):
                scope.actor = actor
                return
        if audience.required:
            raise NotSignedIn(KEY_AS_BEARER if _is_key_as_bearer(audience, authorization) else "Unauthorized")

    async def _is_gone(self, scope: HttpScope, actor: Actor, audience: Audience) -> bool:
        departed = self._departed.get(actor.type)
        # A route for any actor (a refresh, a session) gives nothing away; the routes it leads to ask for themselves.
        return departed is not None and actor.id is not None and actor.type in audience.actors and await departed.find(scope, actor.id)

    async def _key(self, scope: HttpScope, token: bytes | None) -> PublishableKey:
        if not token:
            raise NotAllowed(NO_KEY)
        text = _text(token)
        found = await self._publishable.find(scope, text) if self._publishable is not None and text is not None else None
        if found is None:
            raise NotAllowed(BAD_KEY)
        return found

    async def _actor(self, scope: HttpScope, audience: Audience, authorization: bytes | None, cookie: bytes | None) -> Actor | None:
        kind, _, rest = (authorization or b"").partition(b" ")
        kind = kind.lower()
        if kind == b"basic" and "api-key" in audience.via and self._secret is not None:
            token = _secret_key(rest.strip())
            actor = await self._secret.find(scope, token) if token is not None else None
            if actor is not None:
                return actor
        if cookie is not None and "session" in audience.via:
            session = await sessions.find(scope, cookie)
            if session is not None:
                actor = actor_of(session[1], audience)
                if actor is not None:
                    scope.session_id = session[0]
                    return actor
        if kind == b"bearer" and "bearer" in audience.via and len(rest) < _MAX_CREDENTIAL:
            text = _text(rest.strip())
            claims = tokens.read(self.config, text) if text is not None else None
            return actor_of(claims, audience) if claims is not None else None
        return None


def actor_of(claims: Mapping[str, Any], audience: Audience) -> Actor | None:
    """The actor that `claims` name, if `audience` lets that kind in."""
    kind, actor_id = claims.get("actor_type"), claims.get("actor_id") or None
    if not isinstance(actor_id, str | None) or not isinstance(kind, str) or not (kind in audience.actors or "*" in audience.actors):
        return None
    if actor_id is None and not audience.allow_unregistered:
        return None
    return Actor(type=kind, id=actor_id, auth_identity_id=claims.get("auth_identity_id"), claims=claims)


def _secret_key(credential: bytes) -> str | None:
    if len(credential) > _MAX_CREDENTIAL:
        return None
    if not credential.startswith(b"sk_"):
        try:
            credential = base64.b64decode(credential, validate=True).partition(b":")[0]
        except binascii.Error:
            return None
    return _text(credential) if credential.startswith(b"sk_") else None


def _text(raw: bytes) -> str | None:
    """Printable ASCII, as all our keys and tokens are; nothing else goes to a lookup."""
    return raw.decode() if raw.isascii() and b"\0" not in raw else None


def _is_key_as_bearer(audience: Audience, authorization: bytes | None) -> bool:
    return "api-key" in audience.via and authorization is not None and authorization[:10].lower() == b"bearer sk_"
