"""From what a request says to what a provider is asked, and back."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from time import perf_counter
from typing import Any

from merx.commerce.search import Facet, Highlight, NotOffered, Search
from merx.commerce.search.api.schemas import FacetOf, HighlightOf, OneSearch, Snippet, StoreSearch
from merx.commerce.search.requests import Found
from merx.framework.errors import InvalidData
from merx.framework.http import UNSET

SNIPPET = 160
"""Characters of a snippet whose length nobody said."""


def searches_of(data: StoreSearch) -> list[OneSearch]:
    """Raises `InvalidData` for a body that is both one search and several, or neither."""
    if data.queries is not UNSET:
        if data.entity is not UNSET:
            raise InvalidData("Invalid request: 'queries' and 'entity' exclude each other")
        return data.queries
    if data.entity is UNSET:
        raise InvalidData("Invalid request: Field 'entity' is required")
    return [OneSearch(entity=data.entity, fields=data.fields, filters=data.filters, pagination=data.pagination, search_options=data.search_options)]


def search_of(asked: OneSearch) -> Search:
    """Raises `NotOffered` for what this shop's search does not do, `InvalidData` for what cannot be meant."""
    options = asked.search_options
    for name, given in (("vector", options.vector), ("distinct", options.distinct)):
        if given is not UNSET:
            raise NotOffered(name, "documents have no vectors" if name == "vector" else "a product is one document already")
    if options.disjunctive_facets:
        raise NotOffered("disjunctive_facets", "send a query without the facet's own filter beside")
    filters = dict(asked.filters)
    q = filters.pop("q", None)
    if not isinstance(q, str | None):
        raise InvalidData("Invalid request: 'filters.q' is what was typed: a text")
    return Search(
        q=q or "",
        filters=filters,
        fields=asked.fields,
        skip=asked.pagination.skip if asked.pagination.cursor is UNSET else _place(asked.pagination.cursor),
        take=asked.pagination.take,
        order=[(name, way == "DESC") for name, way in asked.pagination.order.items()],
        match=options.match_strategy,
        typos=options.typo_tolerance,
        searched=options.attributes_to_search_on,
        facets=[_facet(each) for each in options.facets],
        highlight=_highlight(options.highlight),
        min_score=None if options.min_score is UNSET else options.min_score,
        count=options.count,
    )


def _facet(asked: FacetOf | str) -> Facet:
    if isinstance(asked, str):
        return Facet(field=asked)
    ranges = [] if asked.ranges is UNSET else [{"key": _or_none(each.key), "from": _or_none(each.from_), "to": _or_none(each.to)} for each in asked.ranges]
    if asked.type == "range" and asked.ranges is UNSET:
        raise InvalidData(f"Invalid request: Field 'ranges' of the facet '{asked.field}' is required")
    return Facet(
        field=asked.field,
        type=asked.type,
        limit=20 if asked.limit is UNSET else asked.limit,
        sort="count" if asked.sort is UNSET else asked.sort,
        query=_or_none(asked.query),
        ranges=ranges,
    )


def _highlight(asked: bool | HighlightOf) -> Highlight | None:  # noqa: FBT001 - the contract's
    if isinstance(asked, bool):
        return Highlight() if asked else None
    length = asked.snippet.length if isinstance(asked.snippet, Snippet) else SNIPPET if asked.snippet else None
    return Highlight(fields=asked.fields, pre_tag=asked.pre_tag, post_tag=asked.post_tag, snippet=length)


def _or_none(value: Any) -> Any:
    return None if value is UNSET else value


def _cursor(place: int) -> str:
    return urlsafe_b64encode(b"%d" % place).decode().rstrip("=")


def _place(cursor: str) -> int:
    try:
        place = int(urlsafe_b64decode(cursor.encode() + b"=="))
    except ValueError as error:
        raise InvalidData("Invalid request: 'cursor' is none that a search gave") from error
    if not 0 <= place < 2**53:
        raise InvalidData("Invalid request: 'cursor' is none that a search gave")
    return place


def result_of(found: Found, search: Search, *, scored: bool, started: float) -> dict[str, Any]:
    """One of the contract's `SearchResult`. `started` is when the search was, by `perf_counter`."""
    end = search.skip + search.take
    more = search.take > 0 and (end < found.count if found.count is not None else len(found.hits) == search.take)
    result: dict[str, Any] = {"hits": [_hit(hit, scored=scored) for hit in found.hits]}
    if search.facets:
        result["facets"] = found.facets or {}
    result["metadata"] = {
        "skip": search.skip,
        "take": search.take,
        "count": found.count,
        "next_cursor": _cursor(end) if more else None,
        "query": search.q or None,
        "processing_time_ms": round(1000 * (perf_counter() - started), 1),
    }
    return result


def _hit(hit: Any, *, scored: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": hit.id, "document": hit.document}
    if scored:
        shown["score"] = hit.score
    if hit.highlights is not None:
        shown["highlights"] = hit.highlights
    return shown
