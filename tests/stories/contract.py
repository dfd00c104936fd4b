"""The HTTP API as the contract beside this repository tells it, and what is wrong with an answer."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import jsonschema_rs
import pytest

CONTRACT = Path(__file__).resolve().parents[3] / "shared" / "contract"

beside = pytest.mark.skipif(not CONTRACT.exists(), reason=f"the contract's data does not lie beside this repository ({CONTRACT.name})")

Json = dict[str, Any]

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_WRITTEN_OUT = re.compile(r"\{ (\w+): (\w+); \}")
_PARAMETER = re.compile(r":\w+|\{\w+\}")


@cache
def told() -> Json:
    """`routes.json`."""
    return json.loads((CONTRACT / "routes.json").read_text())


@cache
def examples() -> list[Json]:
    """The recorded requests of `errors.json`."""
    return json.loads((CONTRACT / "errors.json").read_text())["examples"]


def pattern(path: str) -> str:
    """`path` without the names of its parameters."""
    return _PARAMETER.sub("{}", path)


OTHER_NAMES = {"RefundReasonResponse": "AdminRefundReasonResponse", "PaginatedResponse<RefundReasonsResponse>": "AdminRefundReasonListResponse"}
"""Shapes that the routes call otherwise than `responses/` does."""


class Route(NamedTuple):
    """A method at a path, as the contract tells it."""

    method: str
    path: str
    told: Json

    @property
    def keys(self) -> set[str]:
        return set(self.told["response"].get("keys", ()))

    @property
    def shape(self) -> Json | None:
        kind = self.told["response"].get("type")
        kind = OTHER_NAMES.get(kind, kind)
        if kind is None or kind in shapes():
            return kind and {"$ref": f"#/$defs/{kind}"}
        key, one = _WRITTEN_OUT.fullmatch(kind).groups()
        value = {"$ref": f"#/$defs/{one}"} if one in shapes() else {"type": one}
        return {"type": "object", "properties": {key: value}, "required": [key]}

    @property
    def defaults(self) -> list[str] | None:
        """The fields that are answered when nothing else is asked for; None if the route has no such set."""
        name = self.told.get("fields", {}).get("defaults")
        return None if name is None else told()["field_sets"][name]


@cache
def routes() -> Mapping[tuple[str, str], Route]:
    return {(each["method"], pattern(each["path"])): Route(each["method"], each["path"], each) for each in told()["routes"] if "response" in each}


def route_at(method: str, url: str) -> Route:
    """The route that serves `url`: of several, the one with fewer parameters."""
    asked = url.partition("?")[0].strip("/").split("/")
    fitting = [path for its_method, path in routes() if its_method == method and _fits(path.strip("/").split("/"), asked)]
    return routes()[method, min(fitting, key=lambda path: path.count("{}"))]


def _fits(path: list[str], asked: list[str]) -> bool:
    return len(path) == len(asked) and all(own in ("{}", other) for own, other in zip(path, asked, strict=True))


# --- shapes -----------------------------------------------------------------------------------------------------------


NULLABLE = (
    *(("AdminPrice", "title"), ("AdminShippingOptionType", "description"), ("StoreShippingOptionType", "description")),
    *(("AdminCampaign", field) for field in ("description", "starts_at", "ends_at", "budget")),
    *(("AdminCampaign", f"budget.{field}") for field in ("currency_code", "limit", "attribute")),
    ("StoreCartPromotion", "application_method.currency_code"),
)
"""What by its shape is always there, and is null where nobody said anything: by `models.json` the columns may be."""


@cache
def shapes() -> Json:
    """All shapes by their names, which point to each other as `#/$defs/<name>`."""
    found: Json = {}
    for file in sorted((CONTRACT / "responses").glob("*.json")):
        found |= json.loads(re.sub(r'"[\w-]+\.json#/(\w+)"', r'"#/$defs/\1"', file.read_text()))
    for name, field in NULLABLE:
        *path, last = field.split(".")
        place = found[name]
        for step in path:
            place = next(part for part in _choices(place["properties"][step]) if "properties" in part)
        place["properties"][last] = {"anyOf": [place["properties"][last], {"type": "null"}]}
    return found


def _choices(shape: Json) -> Iterator[Json]:
    yield shape
    yield from shape.get("anyOf", ())


@cache
def _validator(route: tuple[str, str]) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for({**(routes()[route].shape or {}), "$defs": shapes()})


def _parts(shape: Json) -> Iterator[Json]:
    """The shape and everything it is made of or may be."""
    yield shape
    for each in (*((shapes()[shape["$ref"].rpartition("/")[2]],) if "$ref" in shape else ()), *shape.get("anyOf", ()), *shape.get("allOf", ())):
        yield from _parts(each)


def _properties(shape: Json) -> Json:
    return {name: each for part in _parts(shape) for name, each in part.get("properties", {}).items()}


def _member(shape: Json) -> Json:
    """The shape of what is in the list, if it is one."""
    return next((part["items"] for part in _parts(shape) if "items" in part), shape)


def _columns(shape: Json) -> list[str]:
    """What every row shows when all its columns are asked for: no relations, they are asked for by name."""
    always = {name for part in _parts(shape) for name in part.get("x-required", ())}
    return [name for name, each in _properties(shape).items() if name in always and not name.startswith("raw_") and not _properties(_member(each))]


# --- answers ----------------------------------------------------------------------------------------------------------

_FRAME = ("id", "object", "deleted", "count", "offset", "limit", "estimate_count", "type", "error")


def faults(route: Route, answer: httpx.Response, *, whole: bool = True) -> Iterator[str]:
    """What is wrong with a successful answer. `whole`: the request left the choice of fields to the route."""
    if answer.status_code not in route.told["status"]:
        yield f"status {answer.status_code}, not {route.told['status']}: {answer.text[:300]}"
        return
    if not answer.headers["content-type"].startswith("application/json"):
        return
    body = answer.json()
    alternatives = [set(keys) for keys in route.told["response"].get("one_of_keys", [route.keys])]
    # Which keys may be absent, the shape says below; where there is none, none may.
    if not any(set(body) <= keys if route.shape else set(body) == keys for keys in alternatives):
        yield f"keys {sorted(body)}, not {sorted(route.keys)}"
    if route.shape is None:
        return
    for error in _validator((route.method, pattern(route.path))).iter_errors(body):
        yield f"{'.'.join(str(step) for step in error.instance_path)}: {error.message[:200]}"
    yield from _times(body, "")
    if whole:
        for key, value in body.items():
            if key not in _FRAME and route.method != "DELETE":
                shape = _member(_properties(route.shape).get(key, {}))
                for default in route.defaults or (["*"] if shape else []):
                    yield from _absent(value, _steps(default), shape, key)


def _steps(default: str) -> list[str]:
    """`*a.b`, `a.*b` and `a.b.*` are the columns of `a.b`."""
    bare = default.replace("*", "").strip(".")
    return [*bare.split("."), *(("*",) if "*" in default else ())] if bare else ["*"]


def _absent(value: Any, steps: list[str], shape: Json, where: str) -> Iterator[str]:
    """Whether something is missing in `value` that a default field names."""
    if isinstance(value, list):
        for each in value[:3]:
            yield from _absent(each, steps, shape, where)
        return
    if not isinstance(value, dict) or not steps:
        return
    step, *rest = steps
    for name in _columns(shape) if step == "*" else [step]:
        if name not in value:
            yield f"{where}.{name} is missing"
        elif rest:
            yield from _absent(value[name], rest, _member(_properties(shape).get(name, {})), f"{where}.{name}")


def _times(value: Any, where: str) -> Iterator[str]:
    for key, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if key == "metadata":
            continue
        if isinstance(key, str) and key.endswith("_at") and isinstance(each, str) and not _TIME.fullmatch(each):
            yield f"{where}.{key}: {each} is no time in milliseconds and UTC"
        yield from _times(each, f"{where}.{key}")
