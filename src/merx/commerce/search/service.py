"""The rows of indexes, versions and syncs."""

import msgspec

from merx.commerce.search.models import SearchIndex, SearchIndexSync, SearchIndexVersion
from merx.framework.data import Repository, Service


class KeptVersion(msgspec.Struct, frozen=True):
    id: str
    physical_name: str
    provider: str
    definition_hash: str
    status: str
    active: bool


class SearchService(Service):
    """Which index is in which state. Documents are the provider's."""

    indexes: Repository[SearchIndex]
    versions: Repository[SearchIndexVersion]
    syncs: Repository[SearchIndexSync]

    async def kept(self, name: str, *, for_share: bool = False) -> list[KeptVersion]:
        """The versions of an index that are kept up to date, the one that answers first. One statement.

        With `for_share` none of them is given up until the transaction ends.
        """
        return [KeptVersion(*row) for row in await self.scope.rows(_SHARED if for_share else _KEPT, name)]


_KEPT = """
SELECT kept.id, kept.physical_name, kept.provider, kept.definition_hash, kept.status, kept.version IS NOT DISTINCT FROM active_version AS active
FROM search_index JOIN search_index_version AS kept ON search_index_id = search_index.id
WHERE name = $1 AND search_index.deleted_at IS NULL AND kept.deleted_at IS NULL AND kept.status IN ('ready', 'building')
ORDER BY active DESC, version"""
_SHARED = f"{_KEPT} FOR SHARE OF kept"
