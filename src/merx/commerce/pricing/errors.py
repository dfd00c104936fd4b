"""What may go wrong with prices."""

from collections.abc import Iterable

from merx.framework.errors import InvalidData, NotFound


class PriceSetNotFound(InvalidData):
    """There is no such price set."""

    def __init__(self, price_set_id: str) -> None:
        super().__init__(f"Price set with id: {price_set_id} not found")


class PriceWithout(InvalidData):
    """A new price that lacks what every price has; `price_id` is the id it was given, which no price of its set has."""

    def __init__(self, price_id: str, field: str) -> None:
        super().__init__(f"Price with id: {price_id} is not a price of this variant, so it is a new one: field '{field}' is required", price_id=price_id)


class MissingPriceContext(InvalidData):
    """A price was asked for without saying in which currency."""

    def __init__(self, missing: str = "region_id") -> None:
        super().__init__(f"Missing required pricing context to calculate prices - {missing}")


class RuleNeedsNumber(InvalidData):
    """A rule that says more or less compares to something that is no number."""

    def __init__(self) -> None:
        super().__init__("value should be a number")


class PriceListNotFound(NotFound):
    """There is no such price list."""

    def __init__(self, price_list_id: str) -> None:
        super().__init__(f"Price list with id: {price_list_id} was not found")


class PriceNotOnList(NotFound):
    """Prices are to change that do not stand on this price list."""

    def __init__(self, price_list_id: str, price_ids: Iterable[str]) -> None:
        super().__init__(f"Prices with id: {', '.join(price_ids)} were not found on price list {price_list_id}")


class VariantsWithoutPriceSet(InvalidData):
    """A price list cannot price what is not there, or has never had a price set."""

    def __init__(self, variant_ids: Iterable[str]) -> None:
        super().__init__(f"No price set exist for variants: {', '.join(variant_ids)}")
