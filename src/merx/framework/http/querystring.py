"""The grammar of query strings: `a=1&b[]=1,2&c[$gt]=3&$or[0][x]=1&variants.sku=X` as nested data, all leaves text."""

from typing import Any, Final, TypeAlias, cast
from urllib.parse import unquote_to_bytes

from merx.framework.errors import InvalidData

Value: TypeAlias = "str | list[Any] | dict[str, Any]"

MAX_PAIRS: Final = 1000
MAX_DEPTH: Final = 6
_ITEMS: Final = ""


def parse(raw: bytes) -> dict[str, Any]:
    """The parameters of a raw query string. Raises `InvalidData` naming the key that cannot be read."""
    parts = raw.split(b"&")
    if len(parts) > MAX_PAIRS:
        raise InvalidData(f"Invalid request: more than {MAX_PAIRS} query parameters")
    found: dict[str, Any] = {}
    nested = False
    for part in parts:
        if not part:
            continue
        name, _, value = part.partition(b"=")
        key, text = _decode(name), _decode(value, name)
        if "[" in key or "." in key:
            nested = True
            _put(found, _path(key), text, key)
        else:
            _append(found, key, text)
    return {key: _settle(value) for key, value in found.items()} if nested else found


def _decode(raw: bytes, name: bytes | None = None) -> str:
    if b"+" in raw:
        raw = raw.replace(b"+", b" ")
    if b"%" in raw:
        raw = unquote_to_bytes(raw)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise InvalidData(f"Invalid request: Field '{_shown(name or raw)}' is not valid UTF-8") from error
    if "\0" in text:
        raise InvalidData(f"Invalid request: Field '{_shown(name or raw)}' must not contain NUL characters")
    return text


def _shown(name: bytes) -> str:
    return name.decode(errors="replace").replace("\0", "")[:100]


def _path(key: str) -> list[str]:
    head, bracket, rest = key.partition("[")
    path = head.split(".") if head else []
    if len(path) > 2:  # noqa: PLR2004 - one dot is the grammar's limit
        raise InvalidData(f"Key accessor more than 2 levels deep: {key[:100]}")
    if bracket:
        path.extend(rest.removesuffix("]").split("]["))
    if len(path) > MAX_DEPTH or "" in path[:-1] or path == [_ITEMS]:
        raise InvalidData(f"Invalid request: Field '{key[:100]}' is nested too deep or has no name")
    return path


def _append(into: dict[str, Any], key: str, text: str) -> None:
    if key not in into:
        into[key] = text
    elif isinstance(into[key], list):
        into[key].append(text)
    elif isinstance(into[key], str):
        into[key] = [into[key], text]
    else:
        raise _both(key)


def _both(key: str) -> InvalidData:
    return InvalidData(f"Invalid request: Field '{key[:100]}' is given both as a value and as an object")


def _put(into: dict[str, Any], path: list[str], text: str, key: str) -> None:
    *parents, last = path
    target: Any = into
    for segment in parents:
        target = target.setdefault(segment, {})
        if not _is_object(target):
            raise _both(key)
    if last == _ITEMS:
        target.setdefault(_ITEMS, []).append(text)
    else:
        _append(target, last, text)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _settle(value: Any) -> Value:
    """Objects whose keys are `[]` or numbers become lists."""
    if not isinstance(value, dict):
        return cast("Value", value)
    fields = cast("dict[str, Any]", value)
    if list(fields) == [_ITEMS]:
        items = cast("list[str]", fields[_ITEMS])
        return items[0].split(",") if len(items) == 1 else items
    if all(key.isascii() and key.isdigit() for key in fields):
        return [_settle(fields[key]) for key in sorted(fields, key=lambda digits: (len(digits), digits))]
    return {key: _settle(each) for key, each in fields.items()}
