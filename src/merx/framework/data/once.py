"""That each row is changed once in a statement: of two changes the database keeps whichever it meets first."""

from collections import Counter
from collections.abc import Iterable

from merx.framework.errors import InvalidData


class ChangedTwice(InvalidData):
    """Two changes of the same thing in one request: no order says which of them holds."""

    def __init__(self, ids: Iterable[str]) -> None:
        super().__init__(f"Each is changed once in a request; named twice: {', '.join(sorted(ids))}")


def must_differ(keys: Iterable[str]) -> None:
    """Raises `ChangedTwice` where a key is named twice."""
    twice = [key for key, times in Counter(keys).items() if times > 1]
    if twice:
        raise ChangedTwice(twice)
