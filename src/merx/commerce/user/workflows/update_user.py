"""What is known of a user changes."""

from typing import Any

from merx.commerce.user.errors import UserNotFound
from merx.commerce.user.service import UserService
from merx.framework.errors import NotFound
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("user.update")
async def update_user(scope: Scope, user_id: str, changes: dict[str, Any]) -> None:
    """Set the given columns. Emits `user.updated`. Raises `UserNotFound`."""
    try:
        await scope[UserService].users.update(user_id, **changes)
    except NotFound as error:
        raise UserNotFound(user_id) from error
    await scope.emit("user.updated", {"id": user_id})
