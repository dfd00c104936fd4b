"""Cross-origin requests: three lists of origins, by the path's first segment; credentials allowed."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from merx.framework.config import Http

HeaderList = list[tuple[bytes, bytes]]

_METHODS: Final = b"GET,HEAD,PUT,PATCH,POST,DELETE"
_EXPOSED: Final = b"x-request-id"
VARY: Final = (b"vary", b"Origin")


def allows(origins: Iterable[str]) -> Callable[[str], bool]:
    """Whether an origin is in the list. An entry between slashes is a regular expression, `*` lets everyone in."""
    entries = [entry.strip() for entry in origins]
    exact = {entry.rstrip("/") for entry in entries}
    patterns = [re.compile(entry[1:-1]) for entry in entries if len(entry) > 2 and entry[0] == entry[-1] == "/"]  # noqa: PLR2004 - two slashes and something in between
    return lambda origin: "*" in exact or origin in exact or any(pattern.search(origin) for pattern in patterns)


class Cors:
    """Which headers an answer to another origin needs."""

    def __init__(self, http: Http) -> None:
        self._rules = {"store": allows(http.store_cors), "admin": allows(http.admin_cors), "auth": allows(http.auth_cors)}

    def headers(self, path: str, origin: bytes) -> HeaderList:
        """For a path under one of the prefixes; empty elsewhere. Without the allowing header, the browser refuses."""
        rule = self._rules.get(path[1:].split("/", 1)[0])
        if rule is None:
            return []
        if not rule(origin.decode("latin-1")):
            return [VARY]
        return [
            VARY,
            (b"access-control-allow-origin", origin),
            (b"access-control-allow-credentials", b"true"),
            (b"access-control-expose-headers", _EXPOSED),
        ]

    def preflight(self, path: str, origin: bytes, wanted: bytes | None) -> HeaderList | None:
        """What to answer the browser that asks first, with 204; None for paths without a rule."""
        headers = self.headers(path, origin)
        if not headers:
            return None
        if len(headers) > 1:
            headers += [(b"access-control-allow-methods", _METHODS), (b"access-control-max-age", b"600")]
            if wanted is not None:
                headers.append((b"access-control-allow-headers", wanted))
        return headers
