"""How often somebody may ask. Counted in PostgreSQL, so that it holds over all processes; routes without a limit count nothing.

A limit of ten a minute lets ten pass at once, then one every six seconds: what is kept is one time a caller, when he
will have nothing outstanding, and no windows that let twenty pass around their edge.
"""

import hashlib
import math
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address
from typing import Literal, TypeAlias

import msgspec

from merx.framework.errors import Misconfigured
from merx.framework.http.answer import Answer
from merx.framework.http.errors import TooManyRequests
from merx.framework.http.middleware import Around, Incoming, Proceed, is_under
from merx.framework.http.rates import Rate
from merx.framework.http.routes import Method, Route
from merx.framework.http.scopes import HttpScope
from merx.framework.scope import Scope

By: TypeAlias = Literal["client", "actor"]

# Whoever asks takes out the refuse: no job is needed for that.
_SPEND = """
WITH old AS (
    DELETE FROM http_rate WHERE key IN (SELECT key FROM http_rate WHERE free_at < clock_timestamp() AND key <> $1 LIMIT 10 FOR UPDATE SKIP LOCKED)
)
INSERT INTO http_rate AS kept (key, free_at) VALUES ($1, clock_timestamp() + make_interval(secs => $2))
ON CONFLICT (key) DO UPDATE SET free_at = greatest(kept.free_at, clock_timestamp()) + make_interval(secs => $2)
WHERE kept.free_at <= clock_timestamp() + make_interval(secs => $3)
RETURNING 1"""
_WAIT = "SELECT extract(epoch FROM free_at - clock_timestamp())::float8 - $2 FROM http_rate WHERE key = $1"


class RateLimit(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """Made by `rate_limit`."""

    prefix: str
    rate: Rate | None
    methods: frozenset[str]
    by: By

    def covers(self, route: Route) -> bool:
        return (not self.methods or route.method in self.methods) and is_under(route.path, self.prefix)


def rate_limit(prefix: str, rate: Rate | None, *, methods: Iterable[Method] = (), by: By = "client") -> RateLimit:
    """Declare, in an `api` folder, how often one client (or actor) may ask for the routes under `prefix`, all together.

    A later package's limit of the same prefix and methods replaces an earlier one's; `None` lifts it. What passes costs
    one small statement; what is refused answers 429 with `Retry-After`.
    """
    return RateLimit(prefix=prefix, rate=rate, methods=frozenset(methods), by=by)


class Limits:
    """All rate limits of an app."""

    def __init__(self, found: Iterable[RateLimit]) -> None:
        self._found = {(each.prefix, each.methods): each for each in found}

    def check(self, routes: Iterable[Route]) -> None:
        """Raises `Misconfigured` for a limit on nothing."""
        paths = list(routes)
        for each in self._found.values():
            if not any(each.covers(route) for route in paths):
                raise Misconfigured(f"rate_limit({each.prefix!r}): no route is under it. Write the path as the routes declare it; `merx routes` lists them.")

    def of(self, route: Route) -> list[Around]:
        """What counts the requests to this route."""
        own = [] if route.rate is None else [_counting(f"{route.method} {route.path}", route.rate, "client")]
        shared = [
            _counting(f"{'|'.join(sorted(each.methods))} {each.prefix}*", each.rate, each.by)
            for each in self._found.values()
            if each.covers(route) and each.rate
        ]
        return [*own, *shared]


def _counting(name: str, rate: Rate, by: By) -> Around:
    async def count(scope: HttpScope, request: Incoming, proceed: Proceed) -> Answer:
        del request
        who = scope.actor.id if by == "actor" else None
        await spend(scope, rate, name, f"{scope.actor.type} {who}" if who else client_of(scope))
        return await proceed()

    return count


async def spend(scope: Scope, rate: Rate, *key: str) -> None:
    """Count one more of what `key` names, such as `("login", client, email)`. Raises `TooManyRequests` beyond `rate`.

    One statement, in the open transaction if there is one: then it counts only if that commits, and others with the same
    key wait for it. The key is kept as a hash.
    """
    kept = hashlib.sha256("\0".join(key).encode("utf-8", "surrogatepass")).hexdigest()
    slack = rate.per - rate.pause
    if await scope.value(_SPEND, kept, rate.pause, slack) is None:
        # In between the row may have gone, with the wait over.
        wait: float = await scope.value(_WAIT, kept, slack) or 0
        raise TooManyRequests(max(1, math.ceil(wait)))


def client_of(scope: HttpScope) -> str:
    """Whose connection it is: the address, of IPv6 the network of one household. Behind a proxy, what that says if it is trusted.

    (uvicorn trusts proxies on this machine, and those in the environment variable FORWARDED_ALLOW_IPS.)
    """
    host = scope.peer[0] if scope.peer else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))
