"""A new key."""

from msgspec import Struct

from merx.commerce.api_key.models import ApiKey, ApiKeyType
from merx.commerce.api_key.secrets import kept_of, new_token
from merx.commerce.api_key.service import ApiKeyService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class NewApiKey(Struct, frozen=True):
    """A key's id, and its token: of a secret key, this is the only time that anyone sees it."""

    id: str
    token: str


@workflow("api_key.create", hooks=("apiKeysCreated",))
async def create_api_key(scope: Scope, title: str, kind: ApiKeyType, created_by: str) -> NewApiKey:
    """Make a key. `created_by` is a user's id, or what made it instead."""
    token = new_token(kind)
    kept = kept_of(kind, token)
    key = ApiKey(token=kept.token, salt=kept.salt, redacted=kept.redacted, title=title, type=kind, created_by=created_by)
    await scope[ApiKeyService].api_keys.create(key)
    await create_api_key.call_hook(scope, "apiKeysCreated", apiKeys=[key])
    return NewApiKey(key.id, token)
