"""Another title for a key."""

from merx.commerce.api_key.errors import ApiKeyNotFound
from merx.commerce.api_key.service import ApiKeyService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("api_key.update")
async def update_api_key(scope: Scope, key_id: str, title: str) -> None:
    """Raises `ApiKeyNotFound`."""
    if not await scope[ApiKeyService].api_keys.update_where({"id": key_id, "deleted_at": None}, title=title):
        raise ApiKeyNotFound(key_id)
