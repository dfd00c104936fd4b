"""What is refused about sales channels."""

from merx.framework.errors import InvalidData, NotFound


class SalesChannelNotFound(NotFound):
    """No such channel."""

    def __init__(self, channel_id: str) -> None:
        super().__init__(f'Sales channel with id "{channel_id}" not found', id=channel_id)


class IsDefault(InvalidData):
    """The shop sells there unless something else is said: choose another default first."""

    def __init__(self, channel_id: str) -> None:
        super().__init__(f"Cannot delete default sales channels: {channel_id}", id=channel_id)
