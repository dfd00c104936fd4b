"""What lies outside the shop: a bank that forgets nothing, and a reaper. Both are told by the environment, in every process."""

import os
from pathlib import Path

BANK = "MERX_CONTRACT_BANK"
DEATH = "MERX_CONTRACT_DEATH"
TRAP = "MERX_CONTRACT_TRAP"


def tell_the_bank(what: str, key: str) -> None:
    """One thing is done once for one key, as payment providers do it."""
    line = f"{what} [{key}]\n"
    with Path(os.environ[BANK]).open("a+") as book:
        book.seek(0)
        if line not in book.readlines():
            book.write(line)


def die_at(place: str) -> None:
    """As `kill -9` does, if this is the place: nothing is closed, nothing is said."""
    if os.environ.get(DEATH) == place:
        os._exit(9)


def trap() -> Path | None:
    """The folder in which a process says that it is inside a step, and waits there until it may go; none for most."""
    return Path(os.environ[TRAP]) if TRAP in os.environ else None
