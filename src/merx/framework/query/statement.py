"""Stage 3: one SELECT for a plan, its filters, order and page. PostgreSQL answers with the finished JSON.

The page's rows are chosen first, in a subquery of their own; what hangs below them is read for these rows only, as
correlated subselects: no join multiplies rows, and the planner has no join order to search for.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TIMESTAMP

from merx.framework.data.entity import Entity
from merx.framework.data.filters import Node as Shape
from merx.framework.data.graph import Graph
from merx.framework.data.sql import Text, compile_text
from merx.framework.data.statements import EMPTY_LIST
from merx.framework.query.computed import ComputedContext, Overlay, Sight
from merx.framework.query.plan import Branch, Node
from merx.framework.query.tables import Converter, Tables, ranking
from merx.framework.query.where import Compared, Where, matches, unknown


class Request(msgspec.Struct, frozen=True):
    """What the text of a statement depends on besides the selection; the values are parameters."""

    shape: Shape
    order: tuple[str, ...]
    words: tuple[str, ...]
    """For each word of `q`, whether an index could find it: `"word"` or `"letters"`."""
    limit: int | None
    """A usual limit stands in the text, where the planner can see it: else it expects a tenth of all rows, and plans anew each time."""
    is_limited: bool
    is_skipping: bool
    with_deleted: bool
    given: frozenset[str]
    """The names of the context's values."""
    is_below: bool
    """The rows stand below others that live elsewhere: what is out of sight below others is out of sight here."""
    key: str | None
    """Answer `{key: rows, count, offset, limit}` instead of the rows alone."""
    is_streamed: bool = False
    """Answer row by row, for a cursor, instead of with one list."""
    is_counted: bool = True
    """Whether `count` is counted, or known and given as `KNOWN_COUNT`. Two texts, for with one of both PostgreSQL finds that it could
    spare the counting if it planned with the number, and plans anew each time: dearer than the page."""


class Statement(msgspec.Struct, frozen=True):
    """Text, what the filter's values pass through on their way to its parameters `w0`, `w1`..., and what they are for."""

    text: Text
    converters: tuple[Converter, ...]
    compared: tuple[Compared, ...]


def build(graph: Graph, tree: Node, request: Request, sights: Sequence[Sight] = (), overlays: Sequence[Overlay] = ()) -> Statement:
    """Costs milliseconds: keep the result. Raises `InvalidData` for filters and orders by fields that do not exist."""
    return _Builder(graph, request, sights, overlays).statement(tree)


class _Builder:
    def __init__(self, graph: Graph, request: Request, sights: Sequence[Sight], overlays: Sequence[Overlay]) -> None:
        self._request = request
        self._sights = [sight for sight in sights if sight.given in request.given]
        self._overlays = [overlay for overlay in overlays if overlay.given in request.given]
        self._tables = Tables(graph, with_deleted=request.with_deleted)
        self._where = Where(self._tables, request.shape)
        self._context = ComputedContext(request.given, with_deleted=request.with_deleted)

    def statement(self, tree: Node) -> Statement:
        rows = self._read(tree, self._page(tree.entity))
        if self._request.is_streamed:
            return self._finished(sa.select(sa.func.row_to_json(rows.subquery(self._tables.name()).table_valued())))
        answer = self._list(rows)
        if self._request.key is not None:
            answer = self._envelope(tree.entity, self._request.key, answer)
        return self._finished(sa.select(answer))

    def _finished(self, statement: sa.Select[Any]) -> Statement:
        return Statement(text=compile_text(statement), converters=tuple(self._where.converters), compared=tuple(self._where.compared))

    def _envelope(self, entity: Entity, key: str, rows: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        limit = sa.null() if self._limit is None else self._limit
        count = self._count(entity) if self._request.is_counted else _KNOWN_COUNT
        parts = [rows.label(key), count.label("count"), _OFFSET.label("offset"), limit.label("limit")]
        return self._row(sa.select(*parts))

    @property
    def _limit(self) -> sa.ColumnElement[int] | None:
        if self._request.limit is not None:
            return sa.literal_column(str(self._request.limit), sa.Integer())
        return sa.bindparam("limit", type_=sa.BigInteger()) if self._request.is_limited else None

    def _page(self, entity: Entity) -> sa.FromClause:
        if self._request.is_skipping:
            return self._page_by_keys(entity)
        table = self._tables.alias(entity)
        rows = sa.select(*table.c).where(*self._conditions(entity, table)).order_by(*self._ordering(entity, table)).limit(self._limit)
        return rows.subquery(self._tables.name())

    def _page_by_keys(self, entity: Entity) -> sa.FromClause:
        """What is skipped is skipped by its key, for which an index may do; only the page's own rows are read."""
        passed, table = self._tables.alias(entity), self._tables.alias(entity)
        chosen = sa.select(*(passed.c[name] for name in entity.primary_key)).where(*self._conditions(entity, passed))
        keys = chosen.order_by(*self._ordering(entity, passed)).limit(self._limit).offset(_OFFSET).subquery(self._tables.name())
        same = [table.c[name] == keys.c[name] for name in entity.primary_key]
        return sa.select(*table.c).where(*same).order_by(*self._ordering(entity, table)).subquery(self._tables.name())

    def _count(self, entity: Entity) -> sa.ColumnElement[int]:
        table = self._tables.alias(entity)
        return sa.select(sa.func.count()).select_from(table).where(*self._conditions(entity, table)).scalar_subquery()

    def _conditions(self, entity: Entity, table: sa.FromClause) -> list[sa.ColumnElement[bool]]:
        found = matches(self._tables, entity, table, self._request.words)
        shown = [sight.build(table, self._context) for sight in self._sights if self._request.is_below and sight.entity == entity.name]
        return [self._where.on(entity, table), *found, *self._tables.in_sight(entity, table), *shown]

    def _ordering(self, entity: Entity, table: sa.FromClause) -> list[sa.ColumnElement[Any]]:
        clauses: list[sa.ColumnElement[Any]] = []
        for each in self._request.order:
            descends, path = each.startswith("-"), each.removeprefix("-")
            value = self._value(entity, table, path.split("."), path, descends=descends)
            clauses.append(value.desc() if descends else value.asc())
        return [*clauses, *(table.c[name] for name in entity.primary_key)]

    def _value(self, entity: Entity, table: sa.FromClause, names: Sequence[str], path: str, *, descends: bool) -> sa.ColumnElement[Any]:
        """What to order by: of several related rows, the one that comes first."""
        name, *below = names
        if not below and name in entity.columns:
            return table.c[name]
        relation = self._tables.graph.relation(entity.name, name) if below else None
        if relation is None or len(names) > DEEPEST_ORDER:
            raise unknown(self._tables, entity, [path] if len(names) > DEEPEST_ORDER else names)
        related = self._tables.related(table, relation)
        value = self._value(related.entity, related.table, below, path, descends=descends)
        first = (value.desc() if descends else value.asc()).nulls_last()
        return sa.select(value).where(*related.where).order_by(first).limit(sa.literal_column("1")).correlate(table).scalar_subquery()

    def _read(self, node: Node, row: sa.FromClause) -> sa.Select[Any]:
        names = [name for name in node.columns if "translatable" in node.entity.columns[name].flags] if self._overlays else []
        if not names:
            return sa.select(*self._object(node, row, {}))
        rows, words = row, dict[str, sa.ColumnElement[Any]]()
        for overlay in self._overlays:
            over = overlay.build(node.entity, names, row, self._context)
            rows = rows.outerjoin(over, sa.true())
            words = {name: sa.func.coalesce(over.c[name], words.get(name, row.c[name])) for name in names}
        return sa.select(*self._object(node, row, words)).select_from(rows)

    def _object(self, node: Node, row: sa.FromClause, words: Mapping[str, sa.ColumnElement[Any]]) -> list[sa.ColumnElement[Any]]:
        columns = [(words[name] if name in words else _presented(row.c[name])).label(name) for name in node.columns]
        calculated = [_presented(c.build(row, self._context)).label(name) for name, c in node.computed.items()]
        return [*columns, *calculated, *(self._related(row, branch).label(name) for name, branch in node.relations.items())]

    def _related(self, row: sa.FromClause, branch: Branch) -> sa.ColumnElement[Any]:
        related = self._tables.related(row, branch.relation)
        shown = [sight.build(related.table, self._context) for sight in self._sights if sight.entity == related.entity.name]
        rows = self._read(branch.node, related.table).where(*related.where, *shown).correlate(row)
        if branch.relation.many:
            return self._list(rows.order_by(*ranking(related.entity, related.table)))
        if not self._tables.is_single(branch.relation):
            # Where the tables would allow several, the newest one counts.
            newest = [related.table.c[name].desc() for name in related.entity.primary_key]
            rows = rows.order_by(*newest).limit(sa.literal_column("1"))
        return self._row(rows)

    def _row(self, rows: sa.Select[Any]) -> sa.ColumnElement[Any]:
        found = rows.subquery(self._tables.name())
        return sa.select(sa.func.row_to_json(found.table_valued())).scalar_subquery()

    def _list(self, rows: sa.Select[Any]) -> sa.ColumnElement[Any]:
        found = rows.subquery(self._tables.name())
        return sa.select(sa.func.coalesce(sa.func.json_agg(found.table_valued()), EMPTY_LIST)).scalar_subquery()


DEEPEST_ORDER = 8
KNOWN_COUNT = "known_count"
_KNOWN_COUNT: sa.ColumnElement[int] = sa.bindparam(KNOWN_COUNT, type_=sa.BigInteger())
_OFFSET: sa.ColumnElement[int] = sa.bindparam("offset", type_=sa.BigInteger())


def _presented(value: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """As clients see it: times as UTC with milliseconds and `Z`, everything else as PostgreSQL's JSON has it."""
    if isinstance(value.type, TIMESTAMP | sa.DateTime):
        utc = sa.func.timezone(sa.literal_column("'UTC'"), value)
        return sa.func.to_char(utc, sa.literal_column("""'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'"""))
    return value
