"""Who may call a route. No route starts without an audience: see `audience_of`."""

from typing import Literal, TypeAlias

import msgspec

from merx.framework.errors import Misconfigured

Via: TypeAlias = Literal["api-key", "session", "bearer"]


class Audience(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a route answers, and by which credentials they prove it.

    `actors` are actor types, `("*",)` is anyone with a login. An empty `actors` asks for no credentials at all.
    `allow_unregistered` lets in a token whose identity has no actor yet (somebody who is about to become a customer).
    """

    actors: tuple[str, ...] = ()
    required: bool = False
    via: tuple[Via, ...] = ("session", "bearer")
    allow_unregistered: bool = False
    publishable_key: bool = False


PUBLIC = Audience()
ADMIN = Audience(actors=("user",), required=True, via=("api-key", "session", "bearer"))
STORE = Audience(actors=("customer",), publishable_key=True)
CUSTOMER = Audience(actors=("customer",), required=True, publishable_key=True)
ANYONE = Audience(actors=("*",), required=True)

_NAMED = {"public": PUBLIC, "admin": ADMIN, "store": STORE, "customer": CUSTOMER, "anyone": ANYONE}
_PREFIXES = {"admin": ADMIN, "store": STORE}


def name_of(audience: Audience) -> str | None:
    """What the audience is called in `audience=`; None for one that a shop made itself."""
    return next((name for name, known in _NAMED.items() if known == audience), None)


def audience_of(path: str, declared: str | Audience | None, where: str) -> Audience:
    """The declared audience, or the one that the path's first segment implies. Raises `Misconfigured` when there is neither."""
    if isinstance(declared, Audience):
        return declared
    if declared is not None:
        if declared not in _NAMED:
            raise Misconfigured(f"{where}: there is no audience {declared!r}. Use one of {', '.join(_NAMED)}, or an Audience.")
        return _NAMED[declared]
    implied = _PREFIXES.get(path.strip("/").split("/", 1)[0])
    if implied is None:
        raise Misconfigured(
            f"{where}: the route {path} says not who may call it. Put it under /store or /admin, or declare it: audience='public', 'customer', 'admin', 'anyone'."
        )
    return implied
