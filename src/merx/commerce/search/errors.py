"""What may go wrong when something is searched."""

from collections.abc import Iterable

from merx.framework.errors import InvalidData, NotFound


class IndexNotFound(NotFound):
    """No index of this name is declared, or not for whoever asks."""

    def __init__(self, name: str, known: Iterable[str] = ()) -> None:
        among = ", ".join(known)
        super().__init__(f'No search index named "{name}"' + (f". Registered indexes: {among}" if among else ""))


class FieldsNotReturned(InvalidData):
    """Fields of an index that it does not give back."""

    def __init__(self, index: str, unknown: Iterable[str]) -> None:
        super().__init__(f'Search index "{index}" can\'t return the fields: {", ".join(unknown)}')


class FieldNotFit(InvalidData):
    """A field that the index does not have, or not for this use; says which it has."""

    def __init__(self, index: str, field: str, use: str, known: Iterable[str]) -> None:
        super().__init__(f"Search index \"{index}\" has no {use} field '{field}'. It has: {', '.join(known)}")


class NotOffered(InvalidData):
    """Something of the contract that this provider does not do."""

    def __init__(self, option: str, why: str) -> None:
        super().__init__(f"'{option}' is not offered by this shop's search: {why}")
