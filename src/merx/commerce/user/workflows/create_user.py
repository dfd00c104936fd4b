"""A new user; how they log in is another use case."""

from merx.commerce.auth.workflows import create_login
from merx.commerce.user.models import User
from merx.commerce.user.service import UserService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("user.create")
async def create_user(scope: Scope, email: str, *, first_name: str | None = None, last_name: str | None = None, password: str | None = None) -> User:
    """Make a user, with a login if there is a `password`. Emits `user.created`.

    Raises the database's refusal if the address is a user's already, and what `create_login` raises.
    """
    user = await scope[UserService].users.create(User(email=email.strip().lower(), first_name=first_name, last_name=last_name))
    if password is not None:
        await create_login(scope, "user", user.email, password, user.id)
    await scope.emit("user.created", {"id": user.id})
    return user
