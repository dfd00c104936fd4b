"""How a user logs in, as another user sees it."""

from merx.commerce.auth import AuthService, emailpass
from merx.commerce.auth.workflows import request_password_reset
from merx.commerce.user.errors import NoPassword, UserNotFound
from merx.commerce.user.models import User
from merx.commerce.user.service import UserService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


async def providers_of_user(scope: Scope, user_id: str) -> list[str]:
    """By which providers the user logs in. Raises `UserNotFound`."""
    await _user(scope, user_id)
    return await scope[AuthService].providers_of("user", user_id)


@workflow("user.reset_password")
async def reset_password_of_user(scope: Scope, user_id: str) -> str:
    """A token that lets the user choose a new password; also emitted, see `request_password_reset`.

    Raises `UserNotFound`, and `NoPassword` for a user whose address logs in with none.
    """
    user = await _user(scope, user_id)
    token = await request_password_reset(scope, "user", emailpass.id, user.email)
    if token is None:
        raise NoPassword(user.email)
    return token


async def _user(scope: Scope, user_id: str) -> User:
    user = await scope[UserService].users.first(id=user_id)
    if user is None:
        raise UserNotFound(user_id)
    return user
