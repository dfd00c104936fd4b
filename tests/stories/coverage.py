"""What a route takes, by the contract and by the live app's own types, and where the two differ."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from merx.framework.http.endpoint import NO_BODY, shape_of
from merx.framework.http.numbers import schema_of
from merx.framework.http.parameters import group_of
from merx.framework.http.routes import Route as LiveRoute
from tests.stories.contract import Json, Route, told

DEEPEST = 8
"""Nobody's schema is deeper, but for those that hold themselves."""

ANY = frozenset({"string", "number", "boolean", "object", "array", "null"})

AMOUNT: Json = {"type": "amount"}
"""A number that may be written as text or as {"value": ...} too, so that no digit of it is lost."""

TEXTS = frozenset({"string", "number", "boolean", "null"})
"""What is text in a query string, whatever its schema calls it."""


class Takes(NamedTuple):
    """What may stand at one place: the kinds of value, the words if only these, an object's fields, a list's members.

    `fields` is None for an object that may hold anything; `closed` for one that refuses the fields it does not know.
    """

    kinds: frozenset[str]
    words: frozenset[str] | None
    fields: Mapping[str, "Takes"] | None
    required: frozenset[str]
    closed: bool
    member: "Takes | None"
    bounds: Mapping[str, float]


NOTHING = Takes(frozenset({"object"}), None, {}, frozenset(), closed=False, member=None, bounds={})


def taken(schema: Json, named: Json, depth: int = 0) -> Takes:
    """`schema` without its choices and references: what fits any of the choices fits. `named` is where `$ref` leads, by its last step."""
    choices = [each if not _is_amount(each) else AMOUNT for each in _choices(schema, named)]
    if AMOUNT in choices:
        choices = [each for each in choices if "string" not in _kinds(each)]
    whole = [each for each in choices if "type" in each or "enum" in each or "const" in each]
    kinds = frozenset[str]().union(*(_kinds(each) for each in whole)) if len(whole) == len(choices) else ANY
    return Takes(
        kinds=kinds,
        words=_words(choices),
        fields=_fields(choices, named, depth),
        # What one choice does not ask for is not required.
        required=_every([frozenset(each.get("required", ())) for each in choices if "properties" in each]),
        closed=any(each.get("additionalProperties") is False for each in choices),
        member=next((taken(each["items"], named, depth + 1) for each in choices if isinstance(each.get("items"), dict) and depth < DEEPEST), None),
        bounds={name: value for each in choices for name, value in each.items() if name in BOUNDS},
    )


BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems")


def _choices(schema: Json, named: Json) -> Iterator[Json]:
    if "$ref" in schema:
        yield from _choices(named[schema["$ref"].rpartition("/")[2]], named)
    elif "anyOf" in schema:
        for each in schema["anyOf"]:
            yield from _choices(each, named)
    else:
        yield schema


def _kinds(schema: Json) -> frozenset[str]:
    if "type" not in schema:
        values = schema.get("enum", [schema.get("const")])
        return frozenset({bool: "boolean", str: "string", type(None): "null"}.get(type(each), "number") for each in values)
    given = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return frozenset("number" if each == "integer" else each for each in given)


def _words(choices: list[Json]) -> frozenset[str] | None:
    texts = [each for each in choices if "string" in _kinds(each) or "enum" in each or "const" in each]
    if not texts or not all("enum" in each or "const" in each for each in texts):
        return None
    return frozenset(str(word) for each in texts for word in each.get("enum", [each.get("const")]) if word is not None)


def _fields(choices: list[Json], named: Json, depth: int) -> dict[str, Takes] | None:
    objects = [each["properties"] for each in choices if "properties" in each]
    if not objects or depth >= DEEPEST:
        return None
    return {name: taken(each, named, depth + 1) for found in objects for name, each in found.items()}


def _is_amount(schema: Json) -> bool:
    return schema.get("type") == "object" and set(schema.get("properties", ())) == {"value"}


def _every(sets: list[frozenset[str]]) -> frozenset[str]:
    return frozenset[str].intersection(*sets) if sets else frozenset()


# --- the two sides ----------------------------------------------------------------------------------------------------


def told_query(route: Route) -> Takes | None:
    return _told(route.told.get("query"))


def told_body(route: Route) -> Takes | None:
    return _told(route.told.get("body"))


def _told(name: str | None) -> Takes | None:
    if name is None:
        return None
    schema = told()["schemas"][name]
    named = {**told()["defs"], **schema.get("$defs", {})}
    takes = taken(schema, named)
    return takes._replace(closed=False) if schema.get("x-strict") is False else takes


def live_query(route: LiveRoute) -> Takes | None:
    """The query of the live route; what `$and` and `$or` hold is read from what checks them."""
    kind = shape_of(route).query_type
    if kind is None:
        return None
    takes, group = _live(kind), group_of(kind)
    if group is None:
        return takes
    groups = Takes(frozenset({"array"}), None, None, frozenset(), closed=False, member=_live(group), bounds={})
    return takes._replace(fields={**(takes.fields or {}), "$and": groups, "$or": groups})


def live_body(route: LiveRoute) -> Takes | None:
    kind = shape_of(route).data
    return None if kind is NO_BODY or kind is bytes else _live(kind)


def _live(kind: Any) -> Takes:
    (schema,), named = msgspec.json.schema_components([kind], schema_hook=schema_of)
    return taken(schema, named)


# --- the differences --------------------------------------------------------------------------------------------------


def differences(contract: Takes | None, live: Takes | None, where: str = "", *, text: bool = False) -> Iterator[str]:
    """Where the live side refuses what the contract takes, or takes what it refuses. `text`: of a query string."""
    if contract is None and live is None:
        return
    contract, live = contract or NOTHING, live or NOTHING
    wanted, given = _comparable(contract, live, text=text)
    if wanted - given:
        yield f"{where}: takes no {'/'.join(sorted(wanted - given))}"
    if given - wanted:
        yield f"{where}: takes {'/'.join(sorted(given - wanted))} too"
    if contract.words != live.words and contract.words is not None:
        yield f"{where}: words {sorted(live.words) if live.words else None}, not {sorted(contract.words) if contract.words else None}"
    for name, bound in contract.bounds.items():
        if max(live.bounds.get(each, float("-inf")) for each in (name, "exclusiveMinimum")) < bound:
            yield f"{where}: {name} {live.bounds.get(name)}, not {bound}"
    if contract.closed and not live.closed and contract.fields:
        yield f"{where}: drops unknown fields"
    if live.closed and not contract.closed:
        yield f"{where}: refuses unknown fields"
    yield from _of_fields(contract, live, where, text=text)
    if contract.member is not None and live.member is not None:
        yield from differences(contract.member, live.member, f"{where}[]", text=text)
    elif contract.member is not None and "array" in live.kinds:
        yield f"{where}: members may be anything"


def _comparable(contract: Takes, live: Takes, *, text: bool) -> tuple[frozenset[str], frozenset[str]]:
    wanted, given = contract.kinds, live.kinds
    if text:
        return _of_text(wanted), _of_text(given)
    if "amount" in given and "amount" not in wanted:
        given = given - {"amount"} | {"number"}
    return wanted, given


def _of_text(kinds: frozenset[str]) -> frozenset[str]:
    return kinds - TEXTS | {"text"} if kinds & TEXTS else kinds


def _of_fields(contract: Takes, live: Takes, where: str, *, text: bool) -> Iterator[str]:
    if contract.fields is None:
        return
    if live.fields is None:
        if "object" in live.kinds:
            yield f"{where}: may hold anything"
        return
    dot = f"{where}." if where else ""
    for name, wanted in contract.fields.items():
        if name not in live.fields:
            yield f"{dot}{name}: missing"
            continue
        yield from differences(wanted, live.fields[name], f"{dot}{name}", text=text)
        if (name in contract.required) != (name in live.required):
            yield f"{dot}{name}: {'not required' if name in contract.required else 'required'}"
    for name in live.fields.keys() - contract.fields.keys():
        yield f"{dot}{name}: not in the contract"
