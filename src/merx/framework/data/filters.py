"""Filters as data: `{"status": "published", "created_at": {"$gt": ...}, "$or": [...]}`.

`parse` splits a filter into its shape (hashable: what the SQL text depends on) and its values (what the parameters are),
so that a statement is built once per shape. `compare` turns one comparison into SQL; which column a path means is the
caller's knowledge (a table here, a graph of relations in `merx.framework.query`).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from merx.framework.data.entity import ColumnSpec
from merx.framework.errors import InvalidData

Filters: TypeAlias = Mapping[str, Any]


class Compare(NamedTuple):
    """`path` `op` the next value (none for the operators in `VALUELESS`)."""

    path: tuple[str, ...]
    op: str


class Group(NamedTuple):
    """`all`, `any` or `not` (all of them) over `parts`."""

    kind: str
    parts: tuple["Node", ...]


class Quantified(NamedTuple):
    """`some`, `none` or `every` row of the relation at `path` fits `part`."""

    path: tuple[str, ...]
    kind: str
    part: "Node"


Node: TypeAlias = Compare | Group | Quantified

VALUELESS = frozenset({"null", "not_null"})
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
    parts: list[Node] = []
    for key, value in filters.items():
        parts.extend(_entry(key, value, path, values))
    return Group(kind, tuple(parts))


def _entry(key: str, value: Any, path: tuple[str, ...], values: list[Any]) -> list[Node]:
    if key in _GROUPS:
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise InvalidData(f"'{key}' takes a list of filters")
        return [Group(_GROUPS[key], tuple(_group("all", each, path, values) for each in value))]
    if key == "$not":
        return [_group("not", value, path, values)]
    if key in _QUANTIFIERS:
        return [Quantified(path, _QUANTIFIERS[key], _group("all", value, (), values))]
    if key.startswith("$"):
        return [_comparison(path, key[1:], value, values)]
    deeper = (*path, *key.split("."))
    if isinstance(value, Mapping):
        return [_group("all", value, deeper, values)]
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
    values.append(list(value) if op in _LISTS and not isinstance(value, str) else value)
    return Compare(path, op)


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
    if op in ("contains", "overlap", "contained"):
        bound = sa.cast(sa.bindparam(parameter, type_=sa.Text()), JSONB)
        symbol = {"contains": "@>", "contained": "<@", "overlap": "@>"}[op]
        return column.op(symbol, is_comparison=True)(bound)
    bound = sa.bindparam(parameter, type_=spec.type)
    return {
        "eq": column.__eq__,
        "ne": column.is_distinct_from,
        "gt": column.__gt__,
        "gte": column.__ge__,
        "lt": column.__lt__,
        "lte": column.__le__,
    }[op](bound)


def converter(op: str, spec: ColumnSpec, field: str) -> Callable[[Any], Any]:
    """What makes a caller's value (text from a query string, or the Python value) fit the column; raises `InvalidData`."""
    wanted = str if op in ("like", "ilike", "re") else spec.python_type
    if isinstance(spec.type, JSONB):
        return lambda value: msgspec.json.encode(value).decode()
    wanted = list[wanted] if op in _LISTS else wanted

    def convert(value: Any) -> Any:
        try:
            return msgspec.convert(value, type=wanted, strict=False, str_keys=True)
        except msgspec.ValidationError as error:
            raise InvalidData(f"Invalid value for field '{field}': {error}") from error

    return convert
