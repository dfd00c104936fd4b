"""What a shop offers, as its OpenAPI document tells it, and the least that may be sent there."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import jsonschema_rs

JSON = "application/json"
NOWHERE = "nothing_01ARZ3NDEKTSV4RRFFQ69G5FAV"
ONES = ("/admin/refund-reasons/{id}", "/store/product-types/{id}", "/store/products/{id}")
"""They answer one thing, take the parameters of its list too, as the contract says, and have no use for them."""


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


# --- the least that fits ------------------------------------------------------------------------------------------------


def plausible(operation: Operation, schema: dict[str, Any], name: str) -> Any:
    """The least that fits `schema`; where an id is asked for, one of something that exists."""
    schema = next((each for each in choices(operation, schema) if each.get("type") != "null"), {})
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


def choices(operation: Operation, schema: dict[str, Any]) -> Iterable[dict[str, Any]]:
    schema = operation.schemas.resolved(schema)
    for each in schema.get("anyOf", [schema]):
        yield operation.schemas.resolved(each)


def properties_of(operation: Operation, schema: dict[str, Any]) -> dict[str, Any]:
    return next((each["properties"] for each in choices(operation, schema) if "properties" in each), {})


def member_of(operation: Operation, schema: dict[str, Any], key: str) -> dict[str, Any] | None:
    return next((each[key] for each in choices(operation, schema) if isinstance(each.get(key), dict)), None)
