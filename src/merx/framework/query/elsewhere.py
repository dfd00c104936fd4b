"""Stage 5 for rows that live elsewhere: one call of their source for each place in the answer, whatever the number of rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

import msgspec

from merx.framework.data.entity import Entity
from merx.framework.data.filters import Filters
from merx.framework.data.graph import Relation
from merx.framework.data.sources import Found, Search, Source, Wanted
from merx.framework.errors import InvalidData

if TYPE_CHECKING:
    from merx.framework.query.run import Query

Row = dict[str, Any]


class Reach(msgspec.Struct, frozen=True):
    """What holds for a whole answer, below rows from elsewhere too."""

    context: Mapping[str, Any] | None
    with_deleted: bool


@dataclass
class _Shape:
    """What to show of external rows."""

    columns: dict[str, None]
    relations: dict[str, tuple[Relation, list[str]]] = field(default_factory=dict[str, tuple[Relation, list[str]]])

    @property
    def needed(self) -> frozenset[str]:
        return frozenset((*self.columns, *(relation.hops[0].local for relation, _ in self.relations.values())))


async def hang(query: "Query", relation: Relation, rows: Sequence[Row], paths: Sequence[str], reach: Reach) -> None:
    """Fill in `relation` of `rows`, which hold its local column. `paths` select below it."""
    first, last = relation.hops[0], relation.hops[-1]
    far: dict[Any, list[Any]] = {row[first.local]: [row[first.local]] for row in rows if row[first.local] is not None}
    if first is not last and far:
        pairs = await query.below(first.entity, (first.remote, last.local), first.remote, list(far), reach)
        far = {key: [] for key in far}
        for pair in pairs:
            far[pair[first.remote]].append(pair[last.local])
    wanted = list(dict.fromkeys(value for values in far.values() for value in values))
    found = await _fetched(query, last.entity, last.remote, wanted, paths, reach) if wanted else {}
    place = {value: number for number, value in enumerate(found)}
    for row in rows:
        reached = sorted((value for value in far.get(row[first.local], ()) if value in found), key=place.__getitem__)
        here = [each for value in reached for each in found[value]]
        # Where one is meant and several fit, the newest counts, as among our own rows.
        row[relation.name] = here if relation.many else (here[-1] if here else None)


MOST_FOUND = 1000
"""How many rows from elsewhere a filter may go through: their keys become part of the statement."""


async def narrowed(query: "Query", entity: Entity, filters: Filters, reach: Reach) -> Filters:
    """`filters` of `entity`, where those through rows that can be searched elsewhere have become filters by what was found.

    What goes through rows that cannot stays, and is refused by the statement. Raises `InvalidData` when too many rows fit.
    """
    narrower: dict[str, Any] = {}
    also: list[Filters] = []
    for key, value in filters.items():
        name, _, below = key.partition(".")
        relation = query.graph_of_app.relation(entity.name, name)
        if name.startswith("$"):
            narrower[key] = await _each(query, entity, value, reach)
        elif relation is None or not (below or isinstance(value, Mapping)):
            narrower[key] = value
        elif relation.target in query.graph_of_app.sources:
            also.append(await _found_elsewhere(query, relation, key, _beneath(below, value), reach))
        else:
            inner = await narrowed(query, query.graph_of_app.entity(relation.target), _beneath(below, value), reach)
            narrower |= {f"{name}.{path}": each for path, each in inner.items()} if below and "$and" not in inner else {name: inner}
    return {**narrower, "$and": [*narrower.get("$and", ()), *also]} if also else narrower


def _beneath(path: str, value: Any) -> Filters:
    return {path: value} if path else cast("Filters", value)


async def _each(query: "Query", entity: Entity, value: Any, reach: Reach) -> Any:
    if isinstance(value, list | tuple):
        return [await _each(query, entity, each, reach) for each in cast("Sequence[Any]", value)]
    return await narrowed(query, entity, cast("Filters", value), reach) if isinstance(value, Mapping) else value


async def _found_elsewhere(query: "Query", relation: Relation, key: str, filters: Filters, reach: Reach) -> Filters:
    source = query.graph_of_app.sources[relation.target]
    if source.find is None or any(name.startswith("$") for name in filters):
        return {key: filters} if "." not in key else {key: next(iter(filters.values()))}
    first, last = relation.hops[0], relation.hops[-1]
    found = await source.find(query.scope, Search(filters, limit=MOST_FOUND + 1))
    if len(found.rows) > MOST_FOUND:
        raise InvalidData(f"'{key}': more than {MOST_FOUND} '{relation.target}' fit. Narrow the filter.")
    values = [value for row in found.rows if (value := _plain(row)[last.remote]) is not None]
    if first is not last and values:
        values = [pair[first.remote] for pair in await query.below(first.entity, (first.remote,), last.local, values, reach)]
    return {first.local: {"$in": list(dict.fromkeys(values))}}


async def searched(query: "Query", source: Source, entity: Entity, search: Search, paths: Sequence[str], reach: Reach) -> tuple[list[Row], int]:
    """The external rows that fit, and how many there are. Raises `InvalidData` for what their source cannot answer."""
    shape = _shape_of(query, entity, paths)
    if source.find is not None:
        found = await source.find(query.scope, search)
    else:
        found = await _by_one_column(query, source, search, shape)
    return [row for row, _ in await _shown(query, shape, [_plain(row) for row in found.rows], reach)], found.count


async def _by_one_column(query: "Query", source: Source, search: Search, shape: _Shape) -> Found:
    ((column, value),) = search.filters.items() if len(search.filters) == 1 else [("", None)]
    values = _values(value)
    if column not in source.by or values is None or search.order or search.q:
        raise source.not_searched("has nobody who searches it")
    rows = await source.fetch(query.scope, Wanted(column, values, shape.needed))
    end = None if search.limit is None else search.offset + search.limit
    return Found(rows[search.offset : end], len(rows))


def _values(value: Any) -> list[Any] | None:
    if isinstance(value, Mapping):
        given = cast("Mapping[str, Any]", value)
        (value,) = given.values() if tuple(given) in (("$in",), ("$eq",)) else (None,)
    if isinstance(value, list | tuple):
        return list(dict.fromkeys(cast("Sequence[Any]", value)))
    return None if value is None or isinstance(value, Mapping) else [value]


async def _fetched(query: "Query", name: str, column: str, values: Sequence[Any], paths: Sequence[str], reach: Reach) -> dict[Any, list[Row]]:
    """Rows of the entity by the value of `column`, showing `paths`; in the order of their keys."""
    graph = query.graph_of_app
    entity = graph.entity(name)
    by_value: dict[Any, list[Row]] = {}
    if name not in graph.sources:
        is_shown = column in _shape_of(query, entity, paths).columns
        for row in await query.below(name, (*paths, column), column, values, reach):
            by_value.setdefault(row[column] if is_shown else row.pop(column), []).append(row)
        return by_value
    shape = _shape_of(query, entity, paths)
    rows = await graph.sources[name].fetch(query.scope, Wanted(column, values, shape.needed | {column}))
    plain = sorted((_plain(row) for row in rows), key=lambda row: [str(row[key]) for key in entity.primary_key])
    for shown, row in await _shown(query, shape, plain, reach):
        by_value.setdefault(row[column], []).append(shown)
    return by_value


async def _shown(query: "Query", shape: _Shape, rows: Sequence[Row], reach: Reach) -> list[tuple[Row, Row]]:
    """What to show of each row, and the row."""
    for relation, paths in shape.relations.values():
        await hang(query, relation, rows, paths, reach)
    names = (*shape.columns, *shape.relations)
    return [({name: row[name] for name in names}, row) for row in rows]


def _shape_of(query: "Query", entity: Entity, paths: Iterable[str]) -> _Shape:
    shape = _Shape(dict.fromkeys(entity.primary_key))
    removed: list[str] = []
    for path in paths:
        if path.startswith("-"):
            removed.append(path[1:])
            continue
        name, _, below = path.partition(".")
        relation = query.graph_of_app.relation(entity.name, name)
        if name == "*":
            shape.columns.update(dict.fromkeys(entity.columns))
        elif relation is not None:
            shape.relations.setdefault(name, (relation, []))[1].append(below or "*")
        elif name in entity.columns:
            shape.columns[name] = None
    for path in removed:
        name, _, below = path.partition(".")
        if below and name in shape.relations:
            shape.relations[name][1].append(f"-{below}")
        elif name not in entity.primary_key:
            shape.columns.pop(name, None)
            shape.relations.pop(name, None)
    return shape


def _plain(row: Any) -> Row:
    """As rows of ours are: plain data, amounts as Decimal, times as UTC text with milliseconds."""
    plain: Row = msgspec.to_builtins(row, builtin_types=(Decimal, datetime))
    return {name: _timed(value) if isinstance(value, datetime) else value for name, value in plain.items()}


def _timed(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"
