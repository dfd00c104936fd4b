"""`@get`, `@post`, `@delete`: a function that answers requests. It is found in a room's `api` folder, nothing registers it."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal, TypeAlias, TypeVar

import msgspec

from merx.framework.http.audience import Audience, audience_of
from merx.framework.http.rates import Rate

Method: TypeAlias = Literal["GET", "POST", "DELETE", "PUT", "PATCH"]
Handler: TypeAlias = Callable[..., Awaitable[Any]]
H = TypeVar("H", bound=Handler)

KILOBYTE = 1000
DEFAULT_BODY_LIMIT = 100 * KILOBYTE
BATCH_BODY_LIMIT = 2000 * KILOBYTE


class Route(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """A method and path with its handler. Made by the decorators below; calling it calls the handler."""

    method: Method
    path: str
    handler: Handler
    audience: Audience
    status: int
    body_limit: int
    transaction: bool
    secret: bool
    summary: str
    hidden: bool
    rate: Rate | None = None

    async def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return await self.handler(*args, **kwargs)

    @property
    def where(self) -> str:
        return f"{self.handler.__module__}.{self.handler.__qualname__}"


def _route(method: Method, path: str, options: dict[str, Any]) -> Callable[[Handler], Route]:
    declared: str | Audience | None = options.pop("audience")

    def declare(handler: Handler) -> Route:
        where = f"{handler.__module__}.{handler.__qualname__}"
        summary = (handler.__doc__ or handler.__name__.replace("_", " ")).strip().split("\n")[0]
        audience = audience_of(path, declared, where)
        return Route(method=method, path=path, handler=handler, audience=audience, summary=summary, **options)

    return declare


def get(path: str, *, audience: str | Audience | None = None, status: int = 200, hidden: bool = False, rate: Rate | None = None) -> Callable[[Handler], Route]:
    """Answer GET (and HEAD) at `path`; `{name}` in it is an argument of the handler.

    `hidden` keeps it out of the docs. `rate` is how often one client may ask, see `post`.
    """
    options: dict[str, Any] = {"audience": audience, "status": status, "hidden": hidden, "rate": rate}
    return _route("GET", path, {**options, "body_limit": 0, "transaction": False, "secret": False})


def _writing(method: Method) -> Callable[..., Callable[[Handler], Route]]:
    def decorator(
        path: str,
        *,
        audience: str | Audience | None = None,
        status: int = 200,
        body_limit: int = DEFAULT_BODY_LIMIT,
        transaction: bool = True,
        secret: bool = False,
        hidden: bool = False,
        rate: Rate | None = None,
    ) -> Callable[[Handler], Route]:
        """Answer this method at `path`.

        `body_limit` is in bytes. `transaction=False` says that the handler runs a durable workflow or calls the outside
        world: a request with an `Idempotency-Key` is then not wrapped in one transaction, see `idempotency`. `secret` says
        that the request or its answer holds a password, token or key: neither is ever kept, so an `Idempotency-Key` counts for nothing.
        `rate` is how often one client may ask: beyond it he gets 429; counted in the database, over all processes.
        """
        return _route(
            method,
            path,
            {
                "audience": audience,
                "status": status,
                "body_limit": body_limit,
                "transaction": transaction,
                "secret": secret,
                "hidden": hidden,
                "rate": rate,
            },
        )

    return decorator


post = _writing("POST")
delete = _writing("DELETE")
put = _writing("PUT")
patch = _writing("PATCH")
