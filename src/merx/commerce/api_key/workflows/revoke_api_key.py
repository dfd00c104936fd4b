"""The end of a key, now or soon."""

from datetime import timedelta

from merx.commerce.api_key.errors import AlreadyRevoked, ApiKeyNotFound
from merx.commerce.api_key.service import ApiKeyService
from merx.framework.data import utcnow
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("api_key.revoke")
async def revoke_api_key(scope: Scope, key_id: str, revoked_by: str, seconds: int = 0) -> None:
    """After this many seconds the key opens nothing, from the next request on. Locks the key.

    Raises `ApiKeyNotFound`, `AlreadyRevoked`; an end that is still to come can be moved.
    """
    keys = scope[ApiKeyService].api_keys
    key = await keys.first(id=key_id, for_update=True)
    if key is None:
        raise ApiKeyNotFound(key_id)
    # Once the key is held: whoever waited for it sees what was done meanwhile as past.
    now = utcnow()
    if key.revoked_at is not None and key.revoked_at <= now:
        raise AlreadyRevoked
    await keys.update(key_id, revoked_at=now + timedelta(seconds=seconds), revoked_by=revoked_by)
