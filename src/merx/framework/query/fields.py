"""Stage 1: what a caller's `fields` parameter selects, as paths over the route's defaults. Knows no entity yet."""

from collections.abc import Iterable
from functools import lru_cache

from merx.framework.errors import InvalidData

RELATIONS_LIMIT = 6
"""How many relations deep a client may ask where a route says nothing of its own."""

LONGEST = 8_000
"""Characters of a `fields` parameter; the longest lists of known clients have a tenth of that."""


def selection(
    given: str | None,
    *,
    defaults: tuple[str, ...],
    allowed: frozenset[str] | None = None,
    restricted: frozenset[str] = frozenset(),
    relations_limit: int | None = None,
) -> tuple[str, ...]:
    """The paths to select: `a.b`, `a.*` for every column of a relation, `-a.b` for what a star shall leave out.

    An entry without a modifier replaces the defaults; `+x` and `*rel` add, `-x` removes. What `allowed` does not name
    is dropped, else what has a `restricted` segment. Raises `InvalidData` when a path is more than `relations_limit`
    relations deep, listing such paths. Repeated calls with the same arguments cost a look-up.
    """
    if not given:
        return _defaults(defaults)
    if len(given) > LONGEST:
        raise InvalidData(f"'fields' is {len(given)} characters long; at most {LONGEST} are read")
    return _selection(given, defaults, allowed, restricted, relations_limit or RELATIONS_LIMIT)


@lru_cache(maxsize=256)
def _defaults(defaults: tuple[str, ...]) -> tuple[str, ...]:
    return _unique(_normal(entry) for entry in defaults)


@lru_cache(maxsize=1024)
def _selection(given: str, defaults: tuple[str, ...], allowed: frozenset[str] | None, restricted: frozenset[str], relations_limit: int) -> tuple[str, ...]:
    entries = [entry for entry in given.split(",") if entry.strip()]
    removed = [_normal(entry.strip()[1:]).removesuffix(".*") for entry in entries if entry.strip().startswith("-")]
    asked = [_normal(entry) for entry in entries if not entry.strip().startswith("-")]
    asked = [path for path in asked if path and _is_granted(path, allowed, restricted)]
    _refuse_deep(asked, relations_limit)
    replaces = any(_is_plain(entry) for entry in entries)
    paths = asked if replaces else [*_defaults(defaults), *asked]
    kept = [path for path in paths if not any(_is_under(path, gone) for gone in removed)]
    # A removed path may still be covered by a star: the plan takes it out of there.
    return _unique([*kept, *(f"-{gone}" for gone in removed if gone)])


def normalized(fields: Iterable[str]) -> tuple[str, ...]:
    """Field paths from code, where `*items` and `+items.title` are as good as `items.*` and `items.title`."""
    return tuple(entry if entry.startswith("-") else _normal(entry) for entry in fields)


def _normal(entry: str) -> str:
    """`*a.b` and `a.b.*` are one path; a path with empty or starred segments in between is none ('')."""
    path = entry.strip().removeprefix("+").strip()
    if path.startswith("*"):
        path = f"{path[1:].removesuffix('.*')}.*" if len(path) > 1 else "*"
    *parents, last = path.split(".")
    if last == "" or any(part == "" or "*" in part for part in parents) or ("*" in last and last != "*"):
        return ""
    return path


def _is_plain(entry: str) -> bool:
    # A "+" of the query string arrives as a space.
    return not entry.startswith((" ", "+", "-", "*")) and not entry.endswith(".*")


def _is_granted(path: str, allowed: frozenset[str] | None, restricted: frozenset[str]) -> bool:
    if allowed is not None:
        # A relation in the set grants its columns by star, never its nested fields by name.
        return path in allowed or (path.endswith(".*") and path[:-2] in allowed)
    return restricted.isdisjoint(path.split("."))


def _refuse_deep(paths: Iterable[str], limit: int) -> None:
    deep = [path for path in paths if path.count(".") > limit]
    if deep:
        raise InvalidData(f"The following fields expand more than the maximum of {limit} allowed relations: {', '.join(deep)}")


def _is_under(path: str, parent: str) -> bool:
    return path == parent or path.startswith(f"{parent}.")


def _unique(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for path in paths if path))
