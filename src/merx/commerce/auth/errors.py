"""What may go wrong with a proof of who someone is. The words tell nobody which part was wrong."""

from merx.framework.errors import NotAllowed, Unauthorized


class BadCredentials(Unauthorized):
    """Nobody has this name and this password. The same words whichever of the two is wrong."""

    def __init__(self) -> None:
        super().__init__("Invalid email or password")


class IdentityExists(Unauthorized):
    """Somebody registered with this e-mail address before."""

    def __init__(self) -> None:
        super().__init__("Identity with email already exists")


class InvalidToken(Unauthorized):
    """The token was not made for this, was used before, or has run out."""

    def __init__(self) -> None:
        super().__init__("Invalid token")


class ProviderNotAllowed(NotAllowed):
    """This kind of actor does not log in this way."""

    def __init__(self, actor_type: str, provider: str) -> None:
        super().__init__(f"The actor type {actor_type} is not allowed to use the auth provider {provider}", actor_type=actor_type, provider=provider)
