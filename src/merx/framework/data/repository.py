"""`Repository`: reads and writes the rows of one model. Bulk first, statements not sessions.

Every method is one statement, however many rows it touches, but where it says otherwise. Rows go to the server as one JSON parameter and come back as
one JSON value, so the text of a statement does not depend on how many there are.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar, overload

import msgspec

from merx.framework.data import statements
from merx.framework.data.entity import Entity
from merx.framework.data.executor import Executor
from merx.framework.data.fields import utcnow
from merx.framework.data.filters import Filters
from merx.framework.data.model import Record, entity_of
from merx.framework.data.once import must_differ
from merx.framework.errors import InvalidData, NotFound

M = TypeVar("M", bound=Record)
_List = list  # inside the class, `list` is the method


class Repository(Generic[M]):
    """The rows of `model` as seen from `scope`: inside its transaction if one is open, else each call on its own."""

    __slots__ = ("_entity", "_rows", "model", "scope")

    def __init__(self, scope: Executor, model: type[M]) -> None:
        self.scope = scope
        self.model = model
        self._entity: Entity = entity_of(model)
        self._rows = statements.decoder(model)

    async def list(
        self,
        filters: Filters | None = None,
        /,
        *,
        order: str | Sequence[str] = (),
        limit: int | None = None,
        offset: int = 0,
        with_deleted: bool = False,
        for_update: bool = False,
        for_share: bool = False,
        **equals: Any,
    ) -> _List[M]:
        """The rows that fit all filters (`{"price": {"$gt": 3}}` or `title="x"`), in `order` (`"-created_at"` descends).

        `for_update` locks them in the order of their key until the transaction ends; `for_share` keeps them from being changed
        or deleted until then, and lets others do the same. Without `order`, rows come by key.
        Raises `InvalidData` for fields that do not exist and values that do not fit.
        """
        statement, arguments = statements.select_rows(
            self._entity, _merge(filters, equals), order, limit, offset, with_deleted=with_deleted, lock=_lock(update=for_update, share=for_share)
        )
        return self._rows.decode(await self.scope.value(statement, *arguments))

    async def list_and_count(
        self,
        filters: Filters | None = None,
        /,
        *,
        order: str | Sequence[str] = (),
        limit: int | None = None,
        offset: int = 0,
        with_deleted: bool = False,
        **equals: Any,
    ) -> tuple[_List[M], int]:
        """A page as `list` gives it, and how many rows fit in all. Two statements."""
        merged = _merge(filters, equals)
        rows = await self.list(merged, order=order, limit=limit, offset=offset, with_deleted=with_deleted)
        return rows, await self.count(merged, with_deleted=with_deleted)

    async def count(self, filters: Filters | None = None, /, *, with_deleted: bool = False, **equals: Any) -> int:
        """How many rows fit all filters."""
        statement, arguments = statements.count_rows(self._entity, _merge(filters, equals), with_deleted=with_deleted)
        return await self.scope.value(statement, *arguments)

    async def first(self, filters: Filters | None = None, /, *, for_update: bool = False, for_share: bool = False, **equals: Any) -> M | None:
        """The first row by key that fits, or None; locked as `list` says."""
        rows = await self.list(_merge(filters, equals), limit=1, for_update=for_update, for_share=for_share)
        return rows[0] if rows else None

    async def retrieve(self, key: str, /, *, with_deleted: bool = False, for_update: bool = False, for_share: bool = False) -> M:
        """The row with this key, locked as `list` says. Raises `NotFound`."""
        rows = await self.list({self._entity.key: key}, limit=1, with_deleted=with_deleted, for_update=for_update, for_share=for_share)
        if not rows:
            raise NotFound(f"{self.model.__name__} with id: {key} was not found")
        return rows[0]

    @overload
    async def create(self, rows: M, /) -> M: ...
    @overload
    async def create(self, rows: Iterable[M], /) -> _List[M]: ...
    async def create(self, rows: M | Iterable[M], /) -> M | _List[M]:
        """Insert one row or many, and give them back.

        Raises what asyncpg does when an index or a foreign key refuses: over HTTP a 4xx that names the columns.
        """
        if isinstance(rows, Record):
            return (await self._insert([rows]))[0]
        return await self._insert(_List(rows))

    async def _insert(self, rows: Sequence[M]) -> _List[M]:
        if not rows:
            return []
        await create_all(self.scope, rows)
        return _List(rows)

    async def upsert(self, rows: Iterable[M], /, *, on: Sequence[str] = ()) -> _List[M]:
        """Insert, or overwrite the row that has the same key (or the same `on` columns: a unique index must say so).

        `id` and `created_at` of a row that exists are kept.
        """
        batch = _List(rows)
        if not batch:
            return []
        statement = statements.upsert_rows(self._entity, tuple(on) or self._entity.primary_key)
        return self._rows.decode(await self.scope.value(statement, statements.to_json(batch)))

    @overload
    async def update(self, key: str, /, **changes: Any) -> M: ...
    @overload
    async def update(self, key: Iterable[Mapping[str, Any]], /) -> _List[M]: ...
    async def update(self, key: str | Iterable[Mapping[str, Any]], /, **changes: Any) -> M | _List[M]:
        """Change some columns: of one row by key, or of many (`[{"id": ..., "title": ...}, ...]`); the rest stays.

        Metadata is merged, see `Merged`. Raises `NotFound` if one of the rows does not exist or was deleted, and changes none then: the
        exception ends the transaction; and `ChangedTwice` for a row that is changed twice in the same columns. One statement for each
        set of columns.
        """
        if isinstance(key, str):
            return (await self._update([{self._entity.key: key, **changes}]))[0]
        async with self.scope.transaction():
            return await self._update([dict(change) for change in key])

    async def _update(self, changes: Sequence[dict[str, Any]]) -> _List[M]:
        by_columns: dict[tuple[str, ...], _List[dict[str, Any]]] = {}
        for change in changes:
            by_columns.setdefault(tuple(sorted(change)), []).append(change)
        updated: dict[str, M] = {}
        key = self._entity.key
        for batch in by_columns.values():
            must_differ(change[key] for change in batch)
        for columns, batch in by_columns.items():
            statement = statements.update_rows(self._entity, columns)
            now = {"updated_at": utcnow()} if "updated_at" in self._entity.columns else {}
            answer = await self.scope.value(statement, statements.to_json([{**now, **change} for change in batch]))
            updated |= {getattr(row, key): row for row in self._rows.decode(answer)}
        for change in changes:
            if change[key] not in updated:
                raise NotFound(f"{self.model.__name__} with id: {change[key]} was not found")
        return [updated[change[key]] for change in changes]

    async def update_where(self, filters: Filters, /, **changes: Any) -> int:
        """Set `changes` on every row that fits; gives how many did."""
        now = {"updated_at": utcnow()} if "updated_at" in self._entity.columns else {}
        statement, arguments = statements.update_where(self._entity, filters, {**now, **changes})
        return await self.scope.value(statement, *arguments)

    async def delete(self, filters: Filters | Sequence[str] | str, /) -> _List[str]:
        """Remove rows for good, by key, keys or filter; gives the keys that were there. No statement for no keys. Safe to repeat.

        What belongs to them goes as its foreign key says, links and what is on their other side as the link says.
        """
        if not filters and not isinstance(filters, Mapping):
            return []
        statement, arguments = statements.delete_rows(self._entity, self._selected(filters), self.scope.graph.linked_cascade(self._entity))
        return msgspec.json.decode(await self.scope.value(statement, *arguments))

    async def soft_delete(self, filters: Filters | Sequence[str] | str, /) -> _List[str]:
        """Put rows out of sight, and what belongs to them inside the module; gives the keys of those that were in sight.

        One time stamp for all of them, which `restore` reads. Safe to repeat. A statement sees below its rows what was there when
        it began: where others add rows below, they read it `for_share`, and who deletes it reads it `for_update` first.
        """
        return await self._hide(filters, utcnow())

    async def restore(self, filters: Filters | Sequence[str] | str, /) -> _List[str]:
        """Bring back soft-deleted rows, and what was deleted together with them. Safe to repeat."""
        return await self._hide(filters, None)

    async def _hide(self, filters: Filters | Sequence[str] | str, at: datetime | None) -> _List[str]:
        if not self._entity.soft_deletes:
            raise InvalidData(f"{self.model.__name__} has no deleted_at: use delete")
        cascade = self.scope.graph.cascade(self._entity)
        statement, arguments = statements.hide_rows(self._entity, self._selected(filters), cascade, at)
        return msgspec.json.decode(await self.scope.value(statement, *arguments))

    def _selected(self, filters: Filters | Sequence[str] | str) -> Filters:
        if isinstance(filters, Mapping):
            return filters
        return {self._entity.key: filters if isinstance(filters, str) else _List(filters)}


def _lock(*, update: bool, share: bool) -> statements.Lock | None:
    return "update" if update else "share" if share else None


def _merge(filters: Filters | None, equals: Mapping[str, Any]) -> Filters:
    return {**(filters or {}), **equals}


async def create_all(scope: Executor, rows: Iterable[Record], /) -> None:
    """Insert rows of any models in one statement; what refers to what may come in any order.

    Columns that the database numbers are filled into the rows given. Raises what `Repository.create` raises.
    """
    kinds: dict[type[Record], list[Record]] = {}
    for row in rows:
        kinds.setdefault(type(row), []).append(row)
    if not kinds:
        return
    entities = tuple(entity_of(kind) for kind in kinds)
    batches = [statements.to_json(batch) for batch in kinds.values()]
    answer = await scope.value(statements.insert_kinds(entities), *batches)
    for position, made in msgspec.json.decode(answer).items():
        _number(entities[int(position)], list(kinds.values())[int(position)], made)


def _number(entity: Entity, rows: Sequence[Record], made: Sequence[Mapping[str, Any]]) -> None:
    by_key = {row[entity.key]: row for row in made}
    for row in rows:
        for column in entity.columns.values():
            if "autoincrement" in column.flags:
                setattr(row, column.name, by_key[getattr(row, entity.key)][column.name])
