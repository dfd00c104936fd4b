"""What a query means, said the slow way: all rows in memory, walked one by one. The tests compare the real thing with it."""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

import msgspec

from merx.framework.data.graph import Graph, Relation
from merx.framework.scope import Scope

Row = dict[str, Any]
TIMES = ("created_at", "updated_at", "deleted_at", "picked_at")
QUANTIFIERS = ("$some", "$none", "$every")
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {"$gt": gt, "$gte": ge, "$lt": lt, "$lte": le}
STARRED: dict[str, dict[str, str]] = {"sale_line": {"label": "id"}}
"""What a star brings beside the columns, and the column it says again."""


class Reference:
    def __init__(self, graph: Graph, tables: Mapping[str, list[Row]], *, with_deleted: bool) -> None:
        self.graph = graph
        self.with_deleted = with_deleted
        self.tables = {name: [row for row in rows if with_deleted or row.get("deleted_at") is None] for name, rows in tables.items()}

    def query(
        self, entity: str, *, fields: Sequence[str], filters: Mapping[str, Any], order: Sequence[str], limit: int | None, offset: int
    ) -> tuple[list[Row], int]:
        found = [row for row in self.tables[entity] if self.fits(entity, row, filters)]
        found.sort(key=lambda row: self.key(entity, row))
        for path in reversed(order):  # a stable sort by the last first
            compare = functools.partial(_compare, descends=path.startswith("-"))
            values = {id(row): self.value(entity, row, path.removeprefix("-").split("."), descends=path.startswith("-")) for row in found}
            found.sort(key=lambda row: functools.cmp_to_key(compare)(values[id(row)]))
        page = found[offset:] if limit is None else found[offset : offset + limit]
        return [self.object(entity, row, fields) for row in page], len(found)

    def key(self, entity: str, row: Row) -> tuple[Any, ...]:
        return tuple(row[name] for name in self.graph.entity(entity).primary_key)

    def rank(self, entity: str, row: Row) -> tuple[Any, ...]:
        ranks = [row[name] for name in ("rank", "tin_rank") if name in row]
        return (*((rank is None, rank or 0) for rank in ranks), *self.key(entity, row))

    def related(self, row: Row, relation: Relation) -> list[Row]:
        frontier = [row]
        for hop in relation.hops:
            keys = {each[hop.local] for each in frontier} - {None}
            frontier = [each for each in self.tables[hop.entity] if each[hop.remote] in keys]
        return sorted(frontier, key=lambda each: self.rank(relation.target, each))

    # --- fields

    def object(self, entity: str, row: Row, paths: Iterable[str]) -> Row:
        paths = list(paths)
        columns, relations = self.graph.entity(entity).columns, self.graph.relations[entity]
        below: dict[str, list[str]] = {}
        names = {*self.graph.entity(entity).primary_key, *({"id"} & columns.keys())}
        for path in (each for each in paths if not each.startswith("-")):
            head, _, rest = path.partition(".")
            if head == "*" and not rest:
                names |= columns.keys() | STARRED.get(entity, {}).keys()
            elif head in columns and not rest:
                names.add(head)
            elif head in relations:
                below.setdefault(head, []).append(rest or "*")
                names.add(relations[head].hops[0].local)
        for path in (each[1:] for each in paths if each.startswith("-")):
            head, _, rest = path.partition(".")
            if rest and head in below:
                below[head].append(f"-{rest}")
            elif not rest and head not in (*self.graph.entity(entity).primary_key, "id"):
                names.discard(head)
                below.pop(head, None)
        said = STARRED.get(entity, {})
        return {name: row[said.get(name, name)] for name in names} | {name: self.value_of(row, relations[name], rest) for name, rest in below.items()}

    def value_of(self, row: Row, relation: Relation, paths: list[str]) -> Any:
        rows = self.related(row, relation)
        if relation.many:
            return [self.object(relation.target, each, paths) for each in rows]
        return self.object(relation.target, max(rows, key=lambda each: self.key(relation.target, each)), paths) if rows else None

    # --- filters

    def fits(self, entity: str, row: Row, filters: Mapping[str, Any]) -> bool:
        return all(self.fits_entry(entity, row, key, value) for key, value in filters.items())

    def fits_entry(self, entity: str, row: Row, key: str, value: Any) -> bool:
        if key == "$and":
            return all(self.fits(entity, row, each) for each in value)
        if key == "$or":
            return any(self.fits(entity, row, each) for each in value)
        if key == "$not":
            return not self.fits(entity, row, value)
        if key in self.graph.entity(entity).columns:
            operators = value if isinstance(value, Mapping) else {"$in" if isinstance(value, list) else "$eq": value}
            return all(_holds(op, row[key], wanted) for op, wanted in operators.items())
        return self.fits_relation(self.graph.relations[entity][key], row, value)

    def fits_relation(self, relation: Relation, row: Row, value: Mapping[str, Any]) -> bool:
        plain = {key: each for key, each in value.items() if key not in QUANTIFIERS}
        rows = self.related(row, relation) if self.asks(relation.target, value) else []
        # What compares nothing asks for no row either.
        answers = [any(self.fits(relation.target, each, plain) for each in (rows if self.asks(relation.target, plain) else [{}]))]
        if "$some" in value:
            answers.append(any(self.fits(relation.target, each, value["$some"]) for each in rows))
        if "$none" in value:
            answers.append(not any(self.fits(relation.target, each, value["$none"]) for each in rows))
        if "$every" in value:
            answers.append(all(self.fits(relation.target, each, value["$every"]) for each in rows))
        return all(answers)

    def asks(self, entity: str, filters: Mapping[str, Any]) -> bool:
        for key, value in filters.items():
            if key in ("$and", "$or"):
                if any(self.asks(entity, each) for each in value):
                    return True
            elif key == "$not" or key in self.graph.relations[entity]:
                if self.asks(entity if key == "$not" else self.graph.relations[entity][key].target, value):
                    return True
            else:
                return True
        return False

    # --- order

    def value(self, entity: str, row: Row, names: Sequence[str], *, descends: bool) -> Any:
        name, *below = names
        if not below:
            return row[name]
        relation = self.graph.relations[entity][name]
        values = [self.value(relation.target, each, below, descends=descends) for each in self.related(row, relation)]
        values = [each for each in values if each is not None]
        return (max if descends else min)(values, default=None)


def _compare(left: Any, right: Any, *, descends: bool) -> int:
    """As PostgreSQL sorts: nothing is greater than everything."""
    answer = (left is None) - (right is None) or (left is not None and (left > right) - (left < right))
    return -answer if descends else answer


def _holds(op: str, value: Any, wanted: Any) -> bool:
    if op == "$eq":
        return value is None if wanted is None else value == wanted
    if op == "$ne":
        return value != wanted
    if op == "$in":
        return value in wanted and value is not None
    if op == "$nin":
        return value is None or value not in wanted
    if op == "$ilike":
        return value is not None and wanted.strip("%").lower() in value.lower()
    return value is not None and COMPARISONS[op](value, wanted)


async def load(scope: Scope, entities: Iterable[str]) -> dict[str, list[Row]]:
    """Every row of these entities, times cut to what clients see."""
    decode = msgspec.json.Decoder(float_hook=Decimal).decode
    tables: dict[str, list[Row]] = {}
    for name in entities:
        rows = decode(await scope.value(f"SELECT coalesce(json_agg(t), '[]') FROM \"{scope.graph.entity(name).table}\" t"))
        tables[name] = [{key: _shown(value) if key in TIMES and value else value for key, value in row.items()} for row in rows]
    return tables


def _shown(time: str) -> str:
    return datetime.fromisoformat(time).isoformat(timespec="milliseconds").replace("+00:00", "Z")
