"""Ways to prove who one is. A shop adds its own: an `AuthProvider` in its `providers.py` or in its configuration."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from merx.commerce.auth import passwords
from merx.commerce.auth.errors import BadCredentials, IdentityExists, ProviderNotAllowed
from merx.commerce.auth.identity import Identity, find, identity_of
from merx.commerce.auth.service import AuthService
from merx.framework.errors import Unauthorized
from merx.framework.http import actor_types
from merx.framework.providers import Provider
from merx.framework.scope import Scope

if TYPE_CHECKING:
    from merx.framework.app import App

Credentials: TypeAlias = Mapping[str, Any]
"""What was sent: a client's JSON, not checked yet."""


class AuthProvider(Provider):
    """One way to prove who one is; `id` stands in the path (`/auth/customer/<id>`). `actors` are the kinds of actors that may use it.

    Every refusal is an `Unauthorized`, in words that do not tell whether the name or the proof was wrong.
    """

    display_name: ClassVar[str]
    flow: ClassVar[Literal["credentials", "redirect"]] = "credentials"
    actors: tuple[str, ...] = ("user", "customer")

    @abstractmethod
    async def register(self, scope: Scope, credentials: Credentials) -> Identity:
        """A new identity, which is no actor yet. Safe to repeat as long as it is none."""

    @abstractmethod
    async def authenticate(self, scope: Scope, credentials: Credentials) -> Identity:
        """Who this is."""

    @abstractmethod
    async def renew(self, scope: Scope, identity: Identity, credentials: Credentials) -> None:
        """From now on `credentials` prove this identity, and what proved it before no longer does."""


class EmailPass(AuthProvider):
    """E-mail address and password. Addresses are compared without regard to case."""

    id = "emailpass"
    display_name = "Email and password"

    def __init__(self, *actors: str) -> None:
        self.actors = actors

    async def register(self, scope: Scope, credentials: Credentials) -> Identity:
        email, password = email_of(credentials), password_of(credentials)
        kept = {"password": await passwords.hashed(password)}
        async with scope.transaction():
            await scope.lock(f"auth:{self.id}:{email}")
            known = await self._find(scope, email)
            if known is None:
                return identity_of(await scope[AuthService].add(self.id, email, kept), {})
        if not known.is_nobody or not await passwords.fits(password, _kept(known)):
            raise IdentityExists
        return known

    async def authenticate(self, scope: Scope, credentials: Credentials) -> Identity:
        email, password = email_of(credentials), password_of(credentials)
        known = await self._find(scope, email)
        kept = _kept(known) if known is not None else None
        if not await passwords.fits(password, kept) or known is None or kept is None:
            raise BadCredentials
        if passwords.is_outdated(kept):
            await self.renew(scope, known, credentials)
        return known

    async def renew(self, scope: Scope, identity: Identity, credentials: Credentials) -> None:
        kept = {**(identity.provider_metadata or {}), "password": await passwords.hashed(password_of(credentials))}
        await scope[AuthService].provider_identities.update(identity.id, provider_metadata=kept)

    async def _find(self, scope: Scope, email: str) -> Identity | None:
        return await find(scope, {"provider": self.id, "entity_id": email})


emailpass = EmailPass("user", "customer")


def email_of(credentials: Credentials) -> str:
    """The address in `credentials`, as it is kept. Raises `Unauthorized`."""
    email = credentials.get("email")
    if not isinstance(email, str) or not email.strip():
        raise Unauthorized("Email should be a string")
    return email.strip().lower()


def password_of(credentials: Credentials) -> str:
    """Raises `Unauthorized`."""
    password = credentials.get("password")
    if not isinstance(password, str) or not password:
        raise Unauthorized("Password should be a string")
    return password


def _kept(identity: Identity) -> str | None:
    return (identity.provider_metadata or {}).get("password")


def providers_of(app: "App", actor_type: str) -> list[AuthProvider]:
    """The ways in which actors of this type may log in; those of a project's own type (`ActorType`) by the providers that it names."""
    own = actor_types(app).get(actor_type)
    named = own.providers if own is not None else ()
    return [each for name, each in app.providers.all(AuthProvider).items() if actor_type in each.actors or name in named]


def provider_of(app: "App", actor_type: str, identifier: str) -> AuthProvider:
    """Raises `ProviderNotAllowed`."""
    for each in providers_of(app, actor_type):
        if each.id == identifier:
            return each
    raise ProviderNotAllowed(actor_type, identifier)
