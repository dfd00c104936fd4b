"""`@middleware`: what a project does around the requests to some of the routes.

    @middleware("/store/carts", methods=("POST",))
    async def closed_on_sundays(scope: HttpScope, request: Incoming, proceed: Proceed) -> Answer:
        if utcnow().isoweekday() == SUNDAY:
            raise NotAllowed("We are closed today")
        return await proceed()

It is found in an `api` folder. Which routes it is around is decided when the app starts: the others pay nothing for it.
"""

import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from merx.framework.errors import Misconfigured
from merx.framework.http.answer import Answer
from merx.framework.http.credentials import Doorkeeper
from merx.framework.http.endpoint import Serve, shape_of
from merx.framework.http.routes import Method, Route
from merx.framework.http.scopes import HttpScope

if TYPE_CHECKING:
    from merx.framework.app import App


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """A request, as far as it is read: its body waits for the route. `route` is the path as declared, `/store/carts/{id}`."""

    method: str
    path: str
    route: str
    path_parameters: Mapping[str, str]
    query: bytes
    headers: Mapping[bytes, bytes]

    def header(self, name: str) -> str | None:
        """The header of this name, whatever its case; the last if it came twice."""
        value = self.headers.get(name.lower().encode())
        return None if value is None else value.decode("latin-1")


Proceed: TypeAlias = Callable[[], Awaitable[Answer]]
"""Goes on to the next middleware, or the route. Its answer's `headers` may be added to: `answer.headers += ((b"x-a", b"1"),)`."""

Around: TypeAlias = Callable[[HttpScope, Incoming, Proceed], Awaitable[Answer]]

TAKEN = 3


class Middleware(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """Made by `@middleware`."""

    prefix: str
    methods: frozenset[str]
    order: int
    function: Around

    @property
    def where(self) -> str:
        return f"{self.function.__module__}.{self.function.__qualname__}"

    def covers(self, route: Route) -> bool:
        return (not self.methods or route.method in self.methods) and is_under(route.path, self.prefix)


def middleware(prefix: str, *, methods: Iterable[Method] = (), order: int = 0) -> Callable[[Around], Middleware]:
    """Call the function around each request to a route under `prefix`, with one of `methods` (all, if none is named).

    `prefix` is whole segments of declared paths: `/store/carts` is `/store/carts/{id}` too, and not `/store/carts-old`; a
    `{name}` stands for any parameter. The caller's credentials are checked before, parameters and body are read after. It
    may answer itself, raise a refusal, or `proceed()` and look at the answer. Those of a lower `order` are further
    outside; of the same order, those found first. A GET's are called for HEAD too. Raises `Misconfigured`.
    """

    def declare(function: Around) -> Middleware:
        made = Middleware(prefix=prefix, methods=frozenset(methods), order=order, function=function)
        _check(made)
        return made

    return declare


def _check(made: Middleware) -> None:
    if not inspect.iscoroutinefunction(made.function) or len(inspect.signature(made.function).parameters) != TAKEN:
        raise Misconfigured(f"{made.where}: middleware is an `async def {made.function.__name__}(scope, request, proceed)`. Write it with these three.")
    if not made.prefix.startswith("/"):
        raise Misconfigured(f"{made.where}: a path begins with a slash, unlike {made.prefix!r}.")


def is_under(path: str, prefix: str) -> bool:
    """Whether the declared `path` begins with the segments of `prefix`."""
    parts, wanted = _segments(path), _segments(prefix)
    return parts[: len(wanted)] == wanted


def _segments(path: str) -> list[str]:
    return ["{}" if part.startswith("{") else part for part in path.split("/") if part]


class Surroundings:
    """All middleware of an app, laid around its routes."""

    def __init__(self, app: "App", doorkeeper: Doorkeeper, found: Sequence[Middleware]) -> None:
        self._app = app
        self._doorkeeper = doorkeeper
        self._found = sorted(found, key=lambda each: each.order)

    def check(self, routes: Sequence[Route]) -> None:
        """Raises `Misconfigured` for middleware around nothing: it would guard nothing, and nobody would notice."""
        for each in self._found:
            if not any(each.covers(route) for route in routes):
                methods = f"{' or '.join(sorted(each.methods))} " if each.methods else ""
                raise Misconfigured(
                    f"{each.where}: no route is {methods}under {each.prefix!r}, so this is never called. "
                    "Write the path as the routes declare it (`merx routes` lists them), without a pattern at its end."
                )

    def around(self, route: Route, serve: Serve, more: Sequence[Around] = ()) -> Serve:
        """`serve`, inside of what covers the route, and of `more`, which comes first."""
        functions = [*more, *(each.function for each in self._found if each.covers(route))]
        return self._wrapped(route, serve, functions) if functions else serve

    def _wrapped(self, route: Route, serve: Serve, functions: Sequence[Around]) -> Serve:
        scope_type = shape_of(route).scope_type

        async def surrounded(asgi: dict[str, Any], receive: Any, send: Any, headers: Mapping[bytes, bytes]) -> Any:
            state: dict[str, Any] = asgi["state"]
            scope = scope_type(self._app, trace=state["request_id"])
            scope.peer = asgi.get("client")
            await self._doorkeeper.admit(scope, route.audience, headers)
            state["actor"] = scope.actor.type
            request = Incoming(
                method=asgi["method"],
                path=asgi["path"],
                route=route.path,
                path_parameters=asgi["path_params"],
                query=asgi["query_string"],
                headers=headers,
            )

            async def proceed(inner: int = 0) -> Any:
                if inner == len(functions):
                    return await serve(asgi, receive, send, headers, scope)
                return await functions[inner](scope, request, lambda: proceed(inner + 1))

            return await proceed()

        return surrounded
