"""The rows of identities."""

from typing import Any

from merx.commerce.auth.models import AuthIdentity, AuthMfaFactor, AuthMfaRecoveryCode, AuthPasswordResetToken, AuthVerification, ProviderIdentity
from merx.framework.data import Repository, Service, create_all


class AuthService(Service):
    """Identities and what proves them."""

    identities: Repository[AuthIdentity]
    provider_identities: Repository[ProviderIdentity]
    mfa_factors: Repository[AuthMfaFactor]
    mfa_recovery_codes: Repository[AuthMfaRecoveryCode]
    verifications: Repository[AuthVerification]
    password_reset_tokens: Repository[AuthPasswordResetToken]

    async def add(self, provider: str, entity_id: str, secrets: dict[str, Any]) -> ProviderIdentity:
        """A new identity that `provider` knows as `entity_id`. Raises the database's refusal if it knows the name already."""
        identity = AuthIdentity(app_metadata={})
        known = ProviderIdentity(auth_identity_id=identity.id, entity_id=entity_id, provider=provider, provider_metadata=secrets)
        await create_all(self.scope, [identity, known])
        return known

    async def become(self, identity_id: str, actor_type: str, actor_id: str) -> bool:
        """Note that this identity is that actor; False if it is one of this type already. Locks the identity."""
        identity = await self.identities.retrieve(identity_id, for_update=True)
        known = identity.app_metadata or {}
        if known.get(actor_key(actor_type)) is not None:
            return False
        await self.identities.update(identity_id, app_metadata={**known, actor_key(actor_type): actor_id})
        return True

    async def forget(self, actor_type: str, actor_id: str) -> list[str]:
        """Identities that were this actor are it no longer; gives their ids. Safe to repeat."""
        key = actor_key(actor_type)
        found = await self.identities.list({"app_metadata": {"$contains": {key: actor_id}}}, for_update=True)
        await self.identities.update({"id": each.id, "app_metadata": {k: v for k, v in (each.app_metadata or {}).items() if k != key}} for each in found)
        return [each.id for each in found]

    async def providers_of(self, actor_type: str, actor_id: str) -> list[str]:
        """By which providers this actor logs in, in alphabetical order."""
        identities = await self.identities.list({"app_metadata": {"$contains": {actor_key(actor_type): actor_id}}})
        known = await self.provider_identities.list(auth_identity_id=[each.id for each in identities])
        return sorted({each.provider for each in known})


def actor_key(actor_type: str) -> str:
    """Under which name `app_metadata` has the id of an actor: `customer_id`."""
    return f"{actor_type}_id"
