"""The indexes that this shop declares, and where they are kept."""

from collections.abc import Mapping

from merx.commerce.search.definitions import SearchIndexOf
from merx.commerce.search.errors import IndexNotFound
from merx.commerce.search.providers import Physical, SearchOptions, SearchProvider
from merx.commerce.search.service import KeptVersion, SearchService
from merx.framework.app import App
from merx.framework.scope import Scope


def declared(app: App) -> Mapping[str, SearchIndexOf]:
    """Every declared index by name; a shop's own takes the place of one of the same name."""
    return {index.name: index for index in app.found("workflows", SearchIndexOf)}


def index_of(app: App, name: str) -> SearchIndexOf:
    """Raises `IndexNotFound`."""
    known = declared(app)
    if name not in known:
        raise IndexNotFound(name, known)
    return known[name]


def hash_of(app: App, index: SearchIndexOf) -> str:
    """Another one means that the documents are to be made anew."""
    return f"{index.hash}-{app.options(SearchOptions).language or 'any'}"


async def answering(scope: Scope, index: SearchIndexOf) -> tuple[SearchProvider, Physical] | None:
    """The version that answers, None before the first one does. One statement."""
    kept = await scope[SearchService].kept(index.name)
    return place_of(scope, index, kept[0]) if kept and kept[0].active else None


def place_of(scope: Scope, index: SearchIndexOf, version: KeptVersion) -> tuple[SearchProvider, Physical] | None:
    """The provider of a version, None if it is not there any more: then nothing can be asked of it or told it."""
    provider = scope.app.providers.all(SearchProvider).get(version.provider)
    return None if provider is None else (provider, Physical(version.physical_name, index))
