"""Bodies that make no sense: no JSON, no object, and values that no field expects."""

import json
from collections.abc import Iterator
from typing import Any

from tests.stories.nonsense.asking import REFUSED, Wrong
from tests.stories.nonsense.document import NOWHERE, Operation, member_of, plausible, properties_of

BODY = ("POST", "PUT", "PATCH")
DEEPEST_FIELD = 3

# --- whole bodies -----------------------------------------------------------------------------------------------------

DEEP = 2000
MALFORMED: dict[str, bytes] = {
    "half an object": b"{bad",
    "a comma too many": b'{"a":1,}',
    "NaN": b'{"a":NaN}',
    "two values": b"{} {}",
    "2000 levels": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "2000 lists": b'{"a":' + b"[" * DEEP + b"]" * DEEP + b"}",
    "no UTF-8": b'{"a":"\xff"}',
    "half a surrogate": b'{"a":"\\ud800"}',
    "a byte order mark in UTF-16": '{"a":1}'.encode("utf-16"),
    "NUL in a name": b'{"\\u0000":1}',
    "a NUL byte": b'{"a":"\0"}',
}
NO_OBJECTS = (b"[1]", b"[]", b'"x"', b"1", b"true", b"null")


def wrong_bodies(operation: Operation) -> Iterator[Wrong]:
    """Bodies that are no JSON, no object, too much, or called something else."""
    if operation.method not in BODY or operation.body is None:
        return
    url = operation.url()
    for what, content in MALFORMED.items():
        yield Wrong(what, operation.method, url, content, status=REFUSED)
    for content in NO_OBJECTS:
        refused = not operation.schemas.admits(operation.body, json.loads(content))
        yield Wrong(content.decode(), operation.method, url, content, status=REFUSED if refused else None)
    yield Wrong("3 MB", operation.method, url, b'{"a":"%s"}' % (b"x" * 3_000_000), status=frozenset({413}))
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "\x7f"):
        yield Wrong(f"content type {kind!r}", operation.method, url, b"{}", kind, status=REFUSED, says="Content-Type")
    if (
        not operation.schemas.admits(operation.body, {**_object(operation), "zzz": 1})
        and operation.schemas.resolved(operation.body).get("additionalProperties") is False
    ):
        yield Wrong("an unknown field", operation.method, url, json.dumps({"zzz": 1}).encode(), status=REFUSED, says="zzz" if not _object(operation) else "")


# --- a field at a time ------------------------------------------------------------------------------------------------

STRANGERS: tuple[Any, ...] = ([[[]]], {"zzz": {"zzz": None}}, True, 12.5, "%")
NUMBERS = ("1e999", "-1e999", "1" + "0" * 40)
ODD_NUMBERS = ("-1", "0", "1e-50", "99999999999999999999", "9007199254740993")
ODD_STRINGS = ("", "x" * 20_000, "\U0001f4a3\u202e'\"%_\\ --", "1e999", NOWHERE)


def wrong_values(operation: Operation) -> Iterator[Wrong]:
    """For each field of the body: values of another type, and values that are right by type alone."""
    if operation.method not in BODY or operation.body is None:
        return
    base = _object(operation)
    for path, schema in _fields(operation, operation.body, ()):
        # What the contract calls a number may come as {"value": ...}: it is the number that is refused.
        name = path[-2] if path[-1] == "value" and len(path) > 1 else path[-1]
        for raw, refused, what in _values(operation, schema):
            content = _with(operation, base, path, raw)
            yield Wrong(
                f"{'.'.join(path)} = {what}", operation.method, operation.url(), content, status=REFUSED if refused else None, says=name if refused else ""
            )


def _values(operation: Operation, schema: dict[str, Any]) -> Iterator[tuple[bytes, bool, str]]:
    for value in [each for each in STRANGERS if not operation.schemas.admits(schema, each)][:2]:
        yield json.dumps(value).encode(), not (isinstance(value, dict) and operation.schemas.admits(schema, {})), json.dumps(value)
    if operation.schemas.admits(schema, "x" * 10) or operation.schemas.admits(schema, NOWHERE):
        yield b'"a\\u0000b"', True, "NUL"
        yield b'"\\udc00"', False, "half a surrogate"
        yield from ((json.dumps(text).encode(), False, repr(text[:30])) for text in ODD_STRINGS)
    if operation.schemas.admits(schema, 1):
        yield from ((text.encode(), True, text) for text in NUMBERS)
        yield from ((text.encode(), False, text) for text in ODD_NUMBERS)
    if operation.schemas.admits(schema, []):
        item = json.dumps(plausible(operation, member_of(operation, schema, "items") or {}, "")).encode()
        yield from ((text, False, text.decode()[:40]) for text in (b"[]", b"[null]", b"[%s,%s]" % (item, item), b"[" + b",".join([item] * 600) + b"]"))
    if operation.schemas.admits(schema, {}):
        yield from ((text, False, text.decode()[:40]) for text in (b"{}", b'{"":""}', b'{"a":{"b":[1.5,null]}}', b'{"\\u0000":1}'))


def _fields(operation: Operation, schema: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    for name, field in properties_of(operation, schema).items():
        yield (*path, name), field
        if len(path) + 1 < DEEPEST_FIELD:
            item = member_of(operation, field, "items")
            yield from _fields(operation, item if item is not None else field, (*path, name))


def _with(operation: Operation, base: dict[str, Any], path: tuple[str, ...], raw: bytes) -> bytes:
    """`base` as JSON with `raw` at `path`; what is missing on the way is made up."""
    marker = "@@ here @@"
    body = json.loads(json.dumps(base))
    place, schema = body, operation.body or {}
    for name in path[:-1]:
        schema = properties_of(operation, schema)[name]
        item = member_of(operation, schema, "items")
        schema = schema if item is None else item
        inner = plausible(operation, schema, name)
        inner = inner if isinstance(inner, dict) else {}
        place[name] = inner if item is None else [inner]
        place = inner
    place[path[-1]] = marker
    return json.dumps(body).encode().replace(json.dumps(marker).encode(), raw)


def _object(operation: Operation) -> dict[str, Any]:
    made = plausible(operation, operation.body or {}, "")
    return made if isinstance(made, dict) else {}
