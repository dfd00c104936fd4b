"""How many rows fit a list, remembered for a moment where there are very many: counting them costs what their number does.

A list of up to `LARGE` rows is counted anew with each request, exactly. Of a larger one the number may be `SECONDS` old; it is
this process's own, so two processes may tell numbers of different ages.
"""

import time
from collections import OrderedDict
from typing import Any, Final

LARGE: Final = 10_000
SECONDS: Final = 10.0
KEPT: Final = 512
_LONGEST_KEY: Final = 4096
_COUNT: Final = b'"count":'
_TAIL: Final = 120
"""The count stands among the last bytes of a page, before offset and limit."""


class LargeCounts:
    """Of one app, by the statement's text and the values that decide which rows fit."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], tuple[int, float]] = OrderedDict()

    def __bool__(self) -> bool:
        return bool(self._known)

    def recall(self, sql: str, values: Any) -> int | None:
        """The number, if it was counted a moment ago."""
        found = self._known.get((sql, repr(values)))
        return found[0] if found is not None and found[1] > time.monotonic() else None

    def note(self, sql: str, values: Any, page: bytes) -> None:
        """Keep the number that the page tells, if it is a large one."""
        at = page.rfind(_COUNT, max(0, len(page) - _TAIL))
        told = page[at + len(_COUNT) : page.find(b",", at)] if at >= 0 else b""
        if not told.isdigit() or int(told) < LARGE or len(key := repr(values)) > _LONGEST_KEY:
            return
        self._known[sql, key] = (int(told), time.monotonic() + SECONDS)
        self._known.move_to_end((sql, key))
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
