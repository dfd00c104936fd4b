"""An index is built: beside the one that answers, which it then takes the place of, or in its place."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from merx.commerce.search.errors import IndexNotFound
from merx.commerce.search.models import SearchIndex, SearchIndexSync, SearchIndexVersion
from merx.commerce.search.providers import Physical, SearchProvider
from merx.commerce.search.service import SearchService
from merx.commerce.search.workflows.declared import answering, hash_of, index_of
from merx.commerce.search.workflows.refresh import CHUNK, ids_of, refresh_documents
from merx.framework.data import utcnow
from merx.framework.scope import Scope
from merx.framework.workflows import step, workflow


class Build(Struct, frozen=True, kw_only=True):
    """What to build: `version_id` is new, and answers when it is done, unless `in_place`; of all rows, or those that fit `filters`."""

    name: str
    version_id: str
    sync_id: str
    in_place: bool = False
    filters: dict[str, Any] = {}


class Done(Struct, frozen=True):
    last: str | None
    count: int


@workflow("search.begin_build", key="name")
async def begin_build(scope: Scope, name: str, *, swap: bool, filters: dict[str, Any] | None = None, since: datetime | None = None) -> Build:
    """Write down what is to be built. With `swap`, or where nothing answers yet, a version of its own, of everything.

    One that was being built meanwhile is given up. Locks the index. Raises `IndexNotFound`.
    """
    index, service = index_of(scope.app, name), scope[SearchService]
    row = await service.indexes.first(name=name) or await service.indexes.create(SearchIndex(name=name))
    kept = await service.kept(name)
    active = next((each for each in kept if each.active), None)
    narrowed = [*([filters] if filters else []), *([{"updated_at": {"$gte": since}}] if since is not None else [])]
    if active is not None and (narrowed or not swap):
        version_id, in_place = active.id, True
    else:
        for each in kept:
            if not each.active:
                await give_up(scope, each.id)
        version_id, in_place, narrowed = (await _new_version(scope, row, hash_of(scope.app, index))).id, False, []
    sync = SearchIndexSync(search_index_version_id=version_id, filters={"$and": narrowed} if narrowed else None)
    await service.syncs.create(sync)
    return Build(name=name, version_id=version_id, sync_id=sync.id, in_place=in_place, filters={"$and": narrowed} if narrowed else {})


async def _new_version(scope: Scope, row: SearchIndex, definition_hash: str) -> SearchIndexVersion:
    service, index = scope[SearchService], index_of(scope.app, row.name)
    last = await service.versions.list({"search_index_id": row.id}, order="-version", limit=1, with_deleted=True)
    number = last[0].version + 1 if last else 1
    provider_id = scope.app.providers.default(SearchProvider)
    version = SearchIndexVersion(
        version=number,
        provider=provider_id,
        physical_name=f"{row.name}_{number}",
        definition_hash=definition_hash,
        status="building",
        search_index_id=row.id,
    )
    await service.versions.create(version)
    await scope.app.providers.all(SearchProvider)[provider_id].create_index(scope, Physical(version.physical_name, index))
    return version


@step("search.build.begin")
async def note_begin(scope: Scope, build: Build) -> Build:
    await scope[SearchService].syncs.update_where({"id": build.sync_id, "status": "pending"}, status="processing", started_at=utcnow())
    return build


@note_begin.compensate
async def note_failure(scope: Scope, build: Build) -> None:
    """What answered before goes on; half of a new version answers nobody."""
    under_way = {"id": build.sync_id, "status": list(_UNDER_WAY)}
    await scope[SearchService].syncs.update_where(under_way, status="failed", completed_at=utcnow(), error="The run was taken back: see its steps.")
    if not build.in_place:
        await give_up(scope, build.version_id, "error")


@step("search.build.some")
async def build_some(scope: Scope, build: Build, after: str) -> Done:
    """The next chunk. Events about the same rows wait for it, and it for them: whoever comes second reads the newer rows.

    The last one is where the build was given up meanwhile.
    """
    if not await scope[SearchService].syncs.count(id=build.sync_id, status="processing"):
        return Done(None, 0)
    ids = await ids_of(scope, index_of(scope.app, build.name), build.filters, after)
    count = await refresh_documents(scope, build.name, ids)
    last = ids[-1] if len(ids) == CHUNK else None
    await scope.value(_PROGRESS, build.sync_id, ids[-1] if ids else after, count)
    return Done(last, count)


@step("search.build.sweep")
async def sweep_some(scope: Scope, build: Build, after: str) -> str | None:
    """Documents of what went while nobody told, in an index that is built in place."""
    place = await answering(scope, index_of(scope.app, build.name))
    ids = [] if place is None else await place[0].known_ids(scope, place[1], after, CHUNK)
    there = {each["id"] for each in await scope.query.graph(index_of(scope.app, build.name).entity, fields=["id"], filters={"id": ids})} if ids else set[str]()
    await refresh_documents(scope, build.name, [each for each in ids if each not in there])
    return ids[-1] if len(ids) == CHUNK else None


@step("search.build.finish")
async def finish_build(scope: Scope, build: Build) -> bool:
    return await end_build(scope, build)


@workflow("search.end_build")
async def end_build(scope: Scope, build: Build) -> bool:
    """The new version answers from now on, and those before it are gone. False, and nothing happens, where it was given up. Safe to repeat."""
    service = scope[SearchService]
    version = await service.versions.first(id=build.version_id, for_update=True)
    if version is None:
        return False
    await service.syncs.update(build.sync_id, status="done", completed_at=utcnow())
    if build.in_place or version.status != "building":
        return True
    before = await service.versions.list({"search_index_id": version.search_index_id, "id": {"$ne": version.id}})
    await service.versions.update(version.id, status="ready")
    await service.indexes.update(version.search_index_id, active_version=version.version)
    for each in before:
        await give_up(scope, each.id)
    return True


async def give_up(scope: Scope, version_id: str, status: str | None = None) -> None:
    """Have a version's documents forgotten, and its row put out of sight; with a `status`, that stands in it instead. Safe to repeat.

    A build of it that is under way is canceled.
    """
    service = scope[SearchService]
    version = await service.versions.first(id=version_id)
    if version is None:
        return
    await service.syncs.update_where({"search_index_version_id": version_id, "status": list(_UNDER_WAY)}, status="canceled", completed_at=utcnow())
    provider = scope.app.providers.all(SearchProvider).get(version.provider)
    if provider is not None:
        await provider.delete_index(scope, version.physical_name)
    if status is None:
        await service.versions.soft_delete(version_id)
    else:
        await service.versions.update(version_id, status=status)


def _sync_of(build: Build) -> str:
    return build.sync_id


@workflow("search.build", durable=True, key=_sync_of, hooks=("searchIndexesReindexed",))
async def build_index(scope: Scope, build: Build) -> int:
    """Build it, in chunks, each in a transaction of its own; resumed after a kill where it was. Gives how many documents there are.

    The hook is called when the index answers with them. Ends early, and without it, where the index was deleted or another build began.
    """
    await note_begin(scope, build)
    count, last = 0, ""
    while last is not None:
        done = await build_some(scope, build, last)
        count, last = count + done.count, done.last
    last = "" if build.in_place and not build.filters else None
    while last is not None:
        last = await sweep_some(scope, build, last)
    if not await finish_build(scope, build):
        return 0
    await build_index.call_hook(scope, "searchIndexesReindexed", job_id=f"{build_index.name}:{build.sync_id}", indexes=[build.name])
    return count


async def start_build(scope: Scope, build: Build) -> str:
    """Have it built in the background, once the caller's transaction has committed. Gives the run's id, which its sync has as `job_id`."""
    handle = await build_index.start(scope, build)
    await scope[SearchService].syncs.update(build.sync_id, job_id=handle.id)
    return handle.id


@workflow("search.reindex", key="name")
async def reindex(scope: Scope, name: str, *, swap: bool = True, filters: dict[str, Any] | None = None, since: datetime | None = None) -> str:
    """Make the documents anew, in the background; gives the id of the run. With `swap` beside those that answer until it is done.

    `filters` over the entity and `since` (rows changed after it) narrow it to some, which are written in their place. Raises `IndexNotFound`,
    and `InvalidData` for filters by fields that do not exist.
    """
    build = await begin_build(scope, name, swap=swap, filters=filters, since=since)
    await ids_of(scope, index_of(scope.app, name), build.filters, "", 1)
    return await start_build(scope, build)


@workflow("search.ensure_index", key="name")
async def ensure_index(scope: Scope, name: str) -> bool:
    """Build the index if it never was, or by another declaration than today's; gives whether it answers already.

    So few rows that they fit a chunk are written now, others in the background. Safe to repeat and to race: locks the index.
    What somebody deleted stays away. Raises `IndexNotFound`.
    """
    index, service = index_of(scope.app, name), scope[SearchService]
    kept = await service.kept(name)
    wanted = hash_of(scope.app, index)
    if any(each.definition_hash == wanted for each in kept):
        return any(each.active for each in kept)
    if not kept and await service.indexes.first(name=name) is not None:
        return False
    build = await begin_build(scope, name, swap=True)
    ids = await ids_of(scope, index, {}, "", CHUNK)
    if len(ids) == CHUNK:
        await start_build(scope, build)
        return any(each.active for each in kept)
    await refresh_documents(scope, name, ids)
    await scope.value(_PROGRESS, build.sync_id, ids[-1] if ids else "", len(ids))
    await end_build(scope, build)
    return True


@workflow("search.delete_index", key="name")
async def delete_index(scope: Scope, name: str) -> int:
    """Forget all documents of an index until it is built again; gives of how many versions. Locks the index. Raises `IndexNotFound`."""
    service = scope[SearchService]
    row = await service.indexes.first(name=name)
    if row is None:
        raise IndexNotFound(name)
    versions = await service.versions.list(search_index_id=row.id)
    for each in versions:
        await give_up(scope, each.id)
    await service.indexes.update(row.id, active_version=None)
    return len(versions)


_UNDER_WAY = ("pending", "processing")
_PROGRESS = """
UPDATE search_index_sync SET last_key = $2, documents_synced = documents_synced + $3, updated_at = now() WHERE id = $1"""
