"""Documents follow what they are about."""

from collections.abc import Mapping, Sequence
from typing import Any

from merx.commerce.search.definitions import SearchIndexOf
from merx.commerce.search.service import SearchService
from merx.commerce.search.workflows.declared import answering, index_of, place_of
from merx.framework.scope import Scope
from merx.framework.workflows import step, workflow

CHUNK = 500
"""Documents in a transaction: each costs one commit, and a lock for as long as that takes."""


@workflow("search.refresh")
async def refresh_documents(scope: Scope, name: str, ids: Sequence[str]) -> int:
    """Write today's documents of these ids; those of what is not there any more go. Safe to repeat, in any order; gives how many were written.

    Into each version that is kept: the one that answers and one that is being built. Shares the versions, then locks the documents: of two
    that come at once the second one reads what the first one missed. Nothing happens before the index was first built. Raises `IndexNotFound`.
    """
    index = index_of(scope.app, name)
    # Shared, or of a version that is given up meanwhile these documents would stay for good.
    kept = [place for each in await scope[SearchService].kept(name, for_share=True) if (place := place_of(scope, index, each)) is not None]
    if not ids or not kept:
        return 0
    await scope.lock(*(f"search:{name}:{each}" for each in dict.fromkeys(ids)))
    documents = await index.documents(scope, list(dict.fromkeys(ids)))
    gone = sorted(set(ids) - {str(document["id"]) for document in documents})
    for provider, physical in kept:
        await provider.upsert_documents(scope, physical, documents)
        await provider.delete_documents(scope, physical, gone)
    return len(documents)


async def ids_of(scope: Scope, index: SearchIndexOf, filters: Mapping[str, Any], after: str, limit: int = CHUNK) -> list[str]:
    """The ids of the entity's rows above `after` that fit, in their order."""
    rows = await scope.query.graph(index.entity, fields=["id"], filters={"$and": [{"id": {"$gt": after}}, filters]}, order="id", limit=limit)
    return [row["id"] for row in rows]


@step("search.refresh_some_holding")
async def refresh_some_holding(scope: Scope, name: str, field: str, value: str, after: str) -> str | None:
    index = index_of(scope.app, name)
    place = await answering(scope, index)
    ids = [] if place is None else await place[0].known_ids(scope, place[1], after, CHUNK, (field, value))
    await refresh_documents(scope, name, ids)
    return ids[-1] if len(ids) == CHUNK else None


@step("search.refresh_some_of")
async def refresh_some_of(scope: Scope, name: str, filters: dict[str, Any], after: str) -> str | None:
    ids = await ids_of(scope, index_of(scope.app, name), filters, after)
    await refresh_documents(scope, name, ids)
    return ids[-1] if len(ids) == CHUNK else None


@workflow("search.refresh_all_of", durable=True)
async def refresh_all_of(scope: Scope, name: str, filters: dict[str, Any], holding: tuple[str, str] | None = None) -> None:
    """Write the documents of all rows of the entity that fit `filters`, and of those that held (field, value) until now, in chunks."""
    last: str | None = ""
    while holding is not None and last is not None:
        last = await refresh_some_holding(scope, name, holding[0], holding[1], last)
    last = ""
    while last is not None:
        last = await refresh_some_of(scope, name, filters, last)
