"""Rows that live elsewhere (a CMS, an ERP) and are asked for like our own: `External` declares them, `@source` fetches them.

    class Article(External):                                       # modules/cms/models.py: no table is made
        id: str
        title: str
        product_id: str | None = None

    @source(Article, by=("id", "product_id"))                      # modules/cms/sources.py
    async def articles(scope: Scope, wanted: Wanted) -> list[Article]:
        return await scope[CmsService].articles_by(wanted.column, wanted.values)

    article_product = link(Article.product_id, Product, name="product", back="articles", back_many=True, read_only=True)

Then `scope.query.graph("product", fields=["articles.title"])` costs one statement and one call of `articles`, for the whole page.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from merx.framework.data.model import Record, entity_of
from merx.framework.errors import InvalidData, Misconfigured


class External(Record):
    """A record without a table. Links, views and queries take it as they take a model."""


class Wanted(msgspec.Struct, frozen=True):
    """Which rows a source is asked for: those whose `column` is one of `values`, each given once. `fields` is what will be read of them."""

    column: str
    values: Sequence[Any]
    fields: frozenset[str]


class Search(msgspec.Struct, frozen=True):
    """A query over the external rows themselves, as the caller gave it. `limit` None means all."""

    filters: Mapping[str, Any]
    order: tuple[str, ...] = ()
    limit: int | None = None
    offset: int = 0
    q: str | None = None


class Found(msgspec.Struct, frozen=True):
    """A page of rows, and how many there are on all pages."""

    rows: Sequence[Any]
    count: int


Fetch: TypeAlias = Callable[[Any, Wanted], Awaitable[Sequence[Any]]]
Find: TypeAlias = Callable[[Any, Search], Awaitable[Found]]


class Source:
    """Made by `@source`. `find`, if one is registered, answers searches over the rows."""

    def __init__(self, model: type[External], by: tuple[str, ...], fetch: Fetch) -> None:
        self.model = model
        self.by = by
        self.fetch = fetch
        self.find: Find | None = None

    @property
    def entity(self) -> str:
        return entity_of(self.model).name

    def searched(self, find: Find) -> Find:
        """Register who answers filters, order and pages: `async def f(scope, search: Search) -> Found`.

        Filters of our own rows may then go through these: their keys, 1000 at most, become part of our statement.
        It raises `InvalidData` for filters that the other side does not know.
        """
        if self.find is not None:
            raise Misconfigured(f"The source of '{self.entity}' has somebody who searches it already: {self.find.__qualname__}.")
        self.find = find
        return find

    def __repr__(self) -> str:
        return f"Source({self.entity!r}, by={self.by})"

    def not_searched(self, what: str) -> InvalidData:
        """The refusal of what only `find` could answer."""
        return InvalidData(f"'{self.entity}' lives elsewhere and {what}. It can be selected, and found by one of: {', '.join(self.by)}.")


def source(model: type[External], *, by: Sequence[str] | None = None) -> Callable[[Fetch], Source]:
    """Declare that the function fetches the rows of `model`: `async def f(scope, wanted: Wanted) -> Sequence[Article]`.

    Called once for each place where the rows stand in an answer, with all the values there, in no transaction of its own; rows
    come in any order, those that are not there are left out. `by` are the columns it can be asked by (the key, unless
    said): a link needs its column among them. Raises `Misconfigured` for a column that `model` lacks.
    """
    entity = entity_of(model)
    columns = tuple(by) if by is not None else entity.primary_key
    unknown = [name for name in columns if name not in entity.columns]
    if unknown:
        raise Misconfigured(f"The source of '{entity.name}' is found by '{unknown[0]}', which it lacks. It has: {', '.join(entity.columns)}.")
    return lambda fetch: Source(model, columns, fetch)
