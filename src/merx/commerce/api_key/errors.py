"""What is refused about keys."""

from collections.abc import Sequence

from merx.framework.errors import InvalidData, NotAllowed, NotFound


class ApiKeyNotFound(NotFound):
    """No such key."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"API Key with id: {key_id} was not found", id=key_id)


class NotRevoked(NotAllowed):
    """A key that still opens something is not deleted by accident: revoke it first."""

    def __init__(self, key_ids: Sequence[str]) -> None:
        super().__init__(f"Cannot delete api keys that are not revoked - {', '.join(key_ids)}", ids=key_ids)


class AlreadyRevoked(InvalidData):
    """The key opens nothing any longer."""

    def __init__(self) -> None:
        super().__init__("There are 1 secret keys that are already revoked.")


class NotPublishable(InvalidData):
    """Only storefronts' keys speak for sales channels."""

    def __init__(self) -> None:
        super().__init__("Sales channels can only be associated with publishable API keys")


class UnknownSalesChannels(InvalidData):
    """Some of the channels do not exist."""

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__(f"Sales channels with IDs {', '.join(ids)} do not exist", ids=ids)
