"""A key goes, and with it what joined it to channels."""

from merx.commerce.api_key.errors import NotRevoked
from merx.commerce.api_key.links import publishable_key_sales_channels
from merx.commerce.api_key.service import ApiKeyService
from merx.framework.data import utcnow
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("api_key.delete")
async def delete_api_key(scope: Scope, key_id: str) -> None:
    """Remove a revoked key. Safe to repeat, also for keys that never were. Raises `NotRevoked`."""
    keys = scope[ApiKeyService].api_keys
    key = await keys.first(id=key_id, for_update=True)
    if key is None:
        return
    if key.revoked_at is None or key.revoked_at > utcnow():
        raise NotRevoked([key_id])
    await publishable_key_sales_channels.dismiss(scope, left=key_id)
    await keys.soft_delete(key_id)
