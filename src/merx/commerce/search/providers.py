"""Who finds: the code behind an index."""

from abc import abstractmethod
from collections.abc import Sequence

import msgspec

from merx.commerce.search.definitions import Document, SearchIndexOf
from merx.commerce.search.requests import Found, Search
from merx.framework.options import Options
from merx.framework.providers import Provider
from merx.framework.scope import Scope


class SearchOptions(Options):
    """`language`, as PostgreSQL calls it ("german"), lets words be found in all their forms; without one, by their beginning in any language."""

    language: str | None = None


class Physical(msgspec.Struct, frozen=True):
    """One version of an index as a provider keeps it: `name` is the provider's, no two versions share it."""

    name: str
    index: SearchIndexOf


class SearchProvider(Provider):
    """Keeps documents and finds them. A shop puts one into its `providers.py`, or names it in `Config(providers=...)`.

    All of it is safe to repeat: the same documents may come again, and what is to go may be gone. Called inside the
    transaction that keeps the shop's own account of its indexes; one that talks over the network answers within seconds.
    """

    @abstractmethod
    async def create_index(self, scope: Scope, index: Physical) -> None:
        """Make room for the index, empty."""

    @abstractmethod
    async def delete_index(self, scope: Scope, name: str) -> None:
        """Forget all of it."""

    @abstractmethod
    async def upsert_documents(self, scope: Scope, index: Physical, documents: Sequence[Document]) -> None:
        """Write them, each in the place of the one with its id."""

    @abstractmethod
    async def delete_documents(self, scope: Scope, index: Physical, ids: Sequence[str]) -> None: ...

    @abstractmethod
    async def known_ids(self, scope: Scope, index: Physical, after: str, limit: int, holding: tuple[str, str] | None = None) -> list[str]:
        """Ids of documents above `after`, in order; with `holding`, (field, value), only of those that have this value."""

    @abstractmethod
    async def search(self, scope: Scope, index: Physical, search: Search) -> Found:
        """Raises `FieldNotFit` for fields that the index does not have for what is asked, `NotOffered` for what it cannot do."""
