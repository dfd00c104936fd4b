"""From a `Route` to a function that serves it: what the handler's arguments are is read once, when the app starts.

# HOT(benchmarks/http_layer.py): per request there is no signature to look at, no container to ask and no wrapper to pass.
"""

import inspect
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, get_origin, get_type_hints

import msgspec

from merx.framework.errors import InvalidData, Misconfigured, NotFound
from merx.framework.http.additional_data import Extras
from merx.framework.http.answer import Answer, encode
from merx.framework.http.audience import Audience
from merx.framework.http.body import body_reader, check_media_type, query_reader, read_body
from merx.framework.http.credentials import Doorkeeper
from merx.framework.http.idempotency import HEADER, KeyedRequest
from merx.framework.http.locale import HEADER as LOCALE_HEADER
from merx.framework.http.locale import KEY as LOCALE_KEY
from merx.framework.http.locale import spoken
from merx.framework.http.multipart import Multipart
from merx.framework.http.parameters import UNSET, FieldParams, Params
from merx.framework.http.routes import Route
from merx.framework.http.scopes import AdminScope, CustomerScope, HttpScope, PublicScope, StoreScope
from merx.framework.query.fields import selection
from merx.framework.scope import Scope
from merx.framework.workflows.workflow import retried

if TYPE_CHECKING:
    from merx.framework.app import App

Asgi: TypeAlias = dict[str, Any]
Headers: TypeAlias = Mapping[bytes, bytes]
Serve: TypeAlias = Callable[..., Awaitable[Any]]
"""(ASGI scope, receive, send, headers) -> an `Answer`, or an ASGI response of Litestar's. A fifth argument is the scope, if it is admitted already."""

_PATH_NAME = re.compile(r"\{(\w+)\}")
MAX_ID = 255
MAX_KEYED_BODY = 100_000
JSON_ONLY = ("data",)


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """What a handler takes: the names and types of its arguments, by where they come from."""

    scope: str | None
    scope_type: type[HttpScope]
    data: Any
    """The body's type; `inspect.Parameter.empty` if it takes none, `bytes` if it takes it as it is."""
    query: str | None
    query_type: type[Params] | None
    request: str | None
    path: tuple[str, ...]
    result: Any

    @property
    def form(self) -> type[Multipart] | None:
        """The body's type, if it is files."""
        return self.data if isinstance(self.data, type) and issubclass(self.data, Multipart) else None


NO_BODY: Any = inspect.Parameter.empty


def shape_of(route: Route) -> Shape:
    """Read the handler's signature. Raises `Misconfigured` for an argument that no request can fill."""
    hints = get_type_hints(route.handler, include_extras=True)
    names = list(inspect.signature(route.handler).parameters)
    path = tuple(_PATH_NAME.findall(route.path))
    found: dict[str, Any] = {"scope": None, "data": NO_BODY, "query": None, "query_type": None, "request": None}
    scope_type = _scope_type(route.audience)
    for name in names:
        hint = hints.get(name)
        if name in path:
            continue
        if isinstance(hint, type) and issubclass(hint, Scope):
            found["scope"] = name
            scope_type = _checked_scope(route, hint, scope_type)
        elif name == "data" and hint is not None:
            found["data"] = hint
        elif isinstance(hint, type) and get_origin(hint) is None and issubclass(hint, Params):
            found["query"], found["query_type"] = name, hint
        elif _is_request(hint):
            found["request"] = name
        else:
            raise Misconfigured(
                f"{route.where}: nothing fills the argument '{name}: {hint}'. A handler takes a scope, `data` (the body), a Params, "
                f"a litestar Request, and the names in its path ({', '.join(path) or 'none here'})."
            )
    missing = [name for name in path if name not in names]
    if missing:
        raise Misconfigured(f"{route.where}: the path {route.path} holds {{{missing[0]}}}, and the handler has no argument of that name.")
    return Shape(scope_type=scope_type, path=path, result=hints.get("return"), **found)


def _scope_type(audience: Audience) -> type[HttpScope]:
    if audience.publishable_key:
        return CustomerScope if audience.required and audience.actors == ("customer",) and not audience.allow_unregistered else StoreScope
    return AdminScope if audience.required and audience.actors == ("user",) else PublicScope


def _checked_scope(route: Route, wanted: type[Scope], implied: type[HttpScope]) -> type[HttpScope]:
    if issubclass(implied, wanted):
        return implied
    if issubclass(wanted, CustomerScope) and not issubclass(implied, CustomerScope):
        raise Misconfigured(
            f"{route.where}: wants a {wanted.__name__}, and {route.path} lets in people who are not logged in. Declare it with audience='customer'."
        )
    if wanted is PublicScope or (issubclass(wanted, HttpScope) and issubclass(wanted, implied)):
        return wanted
    raise Misconfigured(f"{route.where}: wants a {wanted.__name__}, and the audience of {route.path} gives a {implied.__name__}.")


def _is_request(hint: Any) -> bool:
    kind: Any = get_origin(hint) or hint
    return isinstance(kind, type) and kind.__module__.startswith("litestar.") and kind.__name__ == "Request"


def endpoint(app: "App", route: Route, doorkeeper: Doorkeeper, extras: Extras) -> Serve:  # noqa: C901 - one closure, its parts decided beforehand
    """The function that serves `route`."""
    shape = shape_of(route)
    handler, audience, status = route.handler, route.audience, route.status
    read_query = query_reader(shape.query_type) if shape.query_type is not None else None
    raw_body, form = shape.data is bytes, shape.form
    read_data = None if shape.data is NO_BODY or raw_body or form is not None else extras.reader(route, shape.data, body_reader(shape.data))
    open_door = not audience.actors and not audience.publishable_key
    takes_key = route.method == "POST" and not route.secret and form is None
    scope_type, scope_name, query_name = shape.scope_type, shape.scope, shape.query
    speaks = is_spoken(shape)
    # What is written is committed before it is shown: a selection that cannot be is refused first. (Shoppers' selections drop what they may not have.)
    shows_what_it_wrote = route.method != "GET" and _selects(shape) and not issubclass(scope_type, StoreScope)

    async def serve(asgi: Asgi, receive: Any, send: Any, headers: Headers, admitted: HttpScope | None = None) -> Any:  # noqa: C901, PLR0912 - HOT: calls would cost what they order
        state: dict[str, Any] = asgi["state"]
        if admitted is None:
            scope = scope_type(app, trace=state["request_id"])
            scope.peer = asgi.get("client")
            if not open_door:
                await doorkeeper.admit(scope, audience, headers)
                state["actor"] = scope.actor.type
        else:
            scope = admitted
        arguments: dict[str, Any] = _path_arguments(asgi["path_params"]) if shape.path else {}
        if scope_name is not None:
            arguments[scope_name] = scope
        query: bytes = asgi["query_string"]
        if speaks and (LOCALE_HEADER in headers or LOCALE_KEY in query):
            scope.locale, query = spoken(headers, query)
        if read_query is not None and query_name is not None:
            asked: Any = read_query(query)
            arguments[query_name] = asked
            if shows_what_it_wrote and asked.fields is not UNSET:
                selection(asked.fields, defaults=())
        raw = b""
        keyed = takes_key and HEADER in headers
        if read_data is not None or raw_body or (keyed and shape.request is None):
            raw = await read_body(receive, headers.get(b"content-length"), route.body_limit)
        if read_data is not None:
            if raw:
                check_media_type(headers.get(b"content-type"))
            arguments["data"] = read_data(raw)
        elif raw_body:
            arguments["data"] = raw
        elif form is not None:
            arguments["data"] = form(receive, headers)
        if shape.request is not None:
            arguments[shape.request] = _request(asgi, receive, send)
        if keyed and shape.request is None:
            request = KeyedRequest(scope, asgi["path"], headers[HEADER], asgi["query_string"], raw)

            async def run() -> Answer:
                return _answered(await handler(**arguments), status)

            return await (retried(lambda: request.in_one_transaction(run)) if route.transaction else request.claimed(run))
        return _answered(await handler(**arguments), status)

    return serve


def _selects(shape: Shape) -> bool:
    return shape.query_type is not None and issubclass(shape.query_type, FieldParams)


def is_spoken(shape: Shape) -> bool:
    """Whether a request may say its language: shoppers may, unless the route has a parameter `locale` of its own."""
    own = shape.query_type is not None and any(field.encode_name == "locale" for field in msgspec.structs.fields(shape.query_type))
    return issubclass(shape.scope_type, StoreScope) and not own


def _path_arguments(given: Mapping[str, str]) -> dict[str, Any]:
    for name, value in given.items():
        if len(value) > MAX_ID:
            raise NotFound(f"Nothing has an '{name}' of {len(value)} characters")
        if "\0" in value:
            raise InvalidData(f"Invalid request: Field '{name}' must not contain NUL characters")
    return dict(given)


def _request(asgi: Asgi, receive: Any, send: Any) -> Any:
    from litestar import Request  # noqa: PLC0415 - loaded with the server, not with every room

    return Request[Any, Any, Any](asgi, receive, send)  # pyright: ignore[reportArgumentType] - `Asgi` is Litestar's HTTPScope as a plain dict


def _answered(result: Any, status: int) -> Any:
    if isinstance(result, Answer):
        if result.status is None:
            result.status = status
        return result
    if isinstance(result, bytes):
        return Answer(result, status=status)
    if hasattr(result, "to_asgi_response"):
        return result
    return Answer(b"{}" if result is None else encode(result), status=status)
