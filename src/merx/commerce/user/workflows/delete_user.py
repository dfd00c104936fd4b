"""A user leaves."""

from merx.commerce.auth.workflows import forget_actor
from merx.commerce.user.errors import OwnAccount
from merx.commerce.user.service import UserService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("user.delete")
async def delete_user(scope: Scope, user_id: str) -> None:
    """Put the user out of sight; their login is no user's any longer and their sessions end. Safe to repeat.

    Emits `user.deleted` if there was one. Raises `OwnAccount` for the one who asks.
    """
    if scope.actor.type == "user" and scope.actor.id == user_id:
        raise OwnAccount
    gone = await scope[UserService].users.soft_delete(user_id)
    await forget_actor(scope, "user", user_id)
    if gone:
        await scope.emit("user.deleted", {"id": user_id})
