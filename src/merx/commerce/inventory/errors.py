"""What may go wrong with pieces."""

from decimal import Decimal

from merx.framework.errors import ErrorType, InvalidData, NotAllowed, NotFound


class InsufficientInventory(NotAllowed):
    """Fewer pieces are free than were asked for."""

    type = ErrorType.NOT_ALLOWED
    code = "insufficient_inventory"

    def __init__(self, variant_id: str, *, asked: Decimal, free: Decimal) -> None:
        super().__init__("Some variant does not have the required inventory", variant_id=variant_id, asked=asked, free=free)


class NotEnoughStock(NotAllowed):
    """A location holds fewer free pieces than shall be reserved or taken there."""

    def __init__(self, inventory_item_id: str, location_id: str) -> None:
        super().__init__(f"Not enough stock available for item {inventory_item_id} at location {location_id}")


class NotReserved(InvalidData):
    """Pieces shall leave for a line that none, or fewer, are set aside for."""


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
