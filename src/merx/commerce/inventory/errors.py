"""What may go wrong with pieces."""

from decimal import Decimal

from merx.framework.errors import ErrorType, InvalidData, NotAllowed, NotFound


class InsufficientInventory(NotAllowed):
    """Fewer pieces are free than were asked for."""

    type = ErrorType.NOT_ALLOWED
    code = "insufficient_inventory"

    def __init__(self, variant_id: str, *, asked: Decimal, free: Decimal, message: str = "Some variant does not have the required inventory") -> None:
        super().__init__(message, variant_id=variant_id, asked=asked, free=free)


class NoInventoryItems(InsufficientInventory):
    """Pieces of the variant are counted, and nobody said which."""

    type = ErrorType.INVALID_DATA
    code = None

    def __init__(self, variant_id: str, *, asked: Decimal) -> None:
        message = f"Variant {variant_id} does not have any inventory items associated with it."
        super().__init__(variant_id, asked=asked, free=Decimal(0), message=message)


class NotSoldFrom(InsufficientInventory):
    """No location of the sales channel holds what the variant is made of, not even none of it."""

    type = ErrorType.INVALID_DATA
    code = None

    def __init__(self, variant_id: str, sales_channel_id: str, *, asked: Decimal) -> None:
        message = f"Sales channel {sales_channel_id} is not associated with any stock location for variant {variant_id}."
        super().__init__(variant_id, asked=asked, free=Decimal(0), message=message)


class NotEnoughStock(NotAllowed):
    """A location holds fewer free pieces than shall be reserved or taken there."""

    def __init__(self, inventory_item_id: str, location_id: str) -> None:
        super().__init__(f"Not enough stock available for item {inventory_item_id} at location {location_id}")


class NotReserved(InvalidData):
    """Pieces shall leave for a line that none, or fewer, are set aside for."""


class LocationsNotFound(NotFound):
    """There are no such locations to keep an item at."""

    def __init__(self, location_ids: list[str]) -> None:
        super().__init__(f"Stock locations with ids: {', '.join(location_ids)} was not found")


class ReservationNotFound(InvalidData):
    """There is no such reservation to change."""

    def __init__(self, reservation_id: str) -> None:
        super().__init__(f"Reservation item with id {reservation_id} not found")


class LevelNotFound(NotFound):
    """The item is not kept at this location."""

    def __init__(self, inventory_item_id: str, location_id: str) -> None:
        super().__init__(f"Inventory level for item {inventory_item_id} and location {location_id} not found")


class LevelInUse(NotAllowed):
    """A level that holds or promises pieces is not given up."""


class UnknownVariant(InvalidData):
    """There is no such variant."""

    def __init__(self, variant_ids: list[str]) -> None:
        super().__init__(f"Variants {', '.join(variant_ids)} do not exist")
