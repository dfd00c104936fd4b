"""From a refused value to the contract's words: which fields are wrong, and how.

msgspec decides, at C speed, and stops at the first problem. Only when it refused does this file walk value and type side
by side to name up to three problems.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Annotated, Any, Final, TypeAlias, cast

import msgspec
from msgspec import inspect as mi

from merx.framework.errors import InvalidData
from merx.framework.http.numbers import OutOfRange, as_decimal, from_wire, is_number

MAX_PROBLEMS: Final = 3
MAX_DEPTH: Final = 64
MAX_ITEMS: Final = 10_000
"""Of a list in a body, where its field does not say fewer: each entry is a row to write, and a page of memory to hold."""
MAX_NUMBER: Final = Decimal(10) ** 20

# Unambiguous, so that it runs in linear time; \Z because `$` would let a line break through.
EMAIL_PATTERN: Final = r"\A(?!\.)(?!.*\.\.)[A-Za-z0-9_'+\-.]{1,64}@(?:[A-Za-z0-9][A-Za-z0-9\-]{0,62}\.)+[A-Za-z]{2,63}\Z"
Email: TypeAlias = Annotated[str, msgspec.Meta(pattern=EMAIL_PATTERN, max_length=254, extra_json_schema={"format": "email"})]

Path: TypeAlias = tuple[str, ...]


def refusal(problems: Iterable[str], otherwise: str) -> InvalidData:
    """The error that lists the first three problems."""
    told = list(islice(problems, MAX_PROBLEMS))
    return InvalidData(f"Invalid request: {'; '.join(told) if told else otherwise}")


def explain(value: Any, wanted: Any, error: Exception, *, lax: bool = False) -> InvalidData:
    """Why `value` is no `wanted`. `lax`: values are text of a query string."""
    return refusal(problems(value, type_info(wanted), (), lax=lax), str(error))


@cache
def type_info(wanted: Any) -> mi.Type:
    return mi.type_info(wanted)


def scan(value: Any) -> Iterator[str]:  # noqa: C901 - one case per kind of value
    """What no field of any type may hold: NUL characters, numbers out of all bounds, bottomless nesting, endless lists."""
    stack: list[tuple[Any, Path]] = [(value, ())]
    while stack:
        one, path = stack.pop()
        if len(path) > MAX_DEPTH:
            yield f"Field '{_shown(path[:3])}' is nested too deep, expected at most {MAX_DEPTH} levels"
            return
        if isinstance(one, str):
            if "\0" in one:
                yield f"Field '{_shown(path)}' must not contain NUL characters"
        elif isinstance(one, int | Decimal):
            if not -MAX_NUMBER <= one <= MAX_NUMBER:
                yield f"Value for field '{_shown(path)}' too {'big, expected at most' if one > 0 else 'small, expected at least'}: '{'-' if one < 0 else ''}{MAX_NUMBER}'"
        elif isinstance(one, dict):
            for key, each in reversed(cast("dict[str, Any]", one).items()):
                if "\0" in key:
                    yield f"Field '{_shown((*path, key))}' must not contain NUL characters"
                stack.append((each, (*path, key)))
        elif isinstance(one, list):
            items = cast("list[Any]", one)
            if len(items) > MAX_ITEMS:
                yield f"Value for field '{_shown(path)}' too big, expected at most: '{MAX_ITEMS}'"
                return
            stack.extend((each, (*path, str(i))) for i, each in reversed(list(enumerate(items))))


def holds_times(wanted: mi.Type) -> bool:
    """Whether a time may stand in it. In some offsets the first and the last day of the calendar are outside of it in UTC, as times are kept."""
    return _holds_times(wanted, set())


def _holds_times(wanted: mi.Type, seen: set[type]) -> bool:
    if isinstance(wanted, mi.StructType):
        if wanted.cls in seen:
            return False
        seen.add(wanted.cls)
        return any(_holds_times(field.type, seen) for field in wanted.fields)
    below: list[mi.Type] = []
    match wanted:
        case mi.Metadata():
            below = [wanted.type]
        case mi.UnionType():
            below = list(wanted.types)
        case mi.ListType() | mi.SetType() | mi.VarTupleType():
            below = [wanted.item_type]
        case mi.DictType():
            below = [wanted.value_type]
        case _:
            return isinstance(wanted, mi.DateTimeType)
    return any(_holds_times(each, seen) for each in below)


def problems(value: Any, wanted: mi.Type, path: Path, *, lax: bool = False) -> Iterator[str]:  # noqa: C901, PLR0912 - one case per kind of type
    """What keeps `value` from being a `wanted`, in the order of the fields."""
    match wanted:
        case mi.Metadata():
            yield from problems(value, wanted.type, path, lax=lax)
        case mi.StructType():
            yield from _struct(value, wanted, path, lax=lax)
        case mi.UnionType():
            yield from _union(value, wanted, path, lax=lax)
        case mi.ListType() | mi.SetType() | mi.VarTupleType():
            if not isinstance(value, list):
                yield _expected("array", value, path)
                return
            items = cast("list[Any]", value)
            yield from _bounds(len(items), path, wanted.min_length, wanted.max_length)
            for i, each in enumerate(items):
                yield from problems(each, wanted.item_type, (*path, str(i)), lax=lax)
        case mi.DictType():
            if not isinstance(value, dict):
                yield _expected("object", value, path)
                return
            for key, each in cast("dict[str, Any]", value).items():
                yield from problems(each, wanted.value_type, (*path, key), lax=lax)
        case mi.LiteralType():
            if value not in wanted.values:
                yield _one_of(wanted.values, value, path)
        case mi.EnumType():
            if value not in [each.value for each in wanted.cls]:
                yield _one_of([each.value for each in wanted.cls], value, path)
        case mi.StrType():
            yield from _text(value, wanted, path)
        case mi.IntType() | mi.FloatType():
            yield from _number(value, wanted, path, lax=lax)
        case mi.CustomType() if is_number(wanted.cls):
            yield from _exact(value, wanted.cls, path)
        case mi.BoolType():
            if not isinstance(value, bool) and not (lax and isinstance(value, str) and value.lower() in ("true", "false", "0", "1")):
                yield _expected("boolean", value, path)
        case mi.NoneType():
            if value is not None:
                yield _expected("null", value, path)
        case mi.AnyType():
            return
        case _:
            yield from _other(value, wanted, path, lax=lax)


def _struct(value: Any, wanted: mi.StructType, path: Path, *, lax: bool) -> Iterator[str]:
    if not isinstance(value, dict):
        yield _expected("object", value, path)
        return
    given = cast("dict[str, Any]", value)
    for field in wanted.fields:
        if field.encode_name in given:
            yield from problems(given[field.encode_name], field.type, (*path, field.encode_name), lax=lax)
        elif field.required:
            yield f"Field '{_shown((*path, field.encode_name))}' is required"
    if wanted.forbid_unknown_fields:
        unknown = [key for key in given if key not in {field.encode_name for field in wanted.fields}]
        if unknown:
            yield f"Unrecognized fields: '{', '.join(key[:100] for key in unknown[:20])}'"


def _union(value: Any, wanted: mi.UnionType, path: Path, *, lax: bool) -> Iterator[str]:
    attempts = [(each, list(islice(problems(value, each, path, lax=lax), MAX_PROBLEMS))) for each in wanted.types]
    if any(not found for _, found in attempts):
        return
    choices = [(each, found) for each, found in attempts if not isinstance(each, mi.NoneType)]
    fitting = [found for each, found in choices if _kind(each) == _kind_of(value)]
    if len(choices) == 1:
        yield from choices[0][1]
    elif fitting:
        yield from fitting[0]
    else:
        yield _expected(", ".join(sorted(_kind(each) for each, _ in choices)), value, path)


def _text(value: Any, wanted: mi.StrType, path: Path) -> Iterator[str]:
    if not isinstance(value, str):
        yield _expected("string", value, path)
        return
    if wanted.pattern == EMAIL_PATTERN:
        try:
            msgspec.convert(value, Email)
        except msgspec.ValidationError:
            yield "Invalid email address"
        return
    yield from _bounds(len(value), path, wanted.min_length, wanted.max_length)
    if wanted.pattern is not None and re.search(wanted.pattern, value) is None:
        yield f"Value for field '{_shown(path)}' does not match: '{wanted.pattern}'"


def _number(value: Any, wanted: mi.IntType | mi.FloatType, path: Path, *, lax: bool) -> Iterator[str]:
    whole = isinstance(wanted, mi.IntType)
    name = "number" if not whole or lax else "int"
    try:
        if (isinstance(value, str) and not lax) or (isinstance(value, dict)):
            raise ValueError("not a number")  # noqa: TRY301 - the same answer as for text that is no number
        number = as_decimal(value)
    except OutOfRange as error:
        yield f"Value for field '{_shown(path)}' {error.text}"
        return
    except ValueError:
        yield _expected("number", value, path)
        return
    if whole and number != number.to_integral_value():
        yield _expected(name, value, path)
        return
    low = wanted.ge if wanted.ge is not None else wanted.gt
    high = wanted.le if wanted.le is not None else wanted.lt
    if whole and low is None and high is None:
        low, high = -(2**31), 2**31 - 1
    yield from _bounds(number, path, low, high, above=wanted.gt is not None, below=wanted.lt is not None)


def _exact(value: Any, wanted: type[Any], path: Path) -> Iterator[str]:
    try:
        from_wire(wanted, value)
    except OutOfRange as error:
        yield f"Value for field '{_shown(path)}' {error.text}"
    except ValueError:
        yield _expected("number", value, path)


def _other(value: Any, wanted: mi.Type, path: Path, *, lax: bool) -> Iterator[str]:
    kinds: Mapping[type[mi.Type], Any] = {mi.DateTimeType: datetime, mi.DateType: date, mi.DecimalType: Decimal}
    kind = kinds.get(type(wanted))
    if kind is None:
        return
    try:
        made = msgspec.convert(value, kind, strict=not lax)
        if isinstance(made, datetime) and made.tzinfo is not None:
            made.astimezone(UTC)
    except (msgspec.ValidationError, OverflowError):
        yield _expected("number" if kind is Decimal else "date", value, path)


def _bounds(number: Any, path: Path, low: Any, high: Any, *, above: bool = False, below: bool = False) -> Iterator[str]:
    if low is not None and (number < low or (above and number == low)):
        yield f"Value for field '{_shown(path)}' too small, expected at least: '{low}'"
    elif high is not None and (number > high or (below and number == high)):
        yield f"Value for field '{_shown(path)}' too big, expected at most: '{high}'"


def _expected(name: str, value: Any, path: Path) -> str:
    return f"Expected type: '{name}' for field '{_shown(path)}', got: '{as_javascript(value)}'"


def _one_of(values: Iterable[Any], value: Any, path: Path) -> str:
    return f"Expected: '{', '.join(str(v) for v in values)}' for field '{_shown(path)}', but got: '{as_javascript(value)}'"


def _shown(path: Path) -> str:
    return ", ".join(segment[:100] for segment in path).replace("\0", "")


def as_javascript(value: Any) -> str:
    """As JavaScript's `String(value)` prints it, cut where it gets long."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "[object Object]"
    if isinstance(value, list):
        items = cast("list[Any]", value)
        return ",".join("" if each is None else as_javascript(each) for each in items[:20])[:100]
    return str(value)[:100]


def _kind(wanted: mi.Type) -> str:
    if isinstance(wanted, mi.Metadata):
        return _kind(wanted.type)
    for name, types in _KINDS.items():
        if isinstance(wanted, types):
            return name
    return type(wanted).__name__.removesuffix("Type").lower()


def _kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    names: dict[Any, str] = {str: "string", int: "number", Decimal: "number", dict: "object", list: "array"}
    return names.get(type(value), "null")


_KINDS: dict[str, tuple[type[mi.Type], ...]] = {
    "object": (mi.StructType, mi.DictType),
    "array": (mi.ListType, mi.SetType, mi.VarTupleType),
    "string": (mi.StrType, mi.LiteralType, mi.EnumType),
    "number": (mi.IntType, mi.FloatType, mi.DecimalType, mi.CustomType),
    "boolean": (mi.BoolType,),
    "date": (mi.DateTimeType, mi.DateType),
}
