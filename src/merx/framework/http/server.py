"""The ASGI application: Litestar matches paths, our endpoints serve them.

What every request passes, in this order: request id, CORS, routing, credentials, parameters, body, handler, answer, log.
"""

import re
import time
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from litestar import Litestar, Request
from litestar.exceptions import HTTPException, MethodNotAllowedException, NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.response import Response
from litestar.types import Receive, Scope, Send

from merx.framework.errors import Misconfigured
from merx.framework.http import logs, system
from merx.framework.http.actors import actor_types, check_audiences
from merx.framework.http.additional_data import AdditionalData, Extras
from merx.framework.http.answer import HTML, Answer
from merx.framework.http.body import Disconnected, TooLarge
from merx.framework.http.cors import Cors, HeaderList
from merx.framework.http.credentials import Doorkeeper
from merx.framework.http.endpoint import Serve, endpoint, shape_of
from merx.framework.http.errors import answer_error, bug, cannot, plain
from merx.framework.http.limits import Limits, RateLimit
from merx.framework.http.middleware import Middleware, Surroundings
from merx.framework.http.openapi import Document
from merx.framework.http.routes import Route
from merx.framework.http.streams import BEGUN

if TYPE_CHECKING:
    from merx.framework.app import App

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._\-]{1,64}")
_SERVER_ERROR = 500


def create_app(app: "App", *, routes: Iterable[Route] = (), mounts: Sequence[Any] = (), access_log: bool = True) -> "Shop":
    """The HTTP application of `app`: the routes found in its `api` folders, `routes`, health, readiness and docs.

    Of two routes for the same method and path the later one counts, so a shop overrides what a package before it brought.
    `mounts` are Litestar route handlers (another ASGI app with `@asgi(path, is_mount=True)`), which guard themselves.
    Raises `Misconfigured` for routes that cannot be served.
    """
    if not app.config.jwt_secret or not app.config.cookie_secret:
        raise Misconfigured(
            "jwt_secret or cookie_secret is empty, so anyone could sign in as anyone: pass the config through load_config(), which fills them in."
        )
    found = resolve([*app.found("api", Route), *routes])
    extras = Extras(app.found("api", AdditionalData), found, lambda route: shape_of(route).data)
    document = Document(found, extras)
    every = resolve([*system.routes(app, document), *found])
    doorkeeper = Doorkeeper(app)
    surroundings, limits = Surroundings(app, doorkeeper, app.found("api", Middleware)), Limits(app.found("api", RateLimit))
    surroundings.check(every)
    limits.check(every)
    check_audiences(every, actor_types(app))
    by_path: dict[str, dict[str, Serve]] = {}
    for route in every:
        by_path.setdefault(route.path, {})[route.method] = surroundings.around(route, endpoint(app, route, doorkeeper, extras), limits.of(route))
    handlers = [_at_path(path, methods) for path, methods in by_path.items()]
    return Shop(app, [*handlers, *mounts], access_log=access_log)


def resolve(routes: Iterable[Route]) -> list[Route]:
    """One route for each method and path, the last one declared."""
    chosen: dict[tuple[str, str], Route] = {}
    for route in routes:
        if not route.path.startswith("/") or (route.path != "/" and route.path.endswith("/")):
            raise Misconfigured(f"{route.where}: a path starts with a slash and ends without one, unlike {route.path!r}")
        # /things/{id} and /things/{key} are the same path.
        chosen[(route.method, re.sub(r"\{\w+\}", "{}", route.path))] = route
    return list(chosen.values())


class Shop(Litestar):
    """Litestar, with what every request passes around it."""

    def __init__(self, app: "App", handlers: Sequence[Any], *, access_log: bool) -> None:
        @asynccontextmanager
        async def opened(_: Litestar) -> AsyncGenerator[None]:
            if app.database.is_open:
                yield
            else:
                async with app:
                    yield

        super().__init__(  # pyright: ignore[reportUnknownMemberType] - Litestar leaves generics open
            handlers,
            lifespan=[opened],
            openapi_config=None,
            logging_config=None,
            exception_handlers={Exception: _outside},
        )
        self._cors = Cors(app.config.http, {each.name: each.cors for each in actor_types(app).values()})
        self._access_log = access_log

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        started = time.perf_counter()
        headers = dict(scope["headers"])
        request_id = _request_id(headers.get(b"x-request-id"))
        path, method = scope["path"], scope["method"]
        state: dict[str, Any] = {**scope.get("state", {}), "request_id": request_id, "actor": "anonymous", "headers": headers}
        scope["state"] = state
        added: list[tuple[bytes, bytes]] = [(b"x-request-id", request_id.encode())]
        origin = headers.get(b"origin")
        if origin is not None:
            if method == "OPTIONS" and await self._preflight(path, origin, headers, added, send):
                return
            added += self._cors.headers(path, origin)
            if b"cookie" in headers and not self._cors.trusts(path, origin, headers):
                del headers[b"cookie"]
        status = 0

        async def sending(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        try:
            await super().__call__(scope, receive, sending)
        finally:
            if self._access_log:
                logs.request(request_id=request_id, method=method, path=path, status=status, seconds=time.perf_counter() - started, actor=state["actor"])

    async def _preflight(self, path: str, origin: bytes, headers: Mapping[bytes, bytes], added: HeaderList, send: Any) -> bool:
        if b"access-control-request-method" not in headers:
            return False
        allowing = self._cors.preflight(path, origin, headers.get(b"access-control-request-headers"))
        if allowing is None:
            return False
        await send({"type": "http.response.start", "status": 204, "headers": [*allowing, *added]})
        await send({"type": "http.response.body", "body": b""})
        return True


def _request_id(given: bytes | None) -> str:
    return given.decode() if given is not None and _REQUEST_ID.fullmatch(given) else uuid4().hex


def _at_path(path: str, methods: Mapping[str, Serve]) -> HTTPRouteHandler:
    served = dict(methods)
    if "GET" in served:
        served.setdefault("HEAD", served["GET"])
    allowed = ", ".join(sorted({*served, "OPTIONS"})).encode()

    async def handle(scope: Scope, receive: Receive, send: Send) -> None:
        asgi = cast("dict[str, Any]", scope)
        method: str = asgi["method"]
        if method == "OPTIONS":
            await _send(Answer(b"", status=204, headers=[(b"allow", allowed)]), method, send)
            return
        try:
            answer = await served[method](asgi, receive, send, asgi["state"]["headers"])
            if not isinstance(answer, Answer):
                response = answer.to_asgi_response(app=None, request=Request[Any, Any, Any](scope, receive, send))  # pyright: ignore[reportArgumentType] - HTTP only
                await response(scope, receive, send)
                return
        except Disconnected:
            return
        except TooLarge as error:
            answer = plain(413, str(error) or "request entity too large")
        except Exception as error:
            answer = _refused(error, asgi)
            if BEGUN in asgi["state"]:
                raise
        await _send(answer, method, send)

    def choose() -> Any:
        return handle

    litestar_path = re.sub(r"\{(\w+)\}", r"{\1:str}", path)
    return _AsItIs(litestar_path, http_method=cast("Any", [*served, "OPTIONS"]), status_code=200, sync_to_thread=False)(choose)


class _AsItIs(HTTPRouteHandler):
    """Litestar finds the route; what answers is an ASGI function of ours, which needs no conversion into a response.

    (Litestar's own handlers for ASGI functions cannot have path parameters.)
    """

    async def to_response(self, app: Litestar, data: Any, request: Request[Any, Any, Any]) -> Any:  # noqa: ARG002 - Litestar's signature
        return data


async def _send(answer: Answer, method: str, send: Any) -> None:
    headers = [(b"content-length", str(len(answer.body)).encode()), *answer.headers]
    if answer.body:
        headers.append((b"content-type", answer.media_type))
    if answer.media_type is HTML:
        headers.append((b"x-content-type-options", b"nosniff"))
    await send({"type": "http.response.start", "status": answer.status or 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else answer.body})


def _refused(error: Exception, asgi: Mapping[str, Any]) -> Answer:
    answer = answer_error(error)
    # A status of the error's own may be a 500 too: then what was said goes to the log as well.
    if answer is None or (answer.status or 200) >= _SERVER_ERROR:
        logs.bug(error, request_id=asgi["state"]["request_id"], method=asgi["method"], path=asgi["path"])
    return bug() if answer is None else answer


def _outside(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Errors outside our endpoints: no such path, a bad Host header, and what mounted handlers raise."""
    path, method = request.scope["path"], request.scope["method"]
    if isinstance(error, NotFoundException | MethodNotAllowedException):
        answer = cannot(method, path)
    elif isinstance(error, HTTPException) and error.status_code < _SERVER_ERROR:
        answer = plain(error.status_code, error.detail)
    else:
        answer = _refused(error, cast("dict[str, Any]", request.scope))
    # Litestar adds the charset itself.
    media = answer.media_type.decode().partition(";")[0]
    return Response(answer.body, status_code=answer.status or 200, media_type=media, headers={"x-content-type-options": "nosniff"})
