"""What a search may ask over HTTP. Facts of the contract."""

from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from merx.framework.http import UNSET, Body, Unset

Name: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
Positive: TypeAlias = Annotated[int, msgspec.Meta(gt=0, le=2**53 - 1)]


class _Strict(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    pass


class Pagination(_Strict):
    skip: Count = 0
    take: Annotated[int, msgspec.Meta(ge=0, le=100)] = 20
    order: dict[str, Literal["ASC", "DESC"]] = {}
    cursor: str | Unset = UNSET


class Range(_Strict):
    key: str | Unset = UNSET
    from_: float | str | Unset = msgspec.field(default=UNSET, name="from")
    to: float | str | Unset = UNSET


class FacetOf(_Strict):
    """One facet; which of the rest counts depends on its `type`."""

    field: str
    type: Literal["value", "range", "stats"] = "value"
    limit: Positive | Unset = UNSET
    sort: Literal["count", "alpha"] | Unset = UNSET
    query: str | Unset = UNSET
    ranges: Annotated[list[Range], msgspec.Meta(max_length=100)] | Unset = UNSET


class Snippet(msgspec.Struct, kw_only=True):
    length: Positive


class HighlightOf(_Strict):
    fields: list[str]
    pre_tag: str = "<em>"
    post_tag: str = "</em>"
    snippet: bool | Snippet = False


class Vector(_Strict):
    field: str | Unset = UNSET
    value: list[float] | Unset = UNSET
    query: str | Unset = UNSET
    semantic_ratio: Annotated[float, msgspec.Meta(ge=0, le=1)] | Unset = UNSET


class SearchOptionsOf(_Strict):
    attributes_to_search_on: list[str] = []
    match_strategy: Literal["all", "any", "last"] = "all"
    typo_tolerance: bool = True
    facets: Annotated[list[FacetOf | str], msgspec.Meta(max_length=50)] = []
    disjunctive_facets: bool = False
    highlight: bool | HighlightOf = False
    distinct: str | Unset = UNSET
    min_score: float | Unset = UNSET
    include_score: bool = False
    locales: list[str] = []
    vector: Vector | Unset = UNSET
    count: Literal["estimated", "exact", "none"] = "estimated"


class OneSearch(_Strict):
    entity: Name
    fields: list[str] = []
    filters: dict[str, Any] = {}
    pagination: Pagination = msgspec.field(default_factory=Pagination)
    search_options: SearchOptionsOf = msgspec.field(default_factory=SearchOptionsOf)


class StoreSearch(Body):
    """One search, or `queries`, twenty at most."""

    queries: Annotated[list[OneSearch], msgspec.Meta(min_length=1, max_length=20)] | Unset = UNSET
    entity: Name | Unset = UNSET
    fields: list[str] = []
    filters: dict[str, Any] = {}
    pagination: Pagination = msgspec.field(default_factory=Pagination)
    search_options: SearchOptionsOf = msgspec.field(default_factory=SearchOptionsOf)
