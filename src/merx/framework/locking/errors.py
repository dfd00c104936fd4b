"""Why somebody does not have the lock."""

from collections.abc import Sequence

from merx.framework.errors import Conflict


class LockTimeout(Conflict):
    """Somebody else held one of the names all the time. What was asked for may succeed later."""

    code = "locking.timeout"

    def __init__(self, keys: Sequence[str], seconds: float) -> None:
        names = ", ".join(f"'{key}'" for key in keys)
        super().__init__(f"{names}: held by another for the {seconds:g} s that were waited. Try again later.", keys=list(keys), timeout=seconds)


class LockLost(Conflict):
    """The lock's connection broke while its holder worked, so another may have worked beside him."""

    code = "locking.lost"

    def __init__(self, keys: Sequence[str]) -> None:
        names = ", ".join(f"'{key}'" for key in keys)
        super().__init__(f"{names}: the connection that held the lock broke. What was done under it may have met others.", keys=list(keys))
