"""What a store cannot be."""

from collections.abc import Sequence

from merx.framework.errors import InvalidData, NotFound


class StoreNotFound(NotFound):
    """No such store."""

    def __init__(self, store_id: str) -> None:
        super().__init__(f'Store with id "{store_id}" not found', id=store_id)


class TwoDefaults(InvalidData):
    """Of the supported currencies, one at most is what is taken where nothing was chosen."""

    def __init__(self) -> None:
        super().__init__("Only one default currency is allowed")


class NoDefault(InvalidData):
    """A shop that deals in currencies has to know which one is meant when nobody says."""

    def __init__(self) -> None:
        super().__init__("There should be a default currency set for the store")


class DuplicateCodes(InvalidData):
    """The same currency or language twice."""

    def __init__(self, kind: str, codes: Sequence[str]) -> None:
        super().__init__(f"Duplicate {kind} codes: {', '.join(codes)}", codes=codes)


class UnknownCurrencies(InvalidData):
    """There are no such currencies."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(f"Currencies with codes: {', '.join(codes)} do not exist", codes=codes)


class UnknownDefault(NotFound):
    """What is to be the default of a shop does not exist."""

    def __init__(self, what: str, row_id: str) -> None:
        super().__init__(f"{what} with id: {row_id} was not found", id=row_id)
