"""Requests that mean harm, made from what the live app serves: whoever adds a route adds them too."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from merx.framework.data.graph import Graph
from merx.framework.query.fields import LONGEST
from tests.stories.nonsense import BODY, JSON, REFUSED, Operation, Wrong

# --- orders and filters -----------------------------------------------------------------------------------------------

ORDERS = (
    *("id;drop", "id desc", "id--", "id,id", "(select 1)", "id::text", '"id"', "1", "-", "--id", "id.", ".id", "$q", "metadata.a", "created_at'"),
    *("variants.$q", "variants.prices.amount); drop table product; --", "variants.price_set.price_set.id", "a" * 3000),
)
NOT_SHOWN = ("variants.price_set.prices.amount", "sales_channels.name", "customer.groups.name", "orders.email", "cart.email", "created_by", "mpath")
"""What shoppers do not see does not sort for them either: the order would tell it."""

UNKNOWN = ("password", "zzz", "zzz[$gt]", "zzz[zzz]", "$not[id]", "$not[0][id]", "$q", "$some[id]", "$nor[0][id]", "__proto__", "constructor")


def wrong_orders(operation: Operation) -> Iterator[Wrong]:
    """Of a list: orders that are no field's name."""
    if operation.is_list and "order" in operation.queries:
        for text in (*ORDERS, *(NOT_SHOWN if operation.path.startswith("/store/") else ())):
            yield _asked(operation, f"order={text}", refused=True)


def unknown_filters(operation: Operation) -> Iterator[Wrong]:
    """Of a list: conditions on what is no field of it, also inside groups."""
    if not operation.is_list:
        return
    for name in UNKNOWN:
        # Some routes of the contract leave out what they do not know; none does in a group.
        yield _asked(operation, f"{name}=1", refused=None)
        if "$or" in operation.queries:
            yield _asked(operation, f"$or[0]{_bracketed(name)}=1", refused=True)


def _bracketed(name: str) -> str:
    head, bracket, rest = name.partition("[")
    return f"[{head}]{bracket}{rest}"


def _asked(operation: Operation, query: str, *, refused: bool | None) -> Wrong:
    url = operation.url()
    return Wrong(query[:80], operation.method, f"{url}{'&' if '?' in url else '?'}{query}", operation.content, status=REFUSED if refused else None)


# --- fields -----------------------------------------------------------------------------------------------------------


def greedy_fields(operation: Operation, graph: Graph) -> Iterator[Wrong]:
    """Everything that hangs anywhere, as wide as goes and two relations deep."""
    if "fields" in operation.queries:
        yield from (_asked(operation, f"fields={text}", refused=None) for text in _everything(graph))


@cache
def _everything(graph: Graph) -> tuple[str, ...]:
    relations = [each for of_entity in graph.relations.values() for each in of_entity.values()]
    wide = dict.fromkeys(each.name for each in relations)
    deep = dict.fromkeys(f"{each.name}.{below}" for each in relations for below in graph.relations[each.target])
    return tuple(_in_pieces([*wide, *deep]))


def _in_pieces(names: list[str]) -> Iterator[str]:
    piece = ""
    for name in names:
        if len(piece) + len(name) + 2 > LONGEST:
            yield piece
            piece = ""
        piece += f"{',' if piece else ''}*{name}"
    yield piece


# --- bodies -----------------------------------------------------------------------------------------------------------

TOO_MANY = 10_001
POLLUTION = ("__proto__", "constructor", "prototype", "$set", "", "id\u202e")


def wrong_keys(operation: Operation) -> Iterator[Wrong]:
    """Names that mean something elsewhere, where only known names are taken; and one name twice."""
    if operation.method not in BODY or operation.body is None:
        return
    schema = operation.schemas.resolved(operation.body)
    is_closed = schema.get("additionalProperties") is False
    for name in POLLUTION:
        yield _sent(operation, f"the key {name!r}", json.dumps({name: {"is_admin": True}}).encode(), refused=is_closed)
    for name in list(schema.get("properties", {}))[:2]:
        key = json.dumps(name).encode()
        yield _sent(operation, f"{name} twice", b'{%s:{"a":[[]]},%s:[[[]]]}' % (key, key), refused=False)


def oversized(operation: Operation) -> Iterator[Wrong]:
    """Lists without an end, in every field that takes a list."""
    if operation.method not in BODY or operation.body is None:
        return
    for name, field in operation.schemas.resolved(operation.body).get("properties", {}).items():
        if operation.schemas.admits(field, []) or operation.schemas.admits(field, ["x"]):
            content = b"{%s:[%s]}" % (json.dumps(name).encode(), b",".join([b'"x"'] * TOO_MANY))
            yield _sent(operation, f"{TOO_MANY} {name}", content, refused=True)


def _sent(operation: Operation, what: str, content: bytes, *, refused: bool) -> Wrong:
    return Wrong(what, operation.method, operation.url(), content, JSON, status=REFUSED if refused else None)


# --- credentials ------------------------------------------------------------------------------------------------------

NOBODY: tuple[dict[str, Any], ...] = (
    {},
    {"authorization": ""},
    {"authorization": "Bearer"},
    {"authorization": "Bearer "},
    {"authorization": "Bearer null"},
    {"authorization": "Bearer undefined"},
    {"authorization": "Basic"},
    {"authorization": "Basic "},
    {"authorization": "Basic Og=="},
    {"authorization": "Basic c2tfOg=="},
    {"authorization": "Basic sk_"},
    {"authorization": "Bearer eyJhbGciOiJub25lIn0.eyJhY3Rvcl9pZCI6InVzZXJfMSIsImFjdG9yX3R5cGUiOiJ1c2VyIn0."},
    {"cookie": "connect.sid="},
    {"cookie": "connect.sid=s%3A."},
    {"authorization": "Bearer " + "a" * 20_000},
)
"""Credentials that are none."""

NO_KEYS: tuple[dict[str, str], ...] = (
    {},
    {"x-publishable-api-key": ""},
    {"x-publishable-api-key": " "},
    {"x-publishable-api-key": "null"},
    {"x-publishable-api-key": "pk_"},
    {"x-publishable-api-key": "%"},
    {"x-publishable-api-key": "' or 1=1 --"},
)
