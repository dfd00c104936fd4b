"""What may go wrong with prices."""

from merx.framework.errors import InvalidData


class PriceSetNotFound(InvalidData):
    """There is no such price set."""

    def __init__(self, price_set_id: str) -> None:
        super().__init__(f"Price set with id: {price_set_id} not found")


class MissingPriceContext(InvalidData):
    """A price was asked for without saying in which currency."""

    def __init__(self, missing: str = "region_id") -> None:
        super().__init__(f"Missing required pricing context to calculate prices - {missing}")


class RuleNeedsNumber(InvalidData):
    """A rule that says more or less compares to something that is no number."""

    def __init__(self) -> None:
        super().__init__("value should be a number")
