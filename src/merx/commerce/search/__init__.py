"""Search: finding what the shop sells by what people type.

Owns: indexes, their versions, and who keeps them up to date; the documents of the provider that comes with Merx.
Leaves to others: what a document holds (the room that declares the index), how it is found (providers).
Change freely: everything that is not in `__all__`.
Change with a decision record: names of indexes and fields, provider ids, step names. Running shops have them stored.
Holds always: a document is what its rows say once the events about them are delivered, in whatever order and however often;
shoppers get nothing that the catalogue would not show them, however old the index is.
"""

from merx.commerce.search.definitions import Document, Documents, FieldType, IndexField, SearchIndexOf, Weight
from merx.commerce.search.errors import FieldNotFit, FieldsNotReturned, IndexNotFound, NotOffered
from merx.commerce.search.models import SearchDocument, SearchIndex, SearchIndexSync, SearchIndexVersion, SearchWord
from merx.commerce.search.providers import Physical, SearchOptions, SearchProvider
from merx.commerce.search.requests import Facet, Filter, Found, Highlight, Hit, Search
from merx.commerce.search.service import SearchService
from merx.framework.module import Module
from merx.framework.providers import Providers

search = Module(
    "search",
    service=SearchService,
    options=SearchOptions,
    providers=Providers(SearchProvider, shipped=("merx.providers.search_postgres:postgres",), default="search_postgres"),
)

__all__ = [
    "SearchService",
    "SearchOptions",
    "SearchProvider",
    "SearchIndexOf",
    "IndexField",
    "FieldType",
    "Weight",
    "Document",
    "Documents",
    "Physical",
    "Search",
    "Filter",
    "Facet",
    "Highlight",
    "Found",
    "Hit",
    "SearchIndex",
    "SearchIndexVersion",
    "SearchIndexSync",
    "SearchDocument",
    "SearchWord",
    "FieldNotFit",
    "FieldsNotReturned",
    "IndexNotFound",
    "NotOffered",
    "search",
]
