"""How rows come from there: articles as records, authors as plain data, and authors can be searched."""

from merx.framework.data import Found, Search, Wanted, source
from merx.framework.errors import InvalidData
from merx.framework.scope import Scope

from .models import Article, Author
from .service import ARTICLES, AUTHORS, CmsService


@source(Article, by=("id", "tea_id", "author_id"))
async def articles(scope: Scope, wanted: Wanted) -> list[Article]:
    return scope[CmsService].find(ARTICLES, wanted.column, list(wanted.values), wanted.fields)


@source(Author)
async def authors(scope: Scope, wanted: Wanted) -> list[dict[str, str]]:
    return [{"id": row.id, "name": row.name} for row in scope[CmsService].find(AUTHORS, wanted.column, list(wanted.values), wanted.fields)]


@authors.searched
async def search_authors(scope: Scope, search: Search) -> Found:
    del scope
    if unknown := set(search.filters) - {"id", "name"}:
        raise InvalidData(f"Authors are not found by {', '.join(sorted(unknown))}")
    fit = [row for row in AUTHORS if all(getattr(row, name) == value for name, value in search.filters.items())]
    fit.sort(key=lambda row: row.name, reverse=search.order == ("-name",))
    return Found(fit[search.offset :][: search.limit], len(fit))
