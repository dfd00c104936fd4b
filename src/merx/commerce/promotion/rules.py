"""Whether a context (a cart, a line, a shipping method, as plain data) keeps a rule.

An attribute is a path: `customer.groups.id`. Where the path crosses a list, every entry of it counts: the values of
`customer.groups.id` are the ids of all the groups.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from msgspec import Struct

from merx.commerce.promotion.schemas import RuleOperator

_PATH = re.compile(r"[A-Za-z_]\w{0,62}(\.[A-Za-z_]\w{0,62}){0,5}")


class Rule(Struct, frozen=True, gc=False):
    """The context's `attribute` compares like this to the values."""

    attribute: str
    operator: RuleOperator
    values: tuple[str, ...]


def all_hold(rules: Sequence[Rule], context: Mapping[str, Any]) -> bool:
    """Whether the context keeps every rule; no rules are always kept."""
    return all(holds(rule, context) for rule in rules)


def holds(rule: Rule, context: Mapping[str, Any]) -> bool:
    """Whether the context keeps the rule. What the context does not know is unlike everything: only `ne` holds."""
    values = [_text(value) for value in _found(context, rule.attribute.split("."))]
    if not values:
        return rule.operator == "ne"
    match rule.operator:
        case "eq":
            return all(value in rule.values for value in values)
        case "in":
            return any(value in rule.values for value in values)
        case "ne":
            return not any(value in rule.values for value in values)
        case _:
            return all(any(_compares(rule.operator, value, other) for other in rule.values) for value in values)


def is_path(attribute: str) -> bool:
    """Whether an attribute can be looked up at all; of others no context knows anything."""
    return _PATH.fullmatch(attribute) is not None


def _found(context: Any, path: Sequence[str]) -> Iterator[Any]:
    if isinstance(context, list | tuple):
        for each in cast("Sequence[Any]", context):
            yield from _found(each, path)
    elif not path:
        if context is not None and not isinstance(context, Mapping):
            yield context
    elif isinstance(context, Mapping):
        yield from _found(cast("Mapping[str, Any]", context).get(path[0]), path[1:])


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        # 10.00 and 10 are the same number, and must be the same text.
        return format(value.normalize(), "f")
    return str(value)


def _compares(operator: str, value: str, other: str) -> bool:
    left, right = _number(value), _number(other)
    if left is not None and right is not None:
        return _ordered(operator, left < right, left == right)
    return _ordered(operator, value < other, value == other)


def _ordered(operator: str, below: bool, same: bool) -> bool:  # noqa: FBT001 - the two facts of a comparison
    return {"lt": below, "lte": below or same, "gt": not below and not same, "gte": not below}[operator]


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
