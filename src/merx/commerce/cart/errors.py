"""What may go wrong with a cart."""

from merx.framework.errors import InvalidData, NotAllowed, NotFound


class CartNotFound(NotFound):
    """There is no such cart."""

    def __init__(self, cart_id: str) -> None:
        super().__init__(f"Cart with id '{cart_id}' not found")


class CartCompleted(NotAllowed):
    """The cart became an order; nothing about it changes any more."""

    def __init__(self, cart_id: str) -> None:
        super().__init__(f"Cart {cart_id} is already completed.")


class VariantUnavailable(InvalidData):
    """A variant does not exist, is not published, or is not sold in the cart's sales channel, where that is not the shop's only one."""

    def __init__(self, variant_ids: list[str]) -> None:
        super().__init__(f"Variants {', '.join(variant_ids)} do not exist or belong to a product that is not published")


class VariantWithoutPrice(InvalidData):
    """A variant has no price in the cart's currency and region."""

    def __init__(self, variant_ids: list[str]) -> None:
        super().__init__(f"Variants with IDs {', '.join(variant_ids)} do not have a price")


class TooManyPieces(InvalidData):
    """A line would grow beyond what a line can hold."""

    def __init__(self, variant_id: str | None, most: int) -> None:
        super().__init__(f"Invalid request: Value for field 'quantity' of variant {variant_id} too big, expected at most: '{most}'")


class LineItemNotFound(NotFound):
    """The line does not stand in this cart."""

    def __init__(self, line_id: str, cart_id: str) -> None:
        super().__init__(f"Line item with id {line_id} does not exist on cart with id {cart_id}")


class NotReadyToComplete(InvalidData):
    """Something that an order needs is missing from the cart."""
