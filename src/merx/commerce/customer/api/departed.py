"""Customers who are gone: their tokens, good for a day, open nothing from the next request on."""

from typing import Final

from merx.framework.http import departed
from merx.framework.scope import Scope

_GONE: Final = "SELECT 1 FROM customer WHERE id = $1 AND deleted_at IS NOT NULL"


@departed("customer")
async def is_gone(scope: Scope, customer_id: str) -> bool:
    """Customers only ever go out of sight: one look at the primary key, and none where shoppers need not be signed in."""
    return await scope.value(_GONE, customer_id) is not None
