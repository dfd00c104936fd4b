"""The statements behind `Repository`, built with SQLAlchemy Core once per shape and kept as text.

All of them answer with one JSON value: `[rows]`, `[keys]` or a number.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Literal, TypeAlias, TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSON, TIMESTAMP, Insert, insert
from sqlalchemy.sql.selectable import NamedFromClause

from merx.framework.data.entity import ColumnSpec, Entity
from merx.framework.data.filters import VALUELESS, Compare, Filters, Group, Node, compare, converter, parse
from merx.framework.data.model import Record
from merx.framework.data.sql import Text, compile_text, literal
from merx.framework.errors import InvalidData

Statement: TypeAlias = tuple[str, list[Any]]
Lock: TypeAlias = Literal["share", "update"]

EMPTY_LIST = sa.text("'[]'::json")


class Cascade(msgspec.Struct, frozen=True):
    """Rows of `entity` go out of sight with the rows of `parent` whose `of` (their key, unless said) is their `column`."""

    parent: str
    entity: Entity
    column: str
    of: str | None = None


M = TypeVar("M", bound=Record)

to_json = msgspec.json.Encoder(decimal_format="string").encode
"""Rows as the server reads them: decimals as text, so that no digit is lost."""


@cache
def decoder(model: type[M]) -> msgspec.json.Decoder[list[M]]:
    """Reads `[rows]` as PostgreSQL writes them into records."""
    return msgspec.json.Decoder(list[model])


@cache
def table_of(entity: Entity) -> sa.TableClause:
    """The table as statements name it; keys and indexes are the migrations' affair."""
    return sa.table(entity.table, *(sa.column(c.name, c.type) for c in entity.columns.values()))


class _Shape(msgspec.Struct, frozen=True):
    """A WHERE clause ready to use: its SQL, and what turns the caller's values into parameters `w0`, `w1`..."""

    clause: sa.ColumnElement[bool]
    converters: tuple[Callable[[Any], Any], ...]


def _where(entity: Entity, table: sa.TableClause, shape: Node) -> _Shape:
    converters: list[Callable[[Any], Any]] = []

    def walk(node: Node) -> sa.ColumnElement[bool]:
        if isinstance(node, Compare):
            spec = _spec(entity, node.path)
            name = f"w{len(converters)}"
            if node.op not in VALUELESS:
                converters.append(converter(node.op, spec, spec.name))
            return compare(node.op, table.c[spec.name], spec, name)
        if isinstance(node, Group):
            parts = [walk(part) for part in node.parts]
            if node.kind == "any":
                return sa.or_(sa.false(), *parts)
            return sa.not_(sa.and_(sa.true(), *parts)) if node.kind == "not" else sa.and_(sa.true(), *parts)
        raise InvalidData(f"A filter on '{'.'.join(node.path)}' goes through a relation: use query.graph")

    return _Shape(clause=walk(shape), converters=tuple(converters))


def _spec(entity: Entity, path: tuple[str, ...]) -> ColumnSpec:
    if len(path) == 1 and path[0] in entity.columns:
        return entity.columns[path[0]]
    raise InvalidData(f"'{entity.name}' has no field '{'.'.join(path)}'. It has: {', '.join(entity.columns)}")


class _Filtered(msgspec.Struct, frozen=True):
    """A compiled statement whose parameters are a filter's values and, by name, a few others."""

    text: Text
    converters: tuple[Callable[[Any], Any], ...]

    def bind(self, values: Sequence[Any], **others: Any) -> Statement:
        named = {f"w{i}": convert(value) for i, (convert, value) in enumerate(zip(self.converters, values, strict=True))}
        return self.text.sql, self.text.arguments(named | others)


def select_rows(
    entity: Entity, filters: Filters, order: str | Sequence[str], limit: int | None, offset: int, *, with_deleted: bool, lock: Lock | None
) -> Statement:
    shape, values = parse(filters)
    ordering = (order,) if isinstance(order, str) else tuple(order)
    compiled = _select(entity, shape, ordering, limit is not None, with_deleted, lock)
    return compiled.bind(values, limit=limit, offset=offset)


@cache
def _select(entity: Entity, shape: Node, order: tuple[str, ...], limited: bool, with_deleted: bool, lock: Lock | None) -> _Filtered:  # noqa: FBT001 - a cache key
    table = table_of(entity)
    where = _where(entity, table, shape)
    rows = sa.select(table).where(where.clause, *_in_sight(entity, table, with_deleted=with_deleted)).order_by(*_ordering(entity, table, order))
    rows = rows.offset(sa.bindparam("offset", type_=sa.BigInteger()))
    if limited:
        rows = rows.limit(sa.bindparam("limit", type_=sa.BigInteger()))
    if lock is not None:
        rows = rows.with_for_update(read=lock == "share")
    found = rows.subquery("found")
    return _Filtered(compile_text(sa.select(_as_list(found))), where.converters)


def _as_list(rows: NamedFromClause) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(sa.func.json_agg(sa.func.row_to_json(rows.table_valued())), EMPTY_LIST)


def _in_sight(entity: Entity, table: sa.TableClause, *, with_deleted: bool) -> list[sa.ColumnElement[bool]]:
    return [] if with_deleted or not entity.soft_deletes else [table.c.deleted_at.is_(None)]


def _ordering(entity: Entity, table: sa.TableClause, order: tuple[str, ...]) -> list[sa.ColumnElement[Any]]:
    clauses: list[sa.ColumnElement[Any]] = []
    for each in order:
        column = table.c[_spec(entity, (each.lstrip("-"),)).name]
        clauses.append(column.desc() if each.startswith("-") else column.asc())
    return [*clauses, *(table.c[key] for key in entity.primary_key)]


def count_rows(entity: Entity, filters: Filters, *, with_deleted: bool) -> Statement:
    shape, values = parse(filters)
    return _count(entity, shape, with_deleted).bind(values)


@cache
def _count(entity: Entity, shape: Node, with_deleted: bool) -> _Filtered:  # noqa: FBT001 - a cache key
    table = table_of(entity)
    where = _where(entity, table, shape)
    statement = sa.select(sa.func.count()).select_from(table).where(where.clause, *_in_sight(entity, table, with_deleted=with_deleted))
    return _Filtered(compile_text(statement), where.converters)


def _recordset(entity: Entity, parameter: str = "rows") -> sa.TableValuedAlias:
    # The rows of $rows in the table's own types: PostgreSQL parses the JSON, whatever number of rows there are.
    anchor = sa.text(f'NULL::"{entity.table}"')
    given = sa.func.json_populate_recordset(anchor, sa.bindparam(parameter, type_=JSON()))
    return given.table_valued(*(sa.column(c.name, c.type) for c in entity.columns.values()), name=f"given_{parameter}")


def _insert(entity: Entity, parameter: str = "rows") -> Insert:
    given = _recordset(entity, parameter)
    names = _given_columns(entity)
    return insert(table_of(entity)).from_select(names, sa.select(*(given.c[name] for name in names)))


def _given_columns(entity: Entity) -> list[str]:
    return [c.name for c in entity.columns.values() if "autoincrement" not in c.flags]


def is_numbered(entity: Entity) -> bool:
    """Whether the database numbers some column, so that rows must come back from an INSERT."""
    return len(_given_columns(entity)) < len(entity.columns)


@cache
def insert_kinds(entities: tuple[Entity, ...]) -> str:
    """INSERT of `$1` (JSON rows of the first entity), `$2`... in one statement; answers `{"0": [rows]}` for numbered ones.

    Foreign keys between the kinds hold: PostgreSQL checks them at the statement's end.
    """
    made = [_insert(entity, f"rows_{i}").returning(*table_of(entity).c).cte(f"made_{i}") for i, entity in enumerate(entities)]
    answers = [part for i, entity in enumerate(entities) if is_numbered(entity) for part in (literal(f"'{i}'"), sa.select(_as_list(made[i])).scalar_subquery())]
    text = compile_text(sa.select(sa.func.json_build_object(*answers)).add_cte(*made))
    # The text numbers its parameters as it meets them; rows_0, rows_1... must be $1, $2...
    if text.names != tuple(f"rows_{i}" for i in range(len(entities))):
        raise AssertionError(text.names)
    return text.sql


@cache
def upsert_rows(entity: Entity, on: tuple[str, ...]) -> str:
    table, names, statement = table_of(entity), _given_columns(entity), _insert(entity)
    kept = {*entity.primary_key, *on, "id", "created_at"}
    index_where = sa.text("deleted_at IS NULL") if entity.soft_deletes and on != entity.primary_key else None
    # A row of nothing but its key (a pivot) is set to what it is: a conflict that does nothing would not return it.
    changed = {name: statement.excluded[name] for name in names if name not in kept} or {name: statement.excluded[name] for name in entity.primary_key}
    statement = statement.on_conflict_do_update(index_elements=list(on), index_where=index_where, set_=changed)
    answer = statement.returning(*table.c).cte("made")
    return compile_text(sa.select(_as_list(answer))).sql


@cache
def update_rows(entity: Entity, columns: tuple[str, ...]) -> str:
    """UPDATE from `$1` (JSON rows) of the columns named, of rows in sight; the key must be among them."""
    table, given = table_of(entity), _recordset(entity)
    changes = _changes(entity, table, given, columns)
    fitting = (table.c[entity.key] == given.c[entity.key], *_in_sight(entity, table, with_deleted=False))
    statement = sa.update(table).values(changes).where(*fitting).returning(*table.c)
    return compile_text(sa.select(_as_list(statement.cte("changed")))).sql


def _changes(entity: Entity, table: sa.TableClause, given: sa.FromClause, columns: tuple[str, ...]) -> dict[str, sa.ColumnElement[Any]]:
    changes: dict[str, sa.ColumnElement[Any]] = {}
    for name in (*columns, "updated_at"):
        if name not in entity.columns:
            if name == "updated_at":
                continue
            raise InvalidData(f"'{entity.name}' has no field '{name}'. It has: {', '.join(entity.columns)}")
        if name != entity.key:
            changes[name] = _merged(table.c[name], given.c[name]) if "merged" in entity.columns[name].flags else given.c[name]
    return changes


def _merged(old: sa.ColumnElement[Any], new: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    # Key by key, in the database, so that two writers of different keys do not undo each other.
    pair = sa.func.jsonb_each(sa.func.coalesce(old, sa.text("'{}'::jsonb")).op("||")(new)).table_valued("key", "value", name="pair")
    value = sa.cast(pair.c.value, sa.Text)
    kept = sa.select(sa.func.coalesce(sa.func.jsonb_object_agg(pair.c.key, pair.c.value), sa.text("'{}'::jsonb"))).where(value != literal("'\"\"'"))
    return sa.case((new.is_(None), sa.null()), else_=kept.scalar_subquery())


def update_where(entity: Entity, filters: Filters, changes: Mapping[str, Any]) -> Statement:
    """UPDATE of every row that fits; answers how many did."""
    shape, values = parse(filters)
    return _update_where(entity, shape, tuple(sorted(changes))).bind(values, changes=to_json(changes))


@cache
def _update_where(entity: Entity, shape: Node, columns: tuple[str, ...]) -> _Filtered:
    table = table_of(entity)
    where = _where(entity, table, shape)
    anchor = sa.text(f'NULL::"{entity.table}"')
    given = sa.func.json_populate_record(anchor, sa.bindparam("changes", type_=JSON())).table_valued(
        *(sa.column(c.name, c.type) for c in entity.columns.values()), name="given"
    )
    keys = sa.select(*(table.c[k] for k in entity.primary_key)).where(where.clause, *_in_sight(entity, table, with_deleted=False)).cte("fitting")
    changes = _changes(entity, table, given, columns)
    statement = sa.update(table).values(changes).where(*(table.c[k] == keys.c[k] for k in entity.primary_key)).returning(literal("1").label("one"))
    return _Filtered(compile_text(sa.select(sa.func.count()).select_from(statement.cte("changed"))), where.converters)


def delete_rows(entity: Entity, filters: Filters, cascade: Sequence[Cascade]) -> Statement:
    """DELETE, with what hangs on it by links; answers the keys that were there. Foreign keys see to what they say themselves."""
    shape, values = parse(filters)
    return _delete(entity, shape, tuple(cascade)).bind(values)


@cache
def _delete(entity: Entity, shape: Node, cascade: tuple[Cascade, ...]) -> _Filtered:
    table = table_of(entity)
    where = _where(entity, table, shape)
    if cascade:
        return _delete_linked(entity, table, where, cascade)
    gone = sa.delete(table).where(where.clause).returning(table.c[entity.primary_key[0]].label("key")).cte("gone")
    return _Filtered(compile_text(sa.select(sa.func.coalesce(sa.func.json_agg(gone.c.key), EMPTY_LIST))), where.converters)


def _delete_linked(entity: Entity, table: sa.TableClause, where: _Shape, cascade: tuple[Cascade, ...]) -> _Filtered:
    root = sa.select(table.c[entity.key].label(entity.key)).where(where.clause).with_for_update().cte("root")
    found: dict[str, sa.CTE] = {entity.name: root}
    writes = [_delete_found(entity, table, root, "w_root")]
    for step in cascade:
        child, parent = table_of(step.entity), found[step.parent]
        columns = [child.c[name].label(name) for name in step.entity.primary_key]
        rows = sa.select(*columns).join(parent, child.c[step.column] == parent.c[step.of or _key_in(parent)])
        found[step.entity.name] = rows = rows.cte(f"found_{step.entity.name}")
        writes.append(_delete_found(step.entity, child, rows, f"w_{step.entity.name}"))
    answer = sa.select(sa.func.coalesce(sa.func.json_agg(root.c[entity.key]), EMPTY_LIST))
    return _Filtered(compile_text(answer.add_cte(root, *writes)), where.converters)


def _delete_found(entity: Entity, table: sa.TableClause, rows: sa.CTE, name: str) -> sa.CTE:
    same = [table.c[key] == rows.c[key] for key in entity.primary_key]
    return sa.delete(table).where(*same).returning(literal("1").label("one")).cte(name)


def hide_rows(entity: Entity, filters: Filters, cascade: Sequence[Cascade], at: datetime | None) -> Statement:
    """Soft delete at the time `at`, or restore (None), with what hangs below; answers the keys that changed."""
    shape, values = parse(filters)
    return _hide(entity, shape, tuple(cascade), at is None).bind(values, at=at)


@cache
def _hide(entity: Entity, shape: Node, cascade: tuple[Cascade, ...], restore: bool) -> _Filtered:  # noqa: FBT001 - a cache key
    table = table_of(entity)
    where = _where(entity, table, shape)
    sight = table.c.deleted_at.is_not(None) if restore else table.c.deleted_at.is_(None)
    root = sa.select(table.c[entity.key].label(entity.key), table.c.deleted_at).where(where.clause, sight).with_for_update().cte("root")
    at = sa.select(sa.null() if restore else sa.bindparam("at", type_=TIMESTAMP(timezone=True))).cte("moment")
    found: dict[str, sa.CTE] = {entity.name: root}
    writes = [_set_deleted(entity, table, root, at, "w_root")]
    for step in cascade:
        child, parent = table_of(step.entity), found[step.parent]
        same = child.c.deleted_at == parent.c.deleted_at if restore else child.c.deleted_at.is_(None)
        columns = [child.c[name].label(name) for name in step.entity.primary_key]
        rows = sa.select(*columns, child.c.deleted_at).join(parent, child.c[step.column] == parent.c[step.of or _key_in(parent)]).where(same)
        found[step.entity.name] = rows = rows.cte(f"found_{step.entity.name}")
        writes.append(_set_deleted(step.entity, child, rows, at, f"w_{step.entity.name}"))
    answer = sa.select(sa.func.coalesce(sa.func.json_agg(root.c[entity.key]), EMPTY_LIST))
    return _Filtered(compile_text(answer.add_cte(root, at, *writes)), where.converters)


def _key_in(rows: sa.CTE) -> str:
    return next(column.name for column in rows.c)


def _set_deleted(entity: Entity, table: sa.TableClause, rows: sa.CTE, at: sa.CTE, name: str) -> sa.CTE:
    moment = sa.select(at.c[0]).scalar_subquery()
    return (
        sa.update(table)
        .values(deleted_at=sa.cast(moment, TIMESTAMP(timezone=True)))
        .where(*(table.c[name] == rows.c[name] for name in entity.primary_key))
        .returning(literal("1").label("one"))
        .cte(name)
    )
