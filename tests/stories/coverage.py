"""What a route takes, by the contract and by the live app's own types, and where the two differ."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from merx.framework.http import BATCH_BODY_LIMIT
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
    default: Any = None


NOTHING = Takes(frozenset({"object"}), None, {}, frozenset(), closed=False, member=None, bounds={})
ANYTHING = Takes(ANY, None, None, frozenset(), closed=False, member=None, bounds={})


def taken(schema: Json, named: Json, depth: int = 0) -> Takes:
    """`schema` without its choices and references: what fits any of the choices fits. `named` is where `$ref` leads, by its last step."""
    choices = [each if not _is_amount(each) else AMOUNT for each in _choices(schema, named)]
    if AMOUNT in choices:
        choices = [each for each in choices if "string" not in _kinds(each)]
    return Takes(
        kinds=frozenset[str]().union(*map(_kinds, choices)),
        words=_words(choices),
        fields=_fields(choices, named, depth),
        # What one choice does not ask for is not required.
        required=_every([frozenset(each.get("required", ())) for each in choices if "properties" in each]),
        closed=_are_closed([each for each in choices if "object" in _kinds(each)]),
        member=next((taken(each["items"], named, depth + 1) for each in choices if isinstance(each.get("items"), dict) and depth < DEEPEST), None),
        bounds={name: value for each in choices for name, value in each.items() if name in BOUNDS},
        default=next((each["default"] for each in choices if "default" in each), None),
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


def _are_closed(objects: list[Json]) -> bool:
    return bool(objects) and all(each.get("additionalProperties") is False for each in objects)


def _kinds(schema: Json) -> frozenset[str]:
    if "type" not in schema:
        values = schema.get("enum", [schema["const"]] if "const" in schema else [])
        return frozenset({bool: "boolean", str: "string", type(None): "null"}.get(type(each), "number") for each in values) if values else ANY
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
    names = dict.fromkeys(name for found in objects for name in found)
    return {name: taken({"anyOf": [found[name] for found in objects if name in found]}, named, depth + 1) for name in names}


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
    takes = taken(schema, {**told()["defs"], **schema.get("$defs", {})})
    # Of several bodies each says for itself what it refuses.
    return takes._replace(closed=False) if schema.get("x-strict") is False and "anyOf" not in schema else takes


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
    shape = shape_of(route)
    # The contract has no schema for a form of files either.
    return None if shape.data in (NO_BODY, bytes) or shape.form is not None else _live(shape.data)


def _live(kind: Any) -> Takes:
    (schema,), named = msgspec.json.schema_components([kind], schema_hook=schema_of)
    return taken(schema, named)


# --- the differences --------------------------------------------------------------------------------------------------

GROUPS = frozenset({"$and", "$or"})


def query_differences(route: Route, live: LiveRoute) -> Iterator[str]:
    """What is different in the query. Of a route whose query the contract does not tell, ours may take more; it asks for nothing."""
    contract, takes = told_query(route), live_query(live)
    if contract is not None:
        yield from differences(contract, takes or NOTHING, is_text=True)
    elif takes is not None:
        yield from (f"{name}: required" for name in sorted(takes.required))


def body_differences(route: Route, live: LiveRoute) -> Iterator[str]:
    """What is different in the body, and in how large it may be."""
    if "sizeLimit" in route.told.get("body_parser", {}) and live.body_limit < BATCH_BODY_LIMIT:
        yield f"of {live.body_limit} bytes at most"
    contract, takes = told_body(route), live_body(live)
    if contract is not None or takes is not None:
        yield from differences(contract or NOTHING, takes or NOTHING)


def differences(contract: Takes, live: Takes, where: str = "", *, is_text: bool = False) -> Iterator[str]:
    """Where `live` refuses what `contract` takes, or takes what it refuses. `is_text`: a query string is all text.

    Four things are no difference: a null for what may be left out; a number as text or {"value": ...}, so that none of its
    digits is lost; a narrower bound, where less would make no sense (no price below zero, no parcel of no pieces); and that what
    stands in `$and` and `$or` is checked: there an unknown field that is dropped would be an alternative that lets everything through.
    """
    yield from _of_kinds(contract, live, where, is_text=is_text)
    if contract.words is not None and contract.words != live.words and not _is_boolean(contract, live):
        yield f"{where}: the words are {sorted(live.words or ())}, not {sorted(contract.words)}"
    for name, bound in contract.bounds.items():
        if max(live.bounds.get(each, float("-inf")) for each in (name, "exclusiveMinimum")) < bound:
            yield f"{where}: {name} is {live.bounds.get(name)}, not {bound}"
    if is_text and contract.default is not None and contract.default != live.default:
        yield f"{where}: is {live.default} if nothing is said, not {contract.default}"
    if contract.fields is not None:
        yield from _of_fields(contract, live, where, is_text=is_text)
    if contract.member is not None and "array" in live.kinds:
        yield from differences(contract.member, live.member or ANYTHING, f"{where}[]", is_text=is_text)


def _of_kinds(contract: Takes, live: Takes, where: str, *, is_text: bool) -> Iterator[str]:
    if contract.kinds == ANY:
        return
    wanted, given = contract.kinds, live.kinds
    if "amount" in given and "amount" not in wanted:
        given = given - {"amount"} | {"number"}
    if is_text:
        wanted, given = _of_text(wanted), _of_text(given)
    if wanted - given:
        yield f"{where}: takes no {'/'.join(sorted(wanted - given))}"
    if given - wanted - {"null"}:
        yield f"{where}: takes {'/'.join(sorted(given - wanted))} too"


def _of_text(kinds: frozenset[str]) -> frozenset[str]:
    # A list of one arrives as plain text.
    return kinds - TEXTS | {"text"} if kinds & (TEXTS | {"array"}) else kinds


def _is_boolean(contract: Takes, live: Takes) -> bool:
    return contract.words == frozenset({"true", "false"}) and "boolean" in live.kinds


def _of_fields(contract: Takes, live: Takes, where: str, *, is_text: bool) -> Iterator[str]:
    is_group = where.rpartition(".")[2].removesuffix("[]") in GROUPS
    if live.fields is None:
        if "object" in live.kinds:
            yield f"{where}: may hold anything"
        return
    if contract.closed and not live.closed:
        yield f"{where}: drops unknown fields"
    if live.closed and not contract.closed and not is_group:
        yield f"{where}: refuses unknown fields"
    dot = f"{where}." if where else ""
    for name, wanted in (contract.fields or {}).items():
        if name not in live.fields:
            yield f"{dot}{name}: missing"
            continue
        yield from differences(wanted, live.fields[name], f"{dot}{name}", is_text=is_text)
        if (name in contract.required) != (name in live.required):
            yield f"{dot}{name}: {'not required' if name in contract.required else 'required'}"
    if not is_group:
        yield from (f"{dot}{name}: not in the contract" for name in sorted(live.fields.keys() - (contract.fields or {}).keys()))
