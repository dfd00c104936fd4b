"""`additional_data(path, type)`: what a shop's clients may send beside a route's own fields, for the hooks of its workflow.

class CartExtras(Body):
    gift_message: str

cart_extras = additional_data("/store/carts", CartExtras)

stands in an `api` folder. A body's `additional_data` is then a `CartExtras`, or the request is refused; the hooks get it as
such, and the OpenAPI document says so. Of a route for which nobody declared a type, any object is taken and ignored.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import msgspec

from merx.framework.errors import Misconfigured
from merx.framework.http.numbers import OutOfRange, from_wire
from merx.framework.http.routes import Method, Route
from merx.framework.http.validation import problems, refusal, type_info

FIELD = "additional_data"
Key: TypeAlias = tuple[str, str]


class AdditionalData(msgspec.Struct, frozen=True, eq=False):
    """Made by `additional_data`; found in `api` folders."""

    method: Method
    path: str
    type: type[msgspec.Struct]


def additional_data(path: str, type: type[msgspec.Struct], *, method: Method = "POST") -> AdditionalData:  # noqa: A002 - the builder's word
    """Say what `additional_data` holds at `path`, written as the route writes it (`/store/carts/{id}`). A `Body` refuses unknown fields.

    Of two for one route the later one counts. The app does not start (`Misconfigured`) if there is no such route, or its body has no such field.
    """
    return AdditionalData(method, path, type)


def key_of(method: str, path: str) -> Key:
    """/things/{id} and /things/{key} are the same path."""
    return method, re.sub(r"\{\w+\}", "{}", path)


class Extras:
    """The declarations of one app, by route. Raises `Misconfigured` for one that fits no route."""

    def __init__(self, declared: Iterable[AdditionalData], routes: Iterable[Route], body_of: Callable[[Route], Any]) -> None:
        self._types = {key_of(each.method, each.path): each.type for each in declared}
        wanted = dict.fromkeys(self._types)
        for route in routes if wanted else ():
            if has_field(body_of(route)):
                wanted.pop(key_of(route.method, route.path), None)
        for method, path in wanted:
            raise Misconfigured(
                f"additional_data is declared for {method} {path}, and no route there takes it. Write method and path as the route does; "
                "its body needs a field `additional_data: dict[str, Any] | None = None`."
            )

    def type_of(self, route: Route) -> type[msgspec.Struct] | None:
        """What was declared for this route."""
        return self._types.get(key_of(route.method, route.path))

    def reader(self, route: Route, body: Any, read: Callable[[bytes], Any]) -> Callable[[bytes], Any]:
        """`read`, with `additional_data` as it was declared for this route, or left out."""
        if not has_field(body):
            return read
        kind = self.type_of(route)
        absent = next(field.default for field in msgspec.structs.fields(body) if field.name == FIELD)

        def reading(raw: bytes) -> Any:
            data = read(raw)
            given = data.additional_data
            if isinstance(given, dict):
                data = msgspec.structs.replace(data, additional_data=absent if kind is None else checked(given, kind))
            return data

        return reading


def has_field(body: Any) -> bool:
    return isinstance(body, type) and issubclass(body, msgspec.Struct) and FIELD in body.__struct_fields__


def checked(given: Any, kind: type[msgspec.Struct]) -> msgspec.Struct:
    """Raises `InvalidData` that names the fields."""
    try:
        return msgspec.convert(given, kind, dec_hook=from_wire)
    except (msgspec.ValidationError, OutOfRange, ValueError) as error:
        raise refusal(problems(given, type_info(kind), (FIELD,)), str(error)) from error
