"""Searching."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from msgspec.structs import replace

from merx.commerce.search.definitions import SearchIndexOf
from merx.commerce.search.errors import FieldNotFit, FieldsNotReturned, IndexNotFound
from merx.commerce.search.requests import Filter, Found, Search
from merx.commerce.search.workflows.declared import answering, declared, index_of
from merx.commerce.translation import translatables
from merx.framework.errors import InvalidData
from merx.framework.scope import Scope


async def find(scope: Scope, name: str, search: Search) -> Found:
    """What is found in the index called `name`, whoever may see it. Nothing, before it was first built.

    Raises `IndexNotFound`, `FieldsNotReturned`, `FieldNotFit`, `NotOffered`, and `InvalidData` for what cannot be meant.
    """
    return await _found(scope, index_of(scope.app, name), search)


async def find_for_shopper(scope: Scope, name: str, search: Search, channels: list[str] | None) -> Found:
    """As `find`, of what a shopper in these channels, or in a shop that has no others, may see now: what has been withdrawn since the document was written is left out.

    What of it is translated, in columns of the entity itself, they read in their language. Indexes and fields that are not for shoppers
    are not there for them.
    """
    index = declared(scope.app).get(name)
    if index is None or index.shown is None:
        raise IndexNotFound(name)
    _check(index, search)
    narrowed: Filter = index.narrowed(channels) if index.narrowed is not None else {}
    found = await _found(scope, index, replace(search, narrowed=narrowed, fields=_shown(index, search.fields)))
    if found.hits:
        ids = [hit.id for hit in found.hits]
        words = _words(scope, index) if scope.locale is not None else ()
        filters = {"$and": [{"id": ids}, index.shown(channels)]}
        rows = await scope.query.graph(index.entity, fields=["id", *words], filters=filters, context={"locale": scope.locale})
        there = {row["id"]: row for row in rows}
        found.hits = [hit for hit in found.hits if hit.id in there]
        for hit in found.hits:
            hit.document.update({name: there[hit.id][name] for name in words if name in hit.document})
    return found


async def _found(scope: Scope, index: SearchIndexOf, search: Search) -> Found:
    returned = _returned(index)
    unknown = [name for name in search.fields if name not in returned and name != "*"]
    if unknown:
        raise FieldsNotReturned(index.name, unknown)
    place = await answering(scope, index)
    if place is None:
        return Found(hits=[], count=None if search.count == "none" else 0)
    found = await place[0].search(scope, place[1], search)
    if search.fields and "*" not in search.fields:
        for hit in found.hits:
            hit.document = {name: hit.document.get(name) for name in dict.fromkeys(("id", *search.fields))}
    return found


def _shown(index: SearchIndexOf, asked: Sequence[str]) -> list[str]:
    every = [name for name in _returned(index) if index.fields[name].store]
    unknown = [name for name in asked if name not in every and name != "*"]
    if unknown:
        raise FieldsNotReturned(index.name, unknown)
    return every if not asked or "*" in asked else list(asked)


def _words(scope: Scope, index: SearchIndexOf) -> list[str]:
    """What the index shows of the entity's columns that are said in several languages."""
    return [name for name in translatables(scope.graph).get(index.entity, ()) if name in index.fields]


def _check(index: SearchIndexOf, search: Search) -> None:
    """Raises `FieldNotFit` for a field that is not for shoppers, wherever they name it: a filter or an order would tell what it holds."""
    highlighted = search.highlight.fields if search.highlight is not None else ()
    named = [*_names(search.filters), *(name for name, _ in search.order), *(facet.field for facet in search.facets), *search.searched, *highlighted]
    for name in named:
        field = index.fields.get(name)
        if field is None or not field.store:
            raise FieldNotFit(index.name, name, "such", [each.name for each in index.fields.values() if each.store])


def _names(filters: Any, depth: int = 0) -> Iterator[str]:
    """The fields that a filter is about."""
    if depth > DEEPEST:
        raise InvalidData(f"A filter is nested more than {DEEPEST} deep")
    for name, value in cast("dict[str, Any]", filters).items() if isinstance(filters, dict) else ():
        if name.startswith("$"):
            for each in cast("list[Any]", value) if isinstance(value, list) else [value]:
                yield from _names(each, depth + 1)
        else:
            yield name


DEEPEST = 16


def _returned(index: SearchIndexOf) -> list[str]:
    return [field.name for field in index.fields.values() if field.returned]
