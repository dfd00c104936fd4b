"""Whether an option is for a context: its rules, as a pure function."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol, cast


class Rule(Protocol):
    """What a rule says: `attribute` of the context compares like `operator` to `value`."""

    @property
    def attribute(self) -> str: ...
    @property
    def operator(self) -> str: ...
    @property
    def value(self) -> Any: ...


def all_hold(rules: Iterable[Rule], context: Mapping[str, Any]) -> bool:
    """Whether every rule holds; an option without rules is for everybody."""
    return all(_holds(rule, _text(context.get(rule.attribute))) for rule in rules)


def _text(value: Any) -> str | None:
    # Rules are stored as text, so the context is read as text too; flags as JSON writes them.
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


def _holds(rule: Rule, have: str | None) -> bool:
    given: object = rule.value
    wanted = [_text(each) or "" for each in (cast("list[Any]", given) if isinstance(given, list) else [given])]
    match rule.operator:
        case "eq" | "in":
            return have in wanted
        case "ne" | "nin":
            return have not in wanted
        case _:
            return have is not None and _compare(rule.operator, have, wanted[0])


def _compare(operator: str, have: str, wanted: str) -> bool:
    left, right = _number(have), _number(wanted)
    pair: tuple[Any, Any] = (have, wanted) if left is None or right is None else (left, right)
    match operator:
        case "gt":
            return pair[0] > pair[1]
        case "gte":
            return pair[0] >= pair[1]
        case "lt":
            return pair[0] < pair[1]
        case _:
            return pair[0] <= pair[1]


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
