"""From models to SQLAlchemy tables with all that a database enforces: keys, foreign keys, indexes, identities."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from merx.framework.data.entity import ColumnSpec, Entity, Index
from merx.framework.data.links import is_link
from merx.framework.data.model import Record, entity_of
from merx.framework.errors import Misconfigured

IN_SIGHT = "deleted_at IS NULL"
LONGEST_NAME = 63  # bytes: PostgreSQL cuts longer ones, and two cut names may be the same
FILLING = "filling"
"""Key in `Column.info`: the SQL that gives rows written before the column existed what the model says by default."""

LINKS = "links"
"""Key in `MetaData.info`: the names of the tables that are links'."""


def metadata_of(models: Iterable[type[Record]]) -> sa.MetaData:
    """Tables for `models`, which must hold every target of their `BelongsTo`. Raises `Misconfigured`."""
    metadata = sa.MetaData()
    chosen = {entity_of(model).name: model for model in models}
    metadata.info[LINKS] = frozenset(entity_of(model).table for model in chosen.values() if is_link(model))
    entities = {name: entity_of(model) for name, model in chosen.items()}
    for name, model in chosen.items():
        _table(metadata, model, entities[name], entities)
    return metadata


def _table(metadata: sa.MetaData, model: type[Record], entity: Entity, entities: dict[str, Entity]) -> None:
    if entity.table in metadata.tables:
        raise Misconfigured(f"{model.__module__}.{model.__qualname__}: the table '{entity.table}' is another model's already.")
    fillings = _fillings(model)
    columns = [_column(entity, spec, fillings.get(spec.name)) for spec in entity.columns.values()]
    foreign = [_foreign_key(model, entity, spec, entities) for spec in entity.columns.values() if spec.belongs_to is not None]
    key = sa.PrimaryKeyConstraint(*entity.primary_key, name=_name(entity.table, "pkey"))
    table = sa.Table(entity.table, metadata, *columns, key, *foreign)
    for index in _indexes(entity):
        _index(table, entity, index)


def _column(entity: Entity, spec: ColumnSpec, filling: str | None) -> sa.Column[Any]:
    numbered = [sa.Identity(always=False)] if "autoincrement" in spec.flags else []
    default = sa.text(spec.server_default) if spec.server_default is not None else None
    # What the database numbers is never null in it, only in records that are not stored yet.
    nullable = spec.nullable and spec.name not in entity.primary_key and not numbered
    return sa.Column(spec.name, _type(spec.type), *numbered, nullable=nullable, server_default=default, info={FILLING: filling})


def _type(declared: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    # How Python values are bound is the statements' affair: a migration should read as the column it makes.
    if isinstance(declared, JSONB):
        return JSONB()
    if isinstance(declared, sa.DateTime):
        return sa.DateTime(timezone=declared.timezone)
    return declared


def _foreign_key(model: type[Record], entity: Entity, spec: ColumnSpec, entities: dict[str, Entity]) -> sa.ForeignKeyConstraint:
    to = spec.belongs_to
    if to is None or to.target not in entities:
        raise Misconfigured(
            f"{model.__module__}.{model.__qualname__}.{spec.name} belongs to '{to and to.target}', which is no model of this module. "
            f"It has: {', '.join(entities)}. Across modules, use link()."
        )
    if to.on_delete == "SET NULL" and not spec.nullable:
        raise Misconfigured(f"{model.__module__}.{model.__qualname__}.{spec.name} is set to null when its owner goes: make it `| None`.")
    target = entities[to.target]
    name = _name(entity.table, spec.name, "fkey")
    return sa.ForeignKeyConstraint([spec.name], [f"{target.table}.{target.key}"], name=name, onupdate="CASCADE", ondelete=to.on_delete)


def _indexes(entity: Entity) -> list[Index]:
    """The declared ones, and one for each column that rows are looked up by (foreign keys above all)."""
    led = {entity.primary_key[0], *(index.columns[0] for index in entity.indexes if index.columns and not _where(entity, index) and index.using is None)}
    wanted = [spec.name for spec in entity.columns.values() if spec.belongs_to is not None or spec.index]
    declared = dict.fromkeys(entity.indexes)
    return [*declared, *(Index((column,)) for column in wanted if column not in led)]


def _where(entity: Entity, index: Index) -> str | None:
    if index.where is not None:
        return index.where
    return IN_SIGHT if index.unique and entity.soft_deletes else None


def _index(table: sa.Table, entity: Entity, index: Index) -> None:
    for column in index.columns:
        if column not in table.c:
            raise Misconfigured(f"An index of '{entity.name}' names the column '{column}', which it does not have. It has: {', '.join(table.c.keys())}")
    where = _where(entity, index)
    options: dict[str, Any] = {"unique": index.unique}
    if where is not None:
        options["postgresql_where"] = sa.text(where)
    expressions: Sequence[Any] = [table.c[column] for column in index.columns]
    if index.using is not None:
        method, expressions, operators = _using(table, index.using)
        options |= {"postgresql_using": method, "postgresql_ops": operators}
    sa.Index(_index_name(entity, index), *expressions, **options)


def _using(table: sa.Table, using: str) -> tuple[str, list[Any], dict[str, str]]:
    """`gin (title gin_trgm_ops, (lower(email)) gin_trgm_ops)` in its parts."""
    found = re.fullmatch(r"\s*(\w+)\s*\((.*)\)\s*", using, re.DOTALL)
    if found is None:
        raise Misconfigured(f"Index(using={using!r}): say it like `gin (title gin_trgm_ops)`.")
    expressions: list[Any] = []
    operators: dict[str, str] = {}
    for part in re.split(r",(?![^()]*\))", found[2]):
        column, _, operator = part.strip().partition(" ")
        if column in table.c:
            expressions.append(table.c[column])
            if operator:
                operators[column] = operator.strip()
        else:
            expressions.append(sa.text(part.strip()))
    return found[1], expressions, operators


def _index_name(entity: Entity, index: Index) -> str:
    # What Alembic does not compare (predicate, method) goes into the name, so that a change of it is a change of the schema.
    odd = [text for text in (index.where, index.using) if text is not None]
    return _name(entity.table, *index.columns, *([_digest(" ".join(odd))[:6]] if odd else []), "key" if index.unique else "idx")


def _name(*words: str) -> str:
    name = "_".join(words)
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 12]}_{_digest(name)[:6]}_{words[-1]}"[:LONGEST_NAME]


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _fillings(model: type[Record]) -> dict[str, str]:
    return {field.name: sql for field in msgspec.structs.fields(model) if (sql := _literal(field)) is not None}


def _literal(field: msgspec.structs.FieldInfo) -> str | None:
    if field.default_factory is not msgspec.NODEFAULT:
        made: Any = field.default_factory()
        if isinstance(made, datetime):
            return "now()"
        return None if isinstance(made, str) else _quoted(msgspec.json.encode(made).decode())
    default: Any = field.default
    if isinstance(default, Enum):
        default = default.value
    if isinstance(default, bool | int | Decimal):
        return str(default).lower()
    return _quoted(default) if isinstance(default, str) else None


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
