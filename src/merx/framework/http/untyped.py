"""Free data inside typed bodies (`metadata`): its numbers are JSON's own, not Decimals.

Bodies are read with exact numbers. Where a type says `Any`, nobody calculates: the value is stored and given back as JSON,
and there `1.5` must stay a number.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias, cast

from msgspec import inspect as mi

Fix: TypeAlias = Callable[[Any], Any]


def fixer(wanted: mi.Type, seen: frozenset[type] = frozenset()) -> Fix | None:
    """What turns the Decimals in the `Any` parts of a value into floats, in place where it can; None if there are no such parts."""
    match wanted:
        case mi.AnyType():
            return as_floats
        case mi.Metadata():
            return fixer(wanted.type, seen)
        case mi.StructType():
            return None if wanted.cls in seen else _of_struct(wanted, seen | {wanted.cls})
        case mi.DictType():
            each = fixer(wanted.value_type, seen)
            return None if each is None else lambda value: _in_dict(value, each)
        case mi.ListType():
            each = fixer(wanted.item_type, seen)
            return None if each is None else lambda value: _in_list(value, each)
        case mi.UnionType():
            return _of_union(wanted, seen)
        case _:
            return None


def as_floats(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return _in_dict(cast("dict[str, Any]", value), as_floats)
    return _in_list(cast("list[Any]", value), as_floats) if isinstance(value, list) else value


def _in_dict(value: Any, fix: Fix) -> Any:
    return {key: fix(each) for key, each in cast("dict[str, Any]", value).items()} if isinstance(value, dict) else value


def _in_list(value: Any, fix: Fix) -> Any:
    return [fix(each) for each in cast("list[Any]", value)] if isinstance(value, list) else value


def _of_struct(wanted: mi.StructType, seen: frozenset[type]) -> Fix | None:
    fixes = {field.encode_name: fix for field in wanted.fields if (fix := fixer(field.type, seen)) is not None}
    if not fixes:
        return None

    def fix_fields(value: Any) -> Any:
        if isinstance(value, dict):
            given = cast("dict[str, Any]", value)
            for name, fix in fixes.items():
                if name in given:
                    given[name] = fix(given[name])
        return cast("Any", value)

    return fix_fields


def _of_union(wanted: mi.UnionType, seen: frozenset[type]) -> Fix | None:
    # msgspec allows one object-like and one list-like member at most, so each fix leaves the other's values alone.
    fixes = [fix for each in wanted.types if (fix := fixer(each, seen)) is not None]
    if not fixes:
        return None

    def fix_all(value: Any) -> Any:
        for fix in fixes:
            value = fix(value)
        return value

    return fix_all
