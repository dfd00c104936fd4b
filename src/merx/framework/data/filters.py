"""Filters as data: `{"status": "published", "created_at": {"$gt": ...}, "$or": [...]}`.

`parse` splits a filter into its shape (hashable: what the SQL text depends on) and its values (what the parameters are),
so that a statement is built once per shape. `compare` turns one comparison into SQL; which column a path means is the
caller's knowledge (a table here, a graph of relations in `merx.framework.query`).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias, cast

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from merx.framework.data.entity import ColumnSpec
from merx.framework.data.sql import literal
from merx.framework.errors import InvalidData

Filters: TypeAlias = Mapping[str, Any]


class Compare(NamedTuple):
    """`path` `op` the next value (none for the operators in `VALUELESS`). A `word` of `$q` may stand in any searchable column."""

    path: tuple[str, ...]
    op: str


class Group(NamedTuple):
    """`all`, `any` or `not` (all of them) over `parts`; `nested` is `all` below one name, as `{"variants": {...}}`."""

    kind: str
    parts: tuple["Node", ...]


class Quantified(NamedTuple):
    """`some`, `none` or `every` row of the relation at `path` fits `part`."""

    path: tuple[str, ...]
    kind: str
    part: "Node"


Node: TypeAlias = Compare | Group | Quantified

VALUELESS = frozenset({"null", "not_null"})
_JSON_ONLY = {"contains", "overlap", "contained"}
_LISTS = {"in", "nin", "overlap", "contained"}
_OPERATORS = {"eq", "ne", "in", "nin", "like", "ilike", "re", "contains", "gt", "gte", "lt", "lte", "overlap", "contained", "fulltext"}
_GROUPS = {"$and": "all", "$or": "any"}
_QUANTIFIERS = {"$some": "some", "$none": "none", "$every": "every"}


def parse(filters: Filters) -> tuple[Group, list[Any]]:
    """The shape of `filters` and its values, in the order in which the shape's comparisons stand.

    Raises `InvalidData` for an operator that does not exist.
    """
    values: list[Any] = []
    return _group("all", filters, (), values), values


def _group(kind: str, filters: Filters, path: tuple[str, ...], values: list[Any]) -> Group:
    if not isinstance(filters, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]  # a client's JSON
        raise InvalidData(f"A filter is an object of fields{' of ' + '.'.join(path) if path else ''}, not {filters!r}")
    parts: list[Node] = []
    for key, value in filters.items():
        parts.extend(_entry(key, value, path, values))
    return Group(kind, tuple(parts))


def _entry(key: str, value: Any, path: tuple[str, ...], values: list[Any]) -> list[Node]:
    if key in _GROUPS:
        if not isinstance(value, list | tuple):
            raise InvalidData(f"'{key}' takes a list of filters")
        each_filter = cast("Sequence[Filters]", value)
        return [Group(_GROUPS[key], tuple(_group("all", each, path, values) for each in each_filter))]
    if key == "$not":
        return [_group("not", value, path, values)]
    if key == "$q":
        words = patterns(value)
        values.extend(words)
        return [Compare((*path, "$q"), kind_of(word)) for word in words]
    if key in _QUANTIFIERS:
        return [Quantified(path, _QUANTIFIERS[key], _group("all", value, (), values))]
    if key.startswith("$"):
        return [_comparison(path, key[1:], value, values)]
    deeper = (*path, *key.split("."))
    if isinstance(value, Mapping):
        return [_group("nested", cast("Filters", value), deeper, values)]
    if isinstance(value, list | tuple | set | frozenset):
        return [_comparison(deeper, "in", value, values)]
    return [_comparison(deeper, "eq", value, values)]


def _comparison(path: tuple[str, ...], op: str, value: Any, values: list[Any]) -> Node:
    if op not in _OPERATORS:
        raise InvalidData(f"Unknown operator '${op}' for field '{'.'.join(path)}'. Use one of: {', '.join(f'${o}' for o in sorted(_OPERATORS))}")
    if value is None and op in ("eq", "ne"):
        return Compare(path, "null" if op == "eq" else "not_null")
    if op in ("eq", "ne") and isinstance(value, list | tuple):
        op = "in" if op == "eq" else "nin"
    if op == "in" and isinstance(value, list | tuple) and len(only := cast("Sequence[Any]", value)) == 1 and only[0] is not None:
        # HOT(benchmarks/run.py): of an array PostgreSQL expects ten values, so it plans a list of one anew each time.
        op, value = "eq", only[0]
    values.append(value)
    return Compare(path, op)


def patterns(q: Any) -> list[str]:
    """The words of `q` as ILIKE patterns that match them literally. Raises `InvalidData` when there are too many, or it is no text."""
    if not isinstance(q, str) or "\0" in q:
        raise InvalidData("'q' must be text without NUL characters")
    words = q.split()
    if len(words) > MOST_WORDS:
        raise InvalidData(f"'q' has {len(words)} words; at most {MOST_WORDS} are searched for")
    return [f"%{word.translate(_LITERALLY)}%" for word in words]


def kind_of(pattern: str) -> str:
    """`WORD`, or `LETTERS` where it holds no three in a row, by which an index of trigrams could find it."""
    return WORD if _TRIGRAM.search(pattern) else LETTERS


WORD, LETTERS = WORDS = ("word", "letters")
_TRIGRAM = re.compile(r"[^\W_]{3}")


def compare(op: str, column: sa.ColumnElement[Any], spec: ColumnSpec, parameter: str) -> sa.ColumnElement[bool]:
    """`column op $parameter` as SQL. The value must have passed `converter(op, spec)`."""
    if op == "null":
        return column.is_(None)
    if op == "not_null":
        return column.is_not(None)
    if op in ("in", "nin"):
        anything = column == sa.any_(sa.bindparam(parameter, type_=ARRAY(spec.type)))
        return anything if op == "in" else sa.not_(sa.func.coalesce(anything, sa.false()))
    if op in ("like", "ilike", "re"):
        text = sa.cast(column, sa.Text) if not isinstance(spec.type, sa.Text) else column
        bound = sa.bindparam(parameter, type_=sa.Text())
        return {"like": text.like, "ilike": text.ilike, "re": text.regexp_match}[op](bound)
    if op == "fulltext":
        simple = literal("'simple'")
        return sa.func.to_tsvector(simple, column).op("@@", is_comparison=True)(sa.func.plainto_tsquery(simple, sa.bindparam(parameter, type_=sa.Text())))
    if op in _JSON_ONLY:
        return _compare_json(op, column, spec, parameter)
    bound = sa.bindparam(parameter, type_=spec.type)
    return {
        "eq": column.__eq__,
        "ne": column.is_distinct_from,
        "gt": column.__gt__,
        "gte": column.__ge__,
        "lt": column.__lt__,
        "lte": column.__le__,
    }[op](bound)


def _compare_json(op: str, column: sa.ColumnElement[Any], spec: ColumnSpec, parameter: str) -> sa.ColumnElement[bool]:
    if not isinstance(spec.type, JSONB):
        raise InvalidData(f"'${op}' compares JSON, and '{spec.name}' holds none")
    if op == "overlap":
        return column.op("?|", is_comparison=True)(sa.bindparam(parameter, type_=ARRAY(sa.Text())))
    bound = sa.cast(sa.bindparam(parameter, type_=sa.Text()), JSONB)
    return column.op("@>" if op == "contains" else "<@", is_comparison=True)(bound)


def converter(op: str, spec: ColumnSpec, field: str) -> Callable[[Any], Any]:
    """What makes a caller's value (text from a query string, or the Python value) fit the column; raises `InvalidData`."""
    wanted = str if op in ("like", "ilike", "re", "fulltext") or (op == "overlap" and isinstance(spec.type, JSONB)) else spec.python_type
    if isinstance(spec.type, JSONB) and wanted is not str:
        fit = _json
    else:
        check = _searchable if op == "re" else _fits(spec.type) if wanted is int else _CHECKS.get(wanted, _as_is)
        fit = (_all if op in _LISTS else _one)(wanted, check)
        if wanted is datetime and op in ("gt", "lte"):
            fit = _through_its_millisecond(fit)

    def convert(value: Any) -> Any:
        try:
            return fit(value)
        except (msgspec.ValidationError, ValueError, TypeError) as error:
            raise InvalidData(f"Invalid value for field '{field}': {error}") from error

    return convert


def _one(wanted: Any, check: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: check(msgspec.convert(_completed(value, wanted), type=wanted, strict=False, str_keys=True))


def _all(wanted: Any, check: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    def fit(value: Any) -> list[Any]:
        # A text has parts too, but nobody means them.
        if not isinstance(value, list | tuple | set | frozenset):
            raise TypeError("Expected a list")
        given = [_completed(each, wanted) for each in cast("Iterable[Any]", value)]
        return [check(each) for each in msgspec.convert(given, type=list[wanted], strict=False, str_keys=True)]

    return fit


def _json(value: Any) -> str:
    text = msgspec.json.encode(value).decode()
    if _JSON_NUL.search(text):
        raise ValueError("PostgreSQL's text holds no NUL")
    return text


def _as_is(value: Any) -> Any:
    return value


def _completed(value: Any, wanted: Any) -> Any:
    """A date alone means its first moment, as in clients' `new Date("2026-11-21")`."""
    return f"{value}T00:00:00Z" if wanted is datetime and isinstance(value, str) and len(value) == len("2026-11-21") else value


def _through_its_millisecond(fit: Callable[[Any], Any]) -> Callable[[Any], datetime]:
    """Times are shown in milliseconds and kept in microseconds: `$gt` what a row was shown with is not that row again, `$lte` is."""
    last = timedelta(microseconds=999)

    def convert(value: Any) -> datetime:
        moment: datetime = fit(value)
        return moment + last if isinstance(value, str) and moment.microsecond % 1000 == 0 else moment

    return convert


def _aware(value: datetime) -> datetime:
    # The driver would read a time without a zone in the process's own.
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)


def _bounded(value: Decimal) -> Decimal:
    # A short exponent would become a gigabyte of digits on its way to the server.
    if not value.is_finite() or abs(value.adjusted()) > MOST_DIGITS:
        raise ValueError(f"Expected a number of at most {MOST_DIGITS} digits")
    return value


def _without_nul(value: str) -> str:
    if "\0" in value:
        raise ValueError("PostgreSQL's text holds no NUL")
    return value


def _searchable(pattern: str) -> str:
    # PostgreSQL finds other patterns in linear time; with these, one line of text can take hours.
    if _BACK_REFERENCE.search(pattern):
        raise ValueError("a pattern may not refer back to its groups")
    return _without_nul(pattern)


def _fits(column: sa.types.TypeEngine[Any]) -> Callable[[int], int]:
    most = 2**63 if isinstance(column, sa.BigInteger) else 2**31

    def check(value: int) -> int:
        if not -most <= value < most:
            raise ValueError(f"Expected an integer from {-most} to {most - 1}")
        return value

    return check


MOST_DIGITS = 1000
MOST_WORDS = 16
_LITERALLY = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})
_JSON_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_BACK_REFERENCE = re.compile(r"(?<!\\)(?:\\\\)*\\[1-9]")
_CHECKS: dict[Any, Callable[[Any], Any]] = {datetime: _aware, Decimal: _bounded, str: _without_nul}
