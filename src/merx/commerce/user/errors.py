"""What is refused about users and invitations."""

from merx.framework.errors import InvalidData, NotAllowed, NotFound


class UserNotFound(NotFound):
    """No such user."""

    def __init__(self, user_id: str) -> None:
        super().__init__(f"User with id: {user_id} was not found", id=user_id)


class NoPassword(NotFound):
    """Nobody logs in with this address and a password."""

    def __init__(self, email: str) -> None:
        super().__init__(f'AuthIdentity with entity_id "{email}" not found', email=email)


class OwnAccount(NotAllowed):
    """Somebody else has to do it, so that a shop is never left without an administrator by mistake."""

    def __init__(self) -> None:
        super().__init__("A user cannot delete itself")


class InvalidInvite(InvalidData):
    """The token was not made by us, or for an invitation that is there no longer."""

    def __init__(self) -> None:
        super().__init__("The invite token is invalid")


class ExpiredInvite(InvalidData):
    """The invitation was good once."""

    def __init__(self) -> None:
        super().__init__("The invite has expired")


class UserExists(InvalidData):
    """Who is invited is a user already."""

    def __init__(self, email: str) -> None:
        super().__init__(f"User account for following email(s) already exist: {email}", email=email)


class AlreadyUser(InvalidData):
    """Who accepts is a user already."""

    def __init__(self) -> None:
        super().__init__("The user is already authenticated and cannot accept an invite.")
