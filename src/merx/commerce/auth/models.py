"""Identities and their proofs."""

from datetime import datetime
from typing import Annotated, Any

from merx.framework.data import BelongsTo, Index, Indexed, Metadata, Model


class AuthIdentity(Model, id_prefix="authid"):
    """Someone, whatever they log in with. `app_metadata` names the actors this is (`customer_id`, `user_id`)."""

    app_metadata: dict[str, Any] | None = None


class ProviderIdentity(Model, unique=[("entity_id", "provider")]):
    """Someone as a provider knows them: `entity_id` is the e-mail address, the account id."""

    auth_identity_id: Annotated[str, BelongsTo("auth_identity", back="provider_identities"), Indexed]
    entity_id: str
    provider: str
    user_metadata: dict[str, Any] | None = None
    provider_metadata: dict[str, Any] | None = None


class AuthMfaFactor(
    Model, id_prefix="authmfa", indexes=[Index(("auth_identity_id", "provider"), unique=True, where="status IN ('pending', 'enabled') AND deleted_at IS NULL")]
):
    """A second factor."""

    auth_identity_id: Annotated[str, BelongsTo("auth_identity", back="mfa_factors"), Indexed]
    provider: str
    status: str
    provider_metadata: dict[str, Any] | None = None
    metadata: Metadata = None


class AuthMfaRecoveryCode(Model, id_prefix="authmfarec", unique=[("auth_identity_id", "code_hash")]):
    """A way in when the second factor is lost; used once."""

    auth_identity_id: Annotated[str, BelongsTo("auth_identity", back="mfa_recovery_codes"), Indexed]
    code_hash: str


class AuthVerification(Model, id_prefix="authver", unique=[("auth_identity_id", "entity_id", "entity_type")]):
    """That an address or number belongs to someone: asked for, and proved when `verified_at` is set."""

    auth_identity_id: Annotated[str, BelongsTo("auth_identity", back="verifications"), Indexed]
    entity_id: str
    entity_type: str
    code_provider: str
    verified_at: datetime | None = None
    requested_at: datetime
    provider_metadata: dict[str, Any] | None = None
    metadata: Metadata = None


class AuthPasswordResetToken(Model, id_prefix="authprt"):
    """A leave to set a new password; used once, before `expires_at`."""

    auth_identity_id: Annotated[str, BelongsTo("auth_identity", back="password_reset_tokens"), Indexed]
    provider_identity_id: Annotated[str, BelongsTo("provider_identity", back="password_reset_tokens"), Indexed]
    entity_id: str
    token_hash: Annotated[str, Indexed]
    expires_at: Annotated[datetime, Indexed]
