"""Users who are gone: their tokens, good for a day, open nothing from the next request on."""

from typing import Final

from merx.framework.http import departed
from merx.framework.scope import Scope

_GONE: Final = 'SELECT 1 FROM "user" WHERE id = $1 AND deleted_at IS NOT NULL'


@departed("user")
async def is_gone(scope: Scope, user_id: str) -> bool:
    """Users only ever go out of sight, so that what they did still has a name: one look at the primary key."""
    return await scope.value(_GONE, user_id) is not None
