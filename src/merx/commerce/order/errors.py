"""What may go wrong with an order."""

from merx.framework.errors import InvalidData, NotAllowed, NotFound


class OrderNotFound(NotFound):
    """There is no such order."""

    def __init__(self, order_id: str) -> None:
        super().__init__(f"Order with id: {order_id} was not found")


class OrderCanceled(InvalidData):
    """The order was canceled; nothing more happens to it."""

    def __init__(self, order_id: str) -> None:
        super().__init__(f"Order with id {order_id} has been canceled.")


class ReturnReasonNotFound(NotFound):
    """There is no such reason to change, or to put another one below."""

    def __init__(self, reason_id: str) -> None:
        super().__init__(f"Return reason with id: {reason_id} was not found")


class ItemNotOnOrder(InvalidData):
    """The line is not one of the order's."""

    def __init__(self, item_ids: list[str]) -> None:
        super().__init__(f"Items with ids {', '.join(item_ids)} does not exist in order")


class TooManyPieces(InvalidData):
    """More pieces than the line has left for this step."""

    def __init__(self, item_id: str, *, asked: object, left: object) -> None:
        super().__init__(f"Quantity {asked} of item {item_id} is more than the {left} that are left", item_id=item_id, asked=asked, left=left)


class WrongProfile(InvalidData):
    """No way of sending that was chosen is for goods of this kind; name the shipping option to send them all the same."""

    def __init__(self, profile_id: str | None, item_id: str) -> None:
        super().__init__(f"Shipping profile {profile_id} does not match the shipping profile of the order item {item_id}", item_id=item_id)


class WrongStage(NotAllowed):
    """The parcel is already further than this step."""
