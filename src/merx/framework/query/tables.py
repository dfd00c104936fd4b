"""The tables of a statement: each occurrence under a name of its own, and the way from a row to its related rows."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from merx.framework.data.entity import Entity
from merx.framework.data.graph import Graph, Hop, Relation
from merx.framework.data.statements import table_of


class Related(msgspec.Struct, frozen=True):
    """Rows of `entity` as `table`, narrowed by `where` to those related to the row `parent`."""

    entity: Entity
    table: sa.FromClause
    where: Sequence[sa.ColumnElement[bool]]
    parent: sa.FromClause

    def exists(self, *conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        """That there is one of these rows, and fits."""
        one: sa.ColumnElement[int] = sa.literal_column("1")
        return sa.select(one).select_from(self.table).where(*self.where, *conditions).correlate(self.parent).exists()


class Tables:
    """Hands out aliases `t0`, `t1`...; leaves soft-deleted rows out of sight unless `with_deleted`."""

    def __init__(self, graph: Graph, *, with_deleted: bool) -> None:
        self.graph = graph
        self.with_deleted = with_deleted
        self._count = 0

    def name(self) -> str:
        self._count += 1
        return f"t{self._count - 1}"

    def alias(self, entity: Entity) -> sa.FromClause:
        return table_of(entity).alias(self.name())

    def in_sight(self, entity: Entity, table: sa.FromClause) -> list[sa.ColumnElement[bool]]:
        return [] if self.with_deleted or not entity.soft_deletes else [table.c["deleted_at"].is_(None)]

    def related(self, parent: sa.FromClause, relation: Relation) -> Related:
        entity = self.graph.entity(relation.target)
        if entity.name in self.graph.sources:
            raise self.graph.sources[entity.name].not_searched(
                f"is no part of the statement: '{relation.source}' is not filtered or ordered by its '{relation.name}'"
            )
        table = self.alias(entity)
        *before, last = relation.hops
        chain = self._chain(parent, before)
        if chain is None:
            where = _joined(parent, table, last)
        elif self._is_pivot(relation.hops):
            pivot, conditions = chain
            where = [*conditions, *_joined(pivot, table, last)]
        else:
            # A chain may reach a row by several ways: it must still come once.
            middle, conditions = chain
            where = [table.c[last.remote].in_(sa.select(middle.c[last.local]).where(*conditions).correlate(parent))]
        return Related(entity, table, [*where, *self.in_sight(entity, table)], parent)

    def _chain(self, parent: sa.FromClause, hops: Sequence[Hop]) -> tuple[sa.FromClause, list[sa.ColumnElement[bool]]] | None:
        here, conditions = None, list[sa.ColumnElement[bool]]()
        for hop in hops:
            entity = self.graph.entity(hop.entity)
            table = self.alias(entity)
            conditions += [*_joined(parent if here is None else here, table, hop), *self.in_sight(entity, table)]
            here = table
        return None if here is None else (here, conditions)

    def _is_pivot(self, hops: Sequence[Hop]) -> bool:
        """Two hops over a table whose key is the pair: no row is reached twice."""
        if len(hops) != 2:  # noqa: PLR2004 - there and on
            return False
        entity = self.graph.entity(hops[0].entity)
        return entity.pivot is not None or set(entity.primary_key) == {hops[0].remote, hops[1].local}

    def is_single(self, relation: Relation) -> bool:
        """Whether keys alone see to it that there is at most one row."""
        return all(hop.remote == _only_key(self.graph.entity(hop.entity)) for hop in relation.hops)


def _joined(left: sa.FromClause, right: sa.FromClause, hop: Hop) -> list[sa.ColumnElement[bool]]:
    return [right.c[hop.remote] == left.c[hop.local], *(right.c[name] == left.c[name] for name in hop.matching)]


def _only_key(entity: Entity) -> str | None:
    return entity.primary_key[0] if len(entity.primary_key) == 1 else None


def ranking(entity: Entity, table: sa.FromClause) -> list[sa.ColumnElement[Any]]:
    """How rows of `entity` stand in a list: by rank where they have one, then by key."""
    ranks = ("rank", f"{entity.name.rpartition('_')[2]}_rank")
    return [table.c[name] for name in (*(rank for rank in ranks if rank in entity.columns), *entity.primary_key)]


Converter = Callable[[Any], Any]
