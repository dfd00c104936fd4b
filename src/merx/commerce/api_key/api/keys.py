"""What a key that came with a request stands for.

Publishable keys come with every store request: one small statement over two indexes, about 0.1 ms, and no cache, so that
a revoked key or a parted channel counts from the next request on.
"""

from typing import Final

from merx.commerce.api_key.secrets import is_token, redacted
from merx.framework.http import PublishableKey, publishable_keys, secret_keys
from merx.framework.scope import Actor, Scope

_PUBLISHABLE: Final = """
SELECT id, ARRAY(SELECT sales_channel_id FROM publishable_api_key_sales_channel WHERE publishable_key_id = api_key.id AND deleted_at IS NULL ORDER BY 1),
    NOT EXISTS (SELECT FROM sales_channel WHERE deleted_at IS NULL OFFSET 1) AS is_small_shop
FROM api_key WHERE token = $1 AND type = 'publishable' AND deleted_at IS NULL AND (revoked_at IS NULL OR revoked_at > now())"""

# What people may see of a token is indexed and leaves one candidate, rarely two; their salted hashes decide.
_CANDIDATES: Final = """
SELECT id, token, salt, last_used_at IS NULL OR last_used_at < now() - interval '1 minute' AS is_stale
FROM api_key WHERE redacted = $1 AND type = 'secret' AND deleted_at IS NULL AND (revoked_at IS NULL OR revoked_at > now())"""

_USED: Final = "UPDATE api_key SET last_used_at = now() WHERE id = $1"


@publishable_keys
async def publishable(scope: Scope, token: str) -> PublishableKey | None:
    rows = await scope.rows(_PUBLISHABLE, token)
    if not rows:
        return None
    key_id, channels, is_small_shop = rows[0]
    return PublishableKey(id=key_id, sales_channel_ids=channels, is_only_channel=is_small_shop and len(channels) == 1)


@secret_keys
async def secret(scope: Scope, token: str) -> Actor | None:
    """Keeps when the key was last used, to the minute."""
    for key in await scope.rows(_CANDIDATES, redacted(token)):
        if is_token(token, key["token"], key["salt"]):
            if key["is_stale"]:
                await scope.rows(_USED, key["id"])
            return Actor(type="api-key", id=key["id"])
    return None
