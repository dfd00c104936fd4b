"""What a provider is asked, and what it answers."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

import msgspec

Match: TypeAlias = Literal["all", "any", "last"]
"""Which words must be there: all of them; any; or the first, where those with more of the others come first."""

Filter: TypeAlias = Mapping[str, Any]
"""Conditions that all hold: `{"type_id": "ptyp_1", "created_at": {"$gte": ...}, "$or": [...]}`. Checked against the index's fields."""


class Facet(msgspec.Struct, frozen=True, kw_only=True):
    """What to count: each value of a field, ranges of it, or its smallest, largest, mean and sum."""

    field: str
    type: Literal["value", "range", "stats"] = "value"
    limit: int = 20
    sort: Literal["count", "alpha"] = "count"
    query: str | None = None
    ranges: Sequence[Mapping[str, Any]] = ()


class Highlight(msgspec.Struct, frozen=True, kw_only=True):
    """Where to mark what was found, and with what; `snippet` cuts the text to so many characters around it."""

    fields: Sequence[str] = ()
    pre_tag: str = "<em>"
    post_tag: str = "</em>"
    snippet: int | None = None


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """One search. `narrowed` is what holds whatever the caller's own `filters` say."""

    q: str = ""
    filters: Filter = {}
    narrowed: Filter = {}
    fields: Sequence[str] = ()
    skip: int = 0
    take: int = 20
    order: Sequence[tuple[str, bool]] = ()
    """(field, whether it descends)."""
    match: Match = "all"
    typos: bool = True
    searched: Sequence[str] = ()
    """Only in these fields; all, if none is named."""
    facets: Sequence[Facet] = ()
    highlight: Highlight | None = None
    min_score: float | None = None
    count: Literal["estimated", "exact", "none"] = "estimated"


class Hit(msgspec.Struct, kw_only=True):
    id: str
    score: float | None
    document: dict[str, Any]
    highlights: dict[str, list[str]] | None = None


class Found(msgspec.Struct, kw_only=True):
    """A page of hits, the best first. `count` is None if it was not asked for; an estimated one is exact as far as the provider looks."""

    hits: list[Hit]
    count: int | None = None
    facets: dict[str, Any] | None = None
