"""What is refused about stock locations."""

from merx.framework.errors import NotFound


class StockLocationNotFound(NotFound):
    """No such location."""

    def __init__(self, location_id: str) -> None:
        super().__init__(f"Stock location with id: {location_id} was not found", id=location_id)


class NotThere(NotFound):
    """What is to be joined to the location does not exist."""

    def __init__(self, what: str, row_id: str) -> None:
        super().__init__(f"{what} with id: {row_id} was not found", id=row_id)
