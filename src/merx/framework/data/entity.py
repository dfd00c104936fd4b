"""What a model declares, as plain data: the entity that repositories, queries and migrations read."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

from merx.framework.data.fields import BelongsTo, Column, Marker
from merx.framework.errors import Misconfigured


class ColumnSpec(msgspec.Struct, frozen=True):
    """One column: its name, Python type (without `None`), SQL type and flags."""

    name: str
    python_type: Any
    type: sa.types.TypeEngine[Any]
    nullable: bool
    server_default: str | None = None
    index: bool = False
    flags: frozenset[str] = frozenset()
    belongs_to: BelongsTo | None = None


class Index(msgspec.Struct, frozen=True):
    """An index over `columns`. Unique ones ignore soft-deleted rows unless `where` says otherwise."""

    columns: tuple[str, ...]
    unique: bool = False
    where: str | None = None
    using: str | None = None
    """An access method other than btree, with its operator class: `gin (title gin_trgm_ops)`."""


class Entity(msgspec.Struct, frozen=True, eq=False):
    """A model as data. `name` is what queries, links and foreign keys call it."""

    name: str
    table: str
    columns: Mapping[str, ColumnSpec]
    primary_key: tuple[str, ...]
    id_prefix: str | None
    indexes: tuple[Index, ...]
    pivot: tuple[str, str] | None

    @property
    def key(self) -> str:
        """The only column of the primary key; a composite key raises."""
        (column,) = self.primary_key
        return column

    @property
    def soft_deletes(self) -> bool:
        return "deleted_at" in self.columns


_SQL_TYPES: tuple[tuple[type, sa.types.TypeEngine[Any]], ...] = (
    (bool, sa.Boolean()),
    (int, sa.Integer()),
    (str, sa.Text()),
    (Decimal, sa.Numeric()),
    (datetime, TIMESTAMP(timezone=True)),
    (date, sa.Date()),
)


def columns_of(model: type) -> dict[str, ColumnSpec]:
    """The columns that `model`'s annotations declare, in their order."""
    hints = get_type_hints(model, include_extras=True)
    # Rows travel as JSON, so a column is called as its field is in JSON: `from_` with `msgspec.field(name="from")` is "from".
    return {field.encode_name: _column(model, field.encode_name, hints[field.name]) for field in msgspec.structs.fields(model)}


def _column(model: type, name: str, hint: Any) -> ColumnSpec:
    hint, extras = _unwrap(hint)
    hint, nullable = _without_none(hint)
    inner, more = _unwrap(hint)
    extras += more
    column = next((e for e in extras if isinstance(e, Column)), Column())
    return ColumnSpec(
        name=name,
        python_type=inner,
        type=column.type if column.type is not None else _sql_type(model, name, inner),
        nullable=nullable,
        server_default=column.server_default,
        index=column.index,
        flags=frozenset(e.name for e in extras if isinstance(e, Marker)),
        belongs_to=next((e for e in extras if isinstance(e, BelongsTo)), None),
    )


def _unwrap(hint: Any) -> tuple[Any, list[Any]]:
    if get_origin(hint) is Annotated:
        inner, *extras = get_args(hint)
        deeper, more = _unwrap(inner)
        return deeper, extras + more
    return hint, []


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) not in (Union, UnionType):
        return hint, False
    args = get_args(hint)
    rest = tuple(a for a in args if a is not type(None))
    return (rest[0] if len(rest) == 1 else Union[rest]), len(rest) < len(args)  # noqa: UP007 - built from a tuple


def _sql_type(model: type, name: str, hint: Any) -> sa.types.TypeEngine[Any]:
    if get_origin(hint) is Literal:
        return sa.Text()
    if isinstance(hint, type):
        if issubclass(hint, Enum):
            return sa.Text()
        for python_type, sql_type in _SQL_TYPES:
            if issubclass(hint, python_type):
                return sql_type
    if hint is Any or get_origin(hint) in (dict, list, tuple, Union, UnionType) or hint in (dict, list):
        return JSONB(none_as_null=True)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return JSONB(none_as_null=True)
    raise Misconfigured(
        f"{model.__module__}.{model.__qualname__}.{name}: no column type for {hint!r}. "
        "Use str, int, bool, Decimal, datetime, date, a Literal, a Struct, dict or list, or say Annotated[..., Column(type=...)]."
    )
