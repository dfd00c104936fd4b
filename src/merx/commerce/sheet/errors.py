"""What may go wrong with sheets."""

from collections.abc import Sequence

from merx.framework.errors import InvalidData, NotAllowed, NotFound
from merx.framework.tabular import Problem

SHOWN = 50


class SheetRefused(InvalidData):
    """A file that is not imported. The message holds what is wrong with it, a line each, by the file's lines; `SHOWN` at most."""

    def __init__(self, problems: Sequence[Problem], count: int) -> None:
        self.problems = list(problems[:SHOWN])
        self.count = count
        more = [f"and {count - len(self.problems)} more"] if count > len(self.problems) else []
        noun = "problem" if count == 1 else "problems"
        super().__init__("\n".join([f"Nothing was imported: the file has {count} {noun}.", *map(str, self.problems), *more]))


class ImportNotFound(NotFound):
    """There is no such import, or it is forgotten: it failed, was done or was never confirmed."""

    def __init__(self, transaction_id: str) -> None:
        super().__init__(f"Product import with id: {transaction_id} was not found")


class ImportConfirmed(NotAllowed):
    """An import is confirmed once."""

    def __init__(self, transaction_id: str) -> None:
        super().__init__(f"The product import {transaction_id} does not wait for a confirmation: it was confirmed before, or has ended")
