"""An identity as logins see it, and the claims that say so to others."""

from typing import Any

import msgspec

from merx.commerce.auth.models import AuthIdentity, ProviderIdentity
from merx.commerce.auth.service import actor_key
from merx.framework.data.filters import Filters
from merx.framework.query import View
from merx.framework.scope import Scope


class KnownIdentity(View, of=AuthIdentity):
    id: str
    app_metadata: dict[str, Any] | None


class Identity(View, of=ProviderIdentity):
    """Someone, as one provider knows them."""

    id: str
    entity_id: str
    provider: str
    user_metadata: dict[str, Any] | None
    provider_metadata: dict[str, Any] | None
    auth_identity: KnownIdentity

    def actor_id(self, actor_type: str) -> str | None:
        """Which actor of this type they are, if one."""
        return (self.auth_identity.app_metadata or {}).get(actor_key(actor_type))

    @property
    def is_nobody(self) -> bool:
        """Whether they are no actor of any type yet."""
        return not any((self.auth_identity.app_metadata or {}).values())

    def claims(self, actor_type: str) -> dict[str, Any]:
        """What a token or session says of them. `actor_id` is empty before the actor exists."""
        actor_id = self.actor_id(actor_type)
        return {
            "actor_id": actor_id or "",
            "actor_type": actor_type,
            "auth_identity_id": self.auth_identity.id,
            "auth_provider": self.provider,
            "mfa_enabled": False,
            "app_metadata": {actor_key(actor_type): actor_id} if actor_id else {},
            "user_metadata": self.user_metadata or {},
        }


async def find(scope: Scope, filters: Filters) -> Identity | None:
    """The identity with this `{"provider", "entity_id"}` or `{"auth_identity_id", "provider"}`. One statement."""
    found = await scope.query.all(Identity, filters, limit=1)
    return found[0] if found else None


def identity_of(known: ProviderIdentity, app_metadata: dict[str, Any]) -> Identity:
    """What `find` would give for a row that was just written."""
    values = {name: getattr(known, name) for name in ("id", "entity_id", "provider", "user_metadata", "provider_metadata")}
    return msgspec.convert({**values, "auth_identity": {"id": known.auth_identity_id, "app_metadata": app_metadata}}, Identity)
