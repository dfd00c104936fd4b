"""Requests that make no sense, made from the OpenAPI document: whatever a shop offers, asked wrongly in every way we know."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import httpx
import jsonschema_rs

JSON = "application/json"
BODY = ("POST", "PUT", "PATCH")
BAD_REQUEST = 400
DEEPEST_FIELD = 3
NOWHERE = "nothing_01ARZ3NDEKTSV4RRFFQ69G5FAV"


class Schemas:
    """The document's named schemas, and what fits them."""

    def __init__(self, components: dict[str, Any]) -> None:
        self._components = components
        self._validators: dict[str, Any] = {}

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema:
            schema = self._components["schemas"][schema["$ref"].rpartition("/")[2]]
        return schema

    def admits(self, schema: dict[str, Any], value: Any) -> bool:
        key = json.dumps(schema)
        if key not in self._validators:
            self._validators[key] = jsonschema_rs.validator_for({"allOf": [schema], "components": self._components})
        return self._validators[key].is_valid(value)


class Operation(NamedTuple):
    """A method at a path, and what the document says about it. `ids` are those of things that exist, by path (`/admin/orders/{}`) and by name (`order_id`)."""

    method: str
    path: str
    parameters: list[dict[str, Any]]
    body: dict[str, Any] | None
    schemas: Schemas
    ids: Mapping[str, str]

    @property
    def queries(self) -> list[str]:
        return [each["name"] for each in self.parameters if each["in"] == "query"]

    @property
    def is_list(self) -> bool:
        return self.method == "GET" and "limit" in self.queries and self.path not in ONES

    @property
    def content(self) -> bytes | None:
        """The least that may be sent; None where nothing is."""
        return None if self.body is None else json.dumps(plausible(self, self.body, "")).encode()

    def url(self, *, every: str | None = None) -> str:
        """The path with ids of things that exist, or with `every` in place of each; and the query that may not be left out."""
        made = pattern = ""
        for segment in self.path.strip("/").split("/"):
            pattern += "/{}" if segment.startswith("{") else f"/{segment}"
            made += f"/{every or self.ids.get(pattern, NOWHERE)}" if segment.startswith("{") else f"/{segment}"
        needed = [f"{each['name']}={self.ids.get(each['name'], 'x')}" for each in self.parameters if each["in"] == "query" and each["required"]]
        return f"{made}?{'&'.join(needed)}" if needed else made


class Wrong(NamedTuple):
    """A request, and what must come of it: a status (any below 500 if None), and a message that holds `says`."""

    what: str
    method: str
    url: str
    content: bytes | None = None
    content_type: str = JSON
    status: frozenset[int] | None = None
    says: str = ""

    @property
    def is_hopeless(self) -> bool:
        """Whether nothing can come of it but a refusal."""
        return self.status is not None and min(self.status) >= BAD_REQUEST


def operations(document: dict[str, Any], ids: Mapping[str, str]) -> list[Operation]:
    """Everything that the document offers, in its order."""
    schemas = Schemas(document["components"])
    return [
        Operation(method.upper(), path, told.get("parameters", []), _json_body(told), schemas, ids)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]


def _json_body(told: dict[str, Any]) -> dict[str, Any] | None:
    return told.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema")


ONES = ("/admin/refund-reasons/{id}", "/store/product-types/{id}", "/store/products/{id}")
"""They answer one thing, take the parameters of its list too, as the contract says, and have no use for them."""

ONE = ("/store/products/{id}", "/store/product-types/{id}")
"""Routes of one thing that take a page's parameters all the same: there is nothing to put in order."""

# --- ids in paths -----------------------------------------------------------------------------------------------------

IDS = {
    "300 characters": "x" * 300,
    "NUL": "%00",
    "dots": "%2e%2e",
    "a slash": "a%2Fb",
    "unicode": "%F0%9F%92%A3",
    "no UTF-8": "%ff",
    "SQL": "'%20OR%201=1--",
    "a percent": "%25",
}


def wrong_ids(operation: Operation) -> Iterator[Wrong]:
    """Ids of nothing, and texts that no id is."""
    if "{" not in operation.path:
        return
    content = operation.content
    ours = operation.path.startswith(("/admin", "/store"))
    # A rule type is one of three words: another one is no thing that is missing, but a mistake.
    unknown = frozenset({400, 404}) if "{rule_type}" in operation.path else frozenset({404})
    statuses = {"GET": unknown, "DELETE": frozenset({200, 400, 404})}.get(operation.method) if ours and not operation.is_list else None
    yield Wrong("an unknown id", operation.method, operation.url(every=NOWHERE), content, status=statuses)
    for what, text in IDS.items():
        yield Wrong(f"an id of {what}", operation.method, operation.url(every=text), content)


# --- query strings ----------------------------------------------------------------------------------------------------

REFUSED = frozenset({400})
PAGING = {
    "limit": ("-1", "abc", "9" * 30, "1.5", "1&limit=2", "%00", "", "-0.5", "NaN"),
    "offset": ("-1", "x", "9" * 30, "[]", "%00"),
    "with_deleted": ("perhaps", "2", "%00"),
    "order": ("nope", "id;drop", "-nope", "id,nope", "a.b.c.d.e.f.g.h", "%00"),
    "q": ("%00", "%ff"),
}
AND = "$and[0]" + "[$and][0]" * 100


def wrong_pages(operation: Operation) -> Iterator[Wrong]:
    """Of a list: pages, orders, searches that cannot be; also filters that no field could have."""
    if not operation.is_list:
        return
    for name, texts in PAGING.items():
        if name in operation.queries:
            yield from (_asked(operation, f"{name}={text}", says=name if name != "order" else "") for text in texts)
    for query in (f"{AND}[id]=x", "id[a][b][c][d][e][f][g]=1", "a.b.c.d=1", "%00=1", "%ff=1", "[]=1"):
        yield _asked(operation, query)
    for query in (
        "=1",
        "created_at[$gt]=banana",
        "id[$nope]=1",
        "$and=x",
        "$or[0]=x",
        "$and[0][zzz]=1",
        "zzz=1",
        "offset=9007199254740991",
        "q=%25_%5C'%22",
        f"q={'x' * 5000}",
        "&&&",
    ):
        yield _asked(operation, query, status=None)


FIELDS = ("%00", "%ff", "fields[a]=b", "x" * 9000)
ODD_FIELDS = (
    ",".join(["*"] * 500),
    "+",
    "-",
    "-*",
    "*",
    "**",
    ".",
    "a..b",
    "id.id",
    "*id",
    "*.*",
    "'",
    "id,-id",
    ".".join(["metadata"] * 6),
    "a.*.b",
    "%20",
    "__proto__",
    "id%20as%20x",
)


def wrong_fields(operation: Operation) -> Iterator[Wrong]:
    """Selections that are none, and selections without a bottom."""
    if "fields" not in operation.queries:
        return
    yield from (_asked(operation, text if "=" in text else f"fields={text}", says="fields") for text in FIELDS)
    deep = ".".join(["parent"] * 12)
    if operation.method == "GET":
        # Routes that list what they answer leave out the rest, however deep.
        yield _asked(operation, f"fields={deep}", status=None, says="parent.parent")
        yield _asked(operation, f"fields=*{'.'.join(['variants', 'product'] * 6)}", status=None, says="variants.product")
        yield from (_asked(operation, f"fields={text}", status=None) for text in ODD_FIELDS)
    elif not operation.path.startswith("/store/"):
        # Refused before anything is written.
        yield _asked(operation, f"fields={deep}", says="parent.parent")


ODD_TEXTS = ("", "x" * 3000, "%F0%9F%92%A3", "-1", "1e999", "9" * 30, "NaN", "null", "2026-13-45", "99999-01-01")
ODD_SHAPES = (
    "[$gt]=banana",
    "[$re]=(",
    "[$like]=%5C",
    "[$in][]=x",
    "[$in]=x",
    "[$eq][a]=x",
    "[]=a&{}[]=b",
    "[0]=a",
    "[$gt]=9e9999",
    "[$lt]=infinity",
    "[$ne]=null",
)


def wrong_filters(operation: Operation) -> Iterator[Wrong]:
    """For each parameter that is no page's: texts and shapes that it does not expect."""
    if operation.body is not None:
        return
    for name in operation.queries:
        # Where there are three times, one is enough.
        if name in (*PAGING, "fields", "$and", "$or", "updated_at", "deleted_at"):
            continue
        yield _asked(operation, f"{name}=%00", says=name)
        yield _asked(operation, f"{name}=%ff", says=name)
        # An export takes a list's filters: what is odd about their texts is tried there.
        yield from (_asked(operation, f"{name}={text}", status=None, says=name) for text in (ODD_TEXTS if operation.method == "GET" else ()))
        yield from (_asked(operation, name + shape.format(name), status=None, says=name) for shape in ODD_SHAPES)
        yield _asked(operation, f"{name}[x][y]=1", status=None)


def _asked(operation: Operation, query: str, *, status: frozenset[int] | None = REFUSED, says: str = "") -> Wrong:
    shown = query if len(query) < 80 else f"{query[:80]}..."
    url = operation.url()
    if operation.path in ONE and query.startswith("order="):
        status = None
    return Wrong(shown, operation.method, f"{url}{'&' if '?' in url else '?'}{query}", operation.content, status=status, says=says)


# --- bodies -----------------------------------------------------------------------------------------------------------

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
        item = json.dumps(plausible(operation, _member(operation, schema, "items") or {}, "")).encode()
        yield from ((text, False, text.decode()[:40]) for text in (b"[]", b"[null]", b"[%s,%s]" % (item, item), b"[" + b",".join([item] * 600) + b"]"))
    if operation.schemas.admits(schema, {}):
        yield from ((text, False, text.decode()[:40]) for text in (b"{}", b'{"":""}', b'{"a":{"b":[1.5,null]}}', b'{"\\u0000":1}'))


def _fields(operation: Operation, schema: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    for name, field in _properties(operation, schema).items():
        yield (*path, name), field
        if len(path) + 1 < DEEPEST_FIELD:
            item = _member(operation, field, "items")
            yield from _fields(operation, item if item is not None else field, (*path, name))


def _choices(operation: Operation, schema: dict[str, Any]) -> Iterable[dict[str, Any]]:
    schema = operation.schemas.resolved(schema)
    for each in schema.get("anyOf", [schema]):
        yield operation.schemas.resolved(each)


def _properties(operation: Operation, schema: dict[str, Any]) -> dict[str, Any]:
    return next((each["properties"] for each in _choices(operation, schema) if "properties" in each), {})


def _member(operation: Operation, schema: dict[str, Any], key: str) -> dict[str, Any] | None:
    return next((each[key] for each in _choices(operation, schema) if isinstance(each.get(key), dict)), None)


def _with(operation: Operation, base: dict[str, Any], path: tuple[str, ...], raw: bytes) -> bytes:
    """`base` as JSON with `raw` at `path`; what is missing on the way is made up."""
    marker = "@@ here @@"
    body = json.loads(json.dumps(base))
    place, schema = body, operation.body or {}
    for name in path[:-1]:
        schema = _properties(operation, schema)[name]
        item = _member(operation, schema, "items")
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


def plausible(operation: Operation, schema: dict[str, Any], name: str) -> Any:
    """The least that fits `schema`; where an id is asked for, one of something that exists."""
    schema = next((each for each in _choices(operation, schema) if each.get("type") != "null"), {})
    if "const" in schema or "enum" in schema:
        return schema.get("const", next(iter(schema.get("enum", ())), None))
    if "default" in schema and schema["default"] is not None:
        return schema["default"]
    match schema.get("type"):
        case "object":
            properties = schema.get("properties", {})
            return {key: plausible(operation, properties[key], key) for key in schema.get("required", ())}
        case "array":
            return [plausible(operation, schema.get("items", {}), name.removesuffix("s") + "_id")] if schema.get("minItems") else []
        case "integer" | "number":
            return max(1, schema.get("minimum", 1))
        case "boolean":
            return True
        case _:
            return operation.ids.get(name) or _text(schema)


def _text(schema: dict[str, Any]) -> str:
    return {"email": "ada@example.com", "date-time": "2026-01-01T00:00:00Z"}.get(schema.get("format", ""), "x" * max(1, schema.get("minLength", 1)))


# --- asking -----------------------------------------------------------------------------------------------------------


async def ask(client: httpx.AsyncClient, wrong: Wrong, headers: Mapping[str, str] | None = None) -> httpx.Response:
    sent = {name: value.encode("latin-1") for name, value in {**(headers or {}), "content-type": wrong.content_type}.items()}
    if wrong.content is None:
        del sent["content-type"]
    return await client.request(wrong.method, wrong.url, content=wrong.content, headers=sent)


async def faults(client: httpx.AsyncClient, requests: Iterable[Wrong]) -> list[str]:
    """Ask all of it; one line for each answer that is not what it must be."""
    found: list[str] = []
    for wrong in requests:
        answer = await ask(client, wrong)
        fault = _fault(wrong, answer)
        if fault is not None:
            found.append(f"{wrong.method} {wrong.url.partition('?')[0]} with {wrong.what}: {fault}: {answer.status_code} {answer.text[:200]}")
    return found


_HTML = re.compile(r"<pre>Cannot [A-Z]+ /")


def _fault(wrong: Wrong, answer: httpx.Response) -> str | None:
    if answer.status_code >= 500:
        return "a server error"
    if wrong.status is not None and answer.status_code not in wrong.status:
        return f"not {sorted(wrong.status)}"
    if answer.status_code < 400 or (answer.status_code == 404 and _HTML.search(answer.text)):
        return None
    try:
        body = answer.json()
    except ValueError:
        return "no JSON"
    if not isinstance(body.get("message"), str) or not body["message"]:
        return "no message"
    if "type" not in body and "errors" not in body and answer.status_code != 401:
        return "no type"
    return None if answer.status_code not in (400, 422) or _names(body["message"], wrong.says) else f"'{wrong.says}' is not named"


def _names(message: str, field: str) -> bool:
    """Whether `message` speaks of `field`: `sales_channel_id` may be called a sales channel."""
    return field in message or field.removesuffix("_id").replace("_", " ").lower() in message.lower()
