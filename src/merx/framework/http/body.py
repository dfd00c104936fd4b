"""Reading what was sent: bytes off the wire, within limits, into the declared type."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, TypeAlias, cast

import msgspec

from merx.framework.errors import InvalidData
from merx.framework.http import querystring
from merx.framework.http.numbers import OutOfRange, from_wire
from merx.framework.http.parameters import Params, group_of
from merx.framework.http.untyped import fixer
from merx.framework.http.validation import MAX_ITEMS, explain, holds_times, problems, refusal, scan, type_info

Receive: TypeAlias = Callable[[], Any]


class TooLarge(Exception):
    """The body passes the route's limit; says in which field, where there are some."""


class Disconnected(Exception):
    """The client left before its body had arrived; nobody waits for an answer."""


_EXACT_INTEGER: Final = 25


def _number(text: str) -> int | Decimal:
    # 2.0 and 2 are one number in JSON; the exponent is looked at first, because int(1e999999) would fill the memory.
    number = Decimal(text)
    if number.adjusted() <= _EXACT_INTEGER and number == number.to_integral_value():
        return int(number)
    return number


_json = msgspec.json.Decoder(float_hook=_number)

# HOT(benchmarks/http_layer.py): what most bodies do not have, so that they need no second look: long or exponential numbers, NUL.
_SUSPICIOUS: Final = re.compile(rb"\d{10}|\d[eE][+-]?\d|\\u0000")
_SHALLOW: Final = 64


async def read_body(receive: Receive, length: bytes | None, limit: int) -> bytes:
    """The whole body. Raises `TooLarge` as soon as it is known to pass `limit` bytes."""
    if length is not None and length.isdigit() and int(length) > limit:
        raise TooLarge
    message = await receive()
    body = cast("bytes", message.get("body", b""))
    if not message.get("more_body", False):
        if message["type"] == "http.disconnect":
            raise Disconnected
        if len(body) > limit:
            raise TooLarge
        return body
    chunks, size = [body], len(body)
    while message.get("more_body", False):
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > limit:
            raise TooLarge
    return b"".join(chunks)


def check_media_type(content_type: bytes | None) -> None:
    """Raises `InvalidData` unless the body says that it is JSON, or says nothing."""
    if content_type is None:
        return
    essence = content_type.split(b";", 1)[0].strip().lower()
    if essence not in (b"application/json", b"") and not essence.endswith(b"+json"):
        raise InvalidData(f"Invalid request: Content-Type must be application/json, got: '{essence.decode('latin-1')[:100]}'")


def decode_json(raw: bytes) -> Any:
    """JSON as plain data, numbers exact. Raises `InvalidData`."""
    try:
        return _json.decode(raw)
    except RecursionError as error:
        raise InvalidData("Invalid request: the JSON is nested too deep") from error
    except UnicodeDecodeError as error:
        raise InvalidData(f"Invalid JSON: not valid UTF-8 at byte {error.start}") from error
    except msgspec.DecodeError as error:
        raise InvalidData(f"Invalid JSON: {error}") from error


def body_reader(wanted: Any) -> Callable[[bytes], Any]:
    """What turns a body into `wanted`. An empty body is an empty object."""
    convert = msgspec.convert
    fix, has_times = fixer(type_info(wanted)), holds_times(type_info(wanted))

    def read(raw: bytes) -> Any:
        value: Any = decode_json(raw) if raw and not raw.isspace() else {}
        doubtful = _SUSPICIOUS.search(raw) is not None or raw.count(b"[") + raw.count(b"{") > _SHALLOW
        if doubtful or len(raw) > 2 * MAX_ITEMS:
            _raise_any(scan(value))
        if fix is not None:
            value = fix(value)
        try:
            made = convert(value, wanted, dec_hook=from_wire)
        except (msgspec.ValidationError, OutOfRange, ValueError) as error:
            raise explain(value, wanted, error) from error
        if doubtful or has_times:
            _raise_any(problems(value, type_info(wanted), ()))
        return made

    return read


def _raise_any(found: Any) -> None:
    for first in found:
        raise refusal([first, *found], first)


def query_reader(wanted: type[Params]) -> Callable[[bytes], Any]:
    """What turns a raw query string into `wanted`."""
    convert = msgspec.convert
    lists = _list_fields(wanted)
    group = group_of(wanted)
    has_times = holds_times(type_info(wanted))

    def read(raw: bytes) -> Any:
        values = querystring.parse(raw) if raw else {}
        _wrap(values, lists)
        if group is not None and ("$and" in values or "$or" in values):
            _check_groups(values, group, lists)
        try:
            made = convert(values, wanted, strict=False, dec_hook=from_wire)
        except (msgspec.ValidationError, OutOfRange, ValueError) as error:
            raise explain(values, wanted, error, lax=True) from error
        if has_times:
            _raise_any(problems(values, type_info(wanted), (), lax=True))
        return made

    return read


def _wrap(values: Any, lists: tuple[str, ...]) -> None:
    # A list of one may arrive as plain text.
    for name in lists if isinstance(values, dict) else ():
        given = cast("dict[str, Any]", values)
        if isinstance(given.get(name), str):
            given[name] = [given[name]]


def _check_groups(values: dict[str, Any], group: type[msgspec.Struct], lists: tuple[str, ...]) -> None:
    # Only what may be asked for at the top may be asked for in $and and $or. Nothing is dropped here, also where the
    # top drops: an alternative without conditions would let everything through.
    wanted = list[group]
    for key in ("$and", "$or"):
        if key in values:
            for entry in values[key] if isinstance(values[key], list) else ():
                _wrap(entry, lists)
            try:
                entries = msgspec.convert(values[key], wanted, strict=False, dec_hook=from_wire)
            except (msgspec.ValidationError, ValueError) as error:
                raise refusal(problems(values[key], type_info(wanted), (key,), lax=True), f"{error} of '{key}'") from error
            values[key] = [msgspec.to_builtins(entry) for entry in entries]


def _list_fields(wanted: type[Params]) -> tuple[str, ...]:
    info = cast("msgspec.inspect.StructType", type_info(wanted))
    return tuple(field.encode_name for field in info.fields if isinstance(field.type, msgspec.inspect.ListType) and not field.encode_name.startswith("$"))
