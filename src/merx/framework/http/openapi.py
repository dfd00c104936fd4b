"""The OpenAPI document, from the routes' declared types: what a handler takes and answers is what the document says."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from merx.framework.http.additional_data import FIELD, Extras, has_field
from merx.framework.http.answer import Answer
from merx.framework.http.audience import Audience
from merx.framework.http.endpoint import MAX_ID, NO_BODY, Shape, is_spoken, shape_of
from merx.framework.http.multipart import Multipart
from merx.framework.http.numbers import schema_of
from merx.framework.http.parameters import Params
from merx.framework.http.routes import Route
from merx.framework.languages import LONGEST

_REF: Final = "#/components/schemas/{name}"
_ERROR: Final = {
    "type": "object",
    "description": "A refusal: `type` decides the status, `code` is stable, `message` is for people.",
    "properties": {"code": {"type": "string"}, "type": {"type": "string"}, "message": {"type": "string"}},
    "required": ["message"],
}
_REFUSED: Final = {"description": "Refused", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
_SECURITY: Final = {
    "publishable_key": {"type": "apiKey", "in": "header", "name": "x-publishable-api-key"},
    "session": {"type": "apiKey", "in": "cookie", "name": "connect.sid"},
    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "secret_key": {"type": "http", "scheme": "basic", "description": "A secret API key as the user name, with an empty password"},
}
_IDEMPOTENCY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key and body again is answered as before, for 24 hours; with another body it is a 409.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
}


_LOCALE: Final = {
    "name": "locale",
    "in": "query",
    "required": False,
    "description": "The language to answer in, where there are translations; the header `x-medusa-locale` says the same.",
    "schema": {"type": "string", "maxLength": LONGEST, "pattern": "^([A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*)?$"},
}


class Document:
    """The document of `routes`, built when first asked for. `extras` says what a shop declared of `additional_data`."""

    def __init__(self, routes: Iterable[Route], extras: Extras | None = None) -> None:
        self._routes = [(route, shape_of(route)) for route in routes if not route.hidden]
        self._extras = extras
        self._bytes: bytes | None = None

    def json(self) -> bytes:
        if self._bytes is None:
            self._bytes = msgspec.json.encode(self.build())
        return self._bytes

    def build(self) -> dict[str, Any]:
        """The document as plain data."""
        extras = {route: kind for route, shape in self._routes if (kind := self._extra_of(route, shape)) is not None}
        types = list(dict.fromkeys([*(kind for _, shape in self._routes for kind in _types(shape)), *extras.values()]))
        schemas, components = msgspec.json.schema_components(types, schema_hook=schema_of, ref_template=_REF)
        schema_by_type = dict(zip(types, schemas, strict=True))
        paths: dict[str, dict[str, Any]] = {}
        for route, shape in sorted(self._routes, key=lambda pair: pair[0].path):
            operation = paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, shape, schema_by_type)
            if route in extras:
                _declare(operation, schema_by_type[shape.data], components, schema_by_type[extras[route]])
        return {
            "openapi": "3.1.0",
            "info": {"title": "Merx", "version": "1", "description": "A shop: its storefront and its administration."},
            "paths": paths,
            "components": {
                "schemas": _plain({**components, "Error": _ERROR}),
                "securitySchemes": _SECURITY,
            },
        }

    def _extra_of(self, route: Route, shape: Shape) -> Any:
        return self._extras.type_of(route) if self._extras is not None and has_field(shape.data) else None


def _declare(operation: dict[str, Any], body: dict[str, Any], components: dict[str, Any], extra: dict[str, Any]) -> None:
    """Say what the shop's `additional_data` is: of this route's body alone, others may share the body's type."""
    whole = components[body["$ref"].rpartition("/")[2]] if "$ref" in body else body
    declared = {"anyOf": [extra, {"type": "null"}]}
    schema = {**whole, "properties": {**whole["properties"], FIELD: declared}}
    operation["requestBody"]["content"]["application/json"]["schema"] = _plain(schema)


def _types(shape: Shape) -> Iterator[Any]:
    if shape.data not in (NO_BODY, bytes) and shape.form is None:
        yield shape.data
    if shape.query_type is not None:
        yield from (field.type for field in msgspec.structs.fields(shape.query_type))
    if _has_result(shape):
        yield shape.result


def _has_result(shape: Shape) -> bool:
    # An Answer is bytes already; what they hold is the query's affair.
    kind: Any = shape.result
    return kind not in (None, type(None), bytes, Any) and kind is not Answer and getattr(kind, "to_asgi_response", None) is None


def _operation(route: Route, shape: Shape, schemas: dict[Any, Any]) -> dict[str, Any]:
    segments = [part for part in route.path.split("/") if part and not part.startswith("{")]
    operation: dict[str, Any] = {
        "operationId": re.sub(r"\W+", "_", f"{route.method.lower()}{route.path}").strip("_"),
        "summary": route.summary,
        "tags": [" ".join(segments[:2])],
        "parameters": [*_path_parameters(shape), *_query_parameters(shape, schemas)],
        "responses": {
            str(route.status): {"description": "Done", "content": {"application/json": {"schema": _result(shape, schemas)}}},
            "4XX": _REFUSED,
        },
        "security": list(_security(route.audience)),
    }
    if is_spoken(shape):
        operation["parameters"].append(_LOCALE)
    if route.method == "POST" and not route.secret and shape.form is None:
        operation["parameters"].append(_IDEMPOTENCY)
    if shape.data is bytes:
        operation["requestBody"] = {"content": {"*/*": {"schema": {}}}}
    elif shape.form is not None:
        operation["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": _form(shape.form)}}}
    elif shape.data is not NO_BODY:
        operation["requestBody"] = {"required": _is_required(shape.data), "content": {"application/json": {"schema": _plain(schemas[shape.data])}}}
    return operation


def _result(shape: Shape, schemas: dict[Any, Any]) -> Any:
    return _plain(schemas[shape.result]) if _has_result(shape) else {"type": "object"}


def _form(form: type[Multipart]) -> dict[str, Any]:
    file = {"type": "string", "format": "binary"}
    return {"type": "object", "properties": {form.field: {"type": "array", "items": file} if form.many else file}, "required": [form.field]}


def _is_required(body: Any) -> bool:
    return isinstance(body, type) and issubclass(body, msgspec.Struct) and any(field.required for field in msgspec.structs.fields(body))


def _path_parameters(shape: Shape) -> Iterator[dict[str, Any]]:
    for name in shape.path:
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1, "maxLength": MAX_ID}}


def _query_parameters(shape: Shape, schemas: dict[Any, Any]) -> Iterator[dict[str, Any]]:
    kind: type[Params] | None = shape.query_type
    if kind is None:
        return
    for field in msgspec.structs.fields(kind):
        parameter: dict[str, Any] = {"name": field.encode_name, "in": "query", "required": field.required}
        if field.encode_name in ("$and", "$or"):
            text = f"Filters that {'all' if field.encode_name == '$and' else 'any'} hold: `{field.encode_name}[0][field]=value`"
            yield parameter | {"style": "deepObject", "explode": True, "description": text, "schema": {"type": "object"}}
            continue
        schema = _plain(schemas[field.type])
        if _is_nested(schema):
            parameter |= {"style": "deepObject", "explode": True}
            schema = _object_of(schema)
        if field.default is not msgspec.NODEFAULT and field.default is not msgspec.UNSET:
            schema = {**schema, "default": field.default}
        yield parameter | {"schema": schema}


def _is_nested(schema: dict[str, Any]) -> bool:
    return "$ref" in schema or schema.get("type") == "object" or any(_is_nested(each) for each in schema.get("anyOf", ()))


def _object_of(schema: dict[str, Any]) -> dict[str, Any]:
    # `field[$gt]=...` is one style of parameter, `field=value` another, and a document can name only one.
    return next((_object_of(each) for each in schema.get("anyOf", ()) if _is_nested(each)), schema)


def _security(audience: Audience) -> Iterator[dict[str, list[str]]]:
    key: dict[str, list[str]] = {"publishable_key": []} if audience.publishable_key else {}
    if not audience.required:
        yield key
    if audience.actors:
        for via in audience.via:
            yield {**key, "secret_key" if via == "api-key" else via: []}


def _plain(schema: Any) -> Any:
    """The e-mail pattern is Python's; `format: email` says the same to everyone."""
    if isinstance(schema, dict):
        kept: dict[str, Any] = {key: _plain(value) for key, value in schema.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - JSON Schema
        if kept.get("format") == "email":
            kept.pop("pattern", None)
        return kept
    if isinstance(schema, list):
        return [_plain(each) for each in schema]  # pyright: ignore[reportUnknownVariableType] - JSON Schema
    return schema
