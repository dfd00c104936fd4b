"""What a request may say: bodies and query parameters, declared as Structs.

class Subscribe(Body):
variant_id: str
email: str | None | Unset = UNSET          # absent, null and given are three things

class ProductListParams(ListParams, loose=True, groups=True, context=("region_id",)):
id: str | list[str] | Unset = UNSET
created_at: Operators | Unset = UNSET
region_id: str | Unset = UNSET
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, TypeAlias, cast, dataclass_transform

import msgspec
from msgspec import UNSET
from msgspec import UnsetType as Unset

from merx.framework.data.filters import Filters
from merx.framework.query.fields import LONGEST

Limit: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
Offset: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
Way: TypeAlias = str | Callable[[Any], Filters]
"""From a parameter to what it filters: a path (`"tags.id"`), or what makes filters of its value."""

__all__ = ["UNSET", "Body", "FieldParams", "Limit", "ListParams", "LooseBody", "Offset", "OperatorMap", "Operators", "Params", "Unset", "changes", "filters_of"]


@dataclass_transform(kw_only_default=True, field_specifiers=(msgspec.field,))
class _BodyMeta(msgspec.StructMeta):
    pass


class Body(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, metaclass=_BodyMeta):
    """A request body that refuses unknown fields. Nest plain Structs (or `LooseBody`) where the contract drops them."""


class LooseBody(msgspec.Struct, kw_only=True, metaclass=_BodyMeta):
    """A request body that drops unknown fields."""


class _Facts(msgspec.Struct, frozen=True):
    context: frozenset[str]
    groups: bool
    through: Mapping[str, Way] = {}


_NO_FACTS = _Facts(frozenset(), groups=False)


def facts_of(params: type) -> _Facts | None:
    """What the class line said; None for a class that is no `Params`."""
    return getattr(params, "__merx_params__", None)


@dataclass_transform(kw_only_default=True, field_specifiers=(msgspec.field,))
class _ParamsMeta(msgspec.StructMeta):
    __merx_params__: "_Facts"

    """Reads the class line.

    `loose` drops unknown keys, `groups` adds `$and` and `$or`, `context` names what is no filter, `through` says what
    filters it when a parameter is not called as the field is.
    """

    def __new__(
        mcls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        *,
        loose: bool | None = None,
        groups: bool | None = None,
        context: Sequence[str] = (),
        through: Mapping[str, Way] | None = None,
        **struct: Any,
    ) -> Any:
        inherited = next((facts_of(base) for base in bases if facts_of(base) is not None), None) or _NO_FACTS
        if groups and not inherited.groups:
            annotations = dict(namespace.get("__annotations__", {}))
            for field in ("and", "or"):
                annotations[f"{field}_"] = list[dict[str, Any]] | Unset
                namespace[f"{field}_"] = msgspec.field(default=UNSET, name=f"${field}")
            namespace["__annotations__"] = annotations
        struct.setdefault("kw_only", True)
        if loose is not None:
            struct["forbid_unknown_fields"] = not loose
        cls = super().__new__(mcls, name, bases, namespace, **struct)
        with_groups = inherited.groups if groups is None else groups
        cls.__merx_params__ = _Facts(inherited.context | frozenset(context), with_groups, {**inherited.through, **(through or {})})
        return cls


class Params(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, metaclass=_ParamsMeta):
    """Query parameters. Unknown keys are refused, unless the class says `loose=True`."""


class FieldParams(Params):
    """Of a route that answers one thing."""

    fields: Annotated[str, msgspec.Meta(max_length=LONGEST)] | Unset = UNSET


class ListParams(FieldParams):
    """Of a route that answers a page. Fields that a subclass adds are filters, but for those in `context`."""

    limit: Limit = 50
    offset: Offset = 0
    order: str | Unset = UNSET
    q: str | Unset = UNSET
    with_deleted: bool = False


_GROUPS = frozenset({"$and", "$or"})
_PAGING = frozenset({"fields", "limit", "offset", "order", "q", "with_deleted"})


class OperatorMap(
    msgspec.Struct,
    kw_only=True,
    omit_defaults=True,
    rename={name.rstrip("_"): f"${name.rstrip('_')}" for name in ("eq", "ne", "nin", "like", "ilike", "re", "contains", "gt", "gte", "lt", "lte")}
    | {"in_": "$in"},
):
    """Comparisons of one field, all of which hold. Unknown operators are dropped."""

    eq: str | list[str] | Unset = UNSET
    ne: str | list[str] | Unset = UNSET
    in_: list[str] | Unset = UNSET
    nin: list[str] | Unset = UNSET
    like: str | Unset = UNSET
    ilike: str | Unset = UNSET
    re: str | Unset = UNSET
    contains: str | Unset = UNSET
    gt: str | Unset = UNSET
    gte: str | Unset = UNSET
    lt: str | Unset = UNSET
    lte: str | Unset = UNSET


Operators: TypeAlias = str | list[str] | OperatorMap
"""A value, a list of values, or `field[$gt]=...`."""


def changes(data: msgspec.Struct) -> dict[str, Any]:
    """The fields that were given, by their Python names; what was absent is absent, null is None."""
    return {name: value for name in data.__struct_fields__ if (value := getattr(data, name)) is not UNSET}


@cache
def _filter_fields(params: type[msgspec.Struct]) -> tuple[tuple[str, str], ...]:
    facts = facts_of(params) or _NO_FACTS
    fields = msgspec.structs.fields(params)
    return tuple((f.name, f.encode_name) for f in fields if f.name not in _PAGING and f.name not in facts.context)


def filters_of(params: msgspec.Struct) -> Filters:
    """The filters that a request asked for: its own fields, without paging and context. What a group searches for is `$q` there."""
    kind = type(params)
    through = (facts_of(kind) or _NO_FACTS).through
    found: dict[str, Any] = {}
    for name, encoded in _filter_fields(kind):
        value = getattr(params, name)
        if value is UNSET:
            continue
        if encoded in _GROUPS:
            found[encoded] = [_entry(each, through) for each in value]
        else:
            _put(found, encoded, value, through)
    return found


def _entry(entry: Mapping[str, Any], through: Mapping[str, Way]) -> Filters:
    found: dict[str, Any] = {}
    for name, value in entry.items():
        _put(found, "$q" if name == "q" else name, value, through)
    return found


def _put(found: dict[str, Any], name: str, value: Any, through: Mapping[str, Way]) -> None:
    if isinstance(value, msgspec.Struct):
        value = msgspec.to_builtins(value)
    if isinstance(value, dict):
        value = _searching(cast("dict[str, Any]", value))
    way = through.get(name, name)
    if isinstance(way, str):
        found[way] = value
    else:
        found.update(way(value))


def _searching(filters: Mapping[str, Any]) -> dict[str, Any]:
    """`variants[q]=blue` searches in variants."""
    return {"$q" if name == "q" else name: _searched(value) for name, value in filters.items()}


def _searched(value: Any) -> Any:
    if isinstance(value, dict):
        return _searching(cast("dict[str, Any]", value))
    return [_searched(each) for each in cast("list[Any]", value)] if isinstance(value, list) else value


@cache
def group_of(params: type[msgspec.Struct]) -> type[msgspec.Struct] | None:
    """What one entry of `$and` or `$or` may hold: the filters of `params`, `q`, and nothing else; None where it takes no groups."""
    facts = facts_of(params)
    if facts is None or not facts.groups:
        return None
    hints = {f.encode_name: f.type for f in msgspec.structs.fields(params)}
    members = [(name, hints[name], UNSET) for name in ("q", *(name for _, name in _filter_fields(params))) if name in hints and name not in _GROUPS]
    return msgspec.defstruct(f"{params.__name__}Group", members, omit_defaults=True, forbid_unknown_fields=True)
