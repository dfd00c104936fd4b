"""`Model`: a record (a msgspec Struct) and a table in one.

    class RestockSubscription(Model, id_prefix="restock", unique=[("variant_id", "email")]):
        variant_id: str
        email: str
        customer_id: str | None = None

The record is plain and typed; the table follows from its annotations. Nothing is lazy, nothing is tracked: a row is a
value, a write is a statement (`Repository`), and a relation is there if a query asked for it.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, dataclass_transform

import msgspec

from merx.framework.data.entity import Entity, Index, columns_of
from merx.framework.data.fields import utcnow
from merx.framework.data.ids import new_id


class _Declared(msgspec.Struct, frozen=True):
    name: str
    table: str
    primary_key: tuple[str, ...]
    id_prefix: str | None
    indexes: tuple[Index, ...]
    pivot: tuple[str, str] | None


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@dataclass_transform(kw_only_default=True, field_specifiers=(msgspec.field,))
class RecordMeta(msgspec.StructMeta):
    """Takes the table's facts from the class line and leaves the rest to msgspec."""

    __merx_declared__: _Declared

    def __new__(  # noqa: PLR0913 - the class line of a model is its only place for these
        mcls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        *,
        entity: str | None = None,
        table: str | None = None,
        id_prefix: str | None = None,
        primary_key: tuple[str, ...] = ("id",),
        unique: Sequence[tuple[str, ...]] = (),
        indexes: Sequence[Index] = (),
        pivot: tuple[str, str] | None = None,
        **struct: Any,
    ) -> Any:
        struct.setdefault("kw_only", True)
        cls = super().__new__(mcls, name, bases, namespace, **struct)
        entity = entity or _snake(name)
        cls.__merx_declared__ = _Declared(
            name=entity,
            table=table or entity,
            primary_key=primary_key,
            id_prefix=id_prefix,
            indexes=(*(Index(columns, unique=True) for columns in unique), *indexes),
            pivot=pivot,
        )
        return cls


class Record(msgspec.Struct, metaclass=RecordMeta):
    """A table whose key is its own affair (a currency code, a pair of ids). Say `primary_key=` on the class line."""


class Model(Record):
    """A table with the columns that almost every table has.

    `id` is `id_prefix` + ULID, made when the record is; times are UTC; a row with `deleted_at` is out of sight
    unless a query says `with_deleted`.
    """

    id: str = ""
    created_at: datetime = msgspec.field(default_factory=utcnow)
    updated_at: datetime = msgspec.field(default_factory=utcnow)
    deleted_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.id:
            self.id = new_id(type(self).__merx_declared__.id_prefix or "id")


@cache
def entity_of(model: type[Record]) -> Entity:
    """What `model` declares, as data; resolved once, when first asked, because annotations may look ahead."""
    declared = model.__merx_declared__
    return Entity(
        name=declared.name,
        table=declared.table,
        columns=columns_of(model),
        primary_key=declared.primary_key,
        id_prefix=declared.id_prefix,
        indexes=declared.indexes,
        pivot=declared.pivot,
    )
