"""Filters as SQL over a document's `facts`. Names are the index's own; every value is a parameter."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, cast

import msgspec

from merx.commerce.search import FieldNotFit, IndexField, SearchIndexOf
from merx.framework.errors import InvalidData

DEEPEST, MOST, MOST_VALUES = 16, 100, 1_000
_COMPARED: Final = {"$lt": "<", "$lte": "<=", "$gt": ">", "$gte": ">="}
_encode = msgspec.json.Encoder(decimal_format="number").encode


class Parameters:
    """The values of one statement, `$1` first."""

    def __init__(self) -> None:
        self.values: list[Any] = []

    def add(self, value: Any) -> str:
        self.values.append(value)
        return f"${len(self.values)}"

    def json(self, value: Any) -> str:
        return f"({self.add(_encode(value).decode())}::text)::jsonb"


class Filters:
    """Builds the conditions of one statement. Raises `FieldNotFit` and `InvalidData`, naming field and operator."""

    def __init__(self, index: SearchIndexOf, parameters: Parameters) -> None:
        self._index, self._parameters, self._count = index, parameters, 0
        self._known = [field.name for field in index.fields.values() if field.filterable]

    def all_of(self, wanted: Mapping[str, Any], depth: int = 0) -> str:
        """That everything in this object holds."""
        if depth > DEEPEST:
            raise InvalidData(f"A filter is nested more than {DEEPEST} deep")
        parts = [self._entry(name, value, depth) for name, value in wanted.items()]
        return f"({' AND '.join(parts)})" if parts else "true"

    def _entry(self, name: str, value: Any, depth: int) -> str:
        if name in ("$and", "$or"):
            if not isinstance(value, list) or not all(isinstance(each, dict) for each in cast("list[Any]", value)):
                raise InvalidData(f"'{name}' takes a list of filters")
            # An alternative of nothing is no alternative: none of it holds.
            inner = [self.all_of(each, depth + 1) for each in cast("list[dict[str, Any]]", value)]
            return f"({(' AND ' if name == '$and' else ' OR ').join(inner)})" if inner else str(name == "$and").lower()
        if name == "$not":
            if not isinstance(value, dict):
                raise InvalidData("'$not' takes a filter")
            return f"NOT coalesce({self.all_of(cast('dict[str, Any]', value), depth + 1)}, false)"
        field = self._index.fields.get(name)
        if field is None or not field.filterable:
            raise FieldNotFit(self._index.name, name, "filterable", self._known)
        operators: dict[str, Any] = cast("dict[str, Any]", value) if isinstance(value, dict) else {"$in" if isinstance(value, list) else "$eq": value}
        return " AND ".join(self._compare(field, operator, operand) for operator, operand in operators.items()) or "true"

    def _compare(self, field: IndexField, operator: str, operand: Any) -> str:
        self._count += 1
        if self._count > MOST:
            raise InvalidData(f"A filter may make {MOST} comparisons at most")
        at = f"facts -> '{field.name}'"
        if operator == "$exists":
            return f"coalesce({at} <> 'null', false) = {self._parameters.add(bool(operand))}::boolean"
        if operator in ("$eq", "$ne"):
            return self._negated(self._is(field, operand), denied=operator == "$ne")
        if operator in ("$in", "$nin", "$overlaps"):
            return self._negated(self._any_of(field, self._list(field, operator, operand)), denied=operator == "$nin")
        if operator == "$contains":
            wanted = self._list(field, operator, operand) if isinstance(operand, list) else [operand]
            return " AND ".join(self._is(field, each) for each in wanted) or "true"
        if operator in _COMPARED:
            given = self._parameters.json(_value(field, operator, operand))
            return f"(jsonb_typeof({at}) = jsonb_typeof({given}) AND {at} {_COMPARED[operator]} {given})"
        if operator in ("$prefix", "$like"):
            return self._alike(field, operator, operand)
        raise InvalidData(f"'{field.name}' cannot be compared with '{operator}'")

    def _is(self, field: IndexField, value: Any) -> str:
        if value is None:
            return f"coalesce(facts -> '{field.name}', 'null') = 'null'"
        found = _value(field, "$eq", value)
        # Containment, so that the index over `facts` finds it.
        return f"facts @> {self._parameters.json({field.name: [found] if field.many else found})}"

    def _any_of(self, field: IndexField, values: Sequence[Any]) -> str:
        return f"({' OR '.join(self._is(field, each) for each in values)})" if values else "false"

    def _list(self, field: IndexField, operator: str, operand: Any) -> list[Any]:
        values = cast("list[Any]", operand) if isinstance(operand, list) else [operand]
        if len(values) > MOST_VALUES:
            raise InvalidData(f"'{field.name}': '{operator}' takes {MOST_VALUES} values at most")
        return values

    def _alike(self, field: IndexField, operator: str, operand: Any) -> str:
        if not isinstance(operand, str):
            raise InvalidData(f"'{field.name}': '{operator}' takes a text")
        given = self._parameters.add(operand)
        test = f"starts_with(value, {given}::text)" if operator == "$prefix" else f"value LIKE {given}::text"
        listed = f"jsonb_array_elements_text(CASE jsonb_typeof(facts -> '{field.name}') WHEN 'array' THEN facts -> '{field.name}' ELSE '[]' END)"
        one = f"(SELECT facts ->> '{field.name}')"
        return f"EXISTS (SELECT FROM {listed if field.many else one} AS held(value) WHERE {test})"

    def _negated(self, condition: str, *, denied: bool) -> str:
        return f"NOT coalesce({condition}, false)" if denied else condition


def _value(field: IndexField, operator: str, value: Any) -> Any:
    """As it stands in `facts`. Raises `InvalidData` for what the field cannot be compared with."""
    if field.type == "date":
        return instant(field.name, value)
    fits = isinstance(value, bool) if field.type == "boolean" else _is_number(value) if field.type == "number" else isinstance(value, str)
    if not fits:
        raise InvalidData(f"'{field.name}': '{operator}' takes a {'text' if field.type in ('keyword', 'text') else field.type}")
    if isinstance(value, str) and "\x00" in value:
        raise InvalidData(f"'{field.name}' must not hold NUL")
    return value


def _is_number(value: Any) -> bool:
    return not isinstance(value, bool | str | list | dict) and value is not None


def instant(name: str, value: Any) -> str:
    """An ISO time as documents have it: UTC, milliseconds, `Z`; so that the texts stand in the order of the times."""
    try:
        moment = datetime.fromisoformat(str(value))
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidData(f"'{name}' takes a date: an ISO text such as 2026-11-21T10:49:00Z") from error
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
