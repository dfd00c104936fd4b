"""Cross-origin requests: lists of origins, by the path's first segment; credentials allowed, but for `*`."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit

from merx.framework.config import Http

HeaderList = list[tuple[bytes, bytes]]

_METHODS: Final = b"GET,HEAD,PUT,PATCH,POST,DELETE"
_EXPOSED: Final = b"x-request-id"
VARY: Final = (b"vary", b"Origin")


def allows(origins: Iterable[str]) -> Callable[[str], bool]:
    """Whether an origin is named in the list; an entry between slashes is a regular expression."""
    entries = [entry.strip() for entry in origins]
    exact = {entry.rstrip("/") for entry in entries}
    patterns = [re.compile(entry[1:-1]) for entry in entries if len(entry) > 2 and entry[0] == entry[-1] == "/"]  # noqa: PLR2004 - two slashes and something in between
    return lambda origin: origin in exact or any(pattern.search(origin) for pattern in patterns)


class Cors:
    """Which headers an answer to another origin needs."""

    def __init__(self, http: Http, more: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """`more` are the origins for other first segments: those of the project's own actor types."""
        lists = {"store": http.store_cors, "admin": http.admin_cors, "auth": http.auth_cors, **(more or {})}
        self._rules = {prefix: allows(origins) for prefix, origins in lists.items()}
        self._open = {prefix for prefix, origins in lists.items() if "*" in [each.strip() for each in origins]}

    def headers(self, path: str, origin: bytes) -> HeaderList:
        """For a path under one of the prefixes; empty elsewhere. Without the allowing header, the browser refuses."""
        prefix = path[1:].split("/", 1)[0]
        if prefix not in self._rules:
            return []
        if not self._is_named(path, origin):
            # Everyone may read, and nobody with somebody else's cookie: browsers send none for an answer to "*".
            return [VARY, (b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", _EXPOSED)] if prefix in self._open else [VARY]
        return [
            VARY,
            (b"access-control-allow-origin", origin),
            (b"access-control-allow-credentials", b"true"),
            (b"access-control-expose-headers", _EXPOSED),
        ]

    def trusts(self, path: str, origin: bytes, headers: Mapping[bytes, bytes]) -> bool:
        """Whether a cookie that came along was meant: the page is our own, or of an origin that the list names.

        Browsers send cookies with whatever a foreign page makes them post; where the page is from, it cannot make up.
        """
        if headers.get(b"sec-fetch-site") == b"same-origin" or self._is_named(path, origin):
            return True
        return urlsplit(origin.decode("latin-1")).netloc == headers.get(b"host", b"").decode("latin-1") != ""

    def _is_named(self, path: str, origin: bytes) -> bool:
        rule = self._rules.get(path[1:].split("/", 1)[0])
        return rule is not None and rule(origin.decode("latin-1"))

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
