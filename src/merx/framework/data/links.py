"""Links: how rows of one module are joined to rows of another, without either knowing the other.

    link(ProductVariant, InventoryItem, rows="inventory_items", ...)      a table of pairs
    link(RestockSubscription.variant_id, ProductVariant, read_only=True)  over a column that is there already
    shortcut(ProductVariant, "prices", "price_set.prices")                 a relation over other relations

Links are declared in a room's or shop's `links.py` (or files in `links/`) and found there.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MemberDescriptorType, new_class
from typing import Any, Literal, TypeAlias

import msgspec

from merx.framework.data.entity import Index
from merx.framework.data.executor import Executor
from merx.framework.data.fields import utcnow
from merx.framework.data.ids import new_id
from merx.framework.data.model import Record, RecordMeta, entity_of
from merx.framework.data.repository import Repository
from merx.framework.errors import Misconfigured
from merx.framework.origin import caller

OnDelete: TypeAlias = Literal["keep", "part", "cascade"]
"""What becomes of a link's row when the row on one side goes out of sight (`soft_delete`) or for good (`delete`): it stays, it goes too, or it goes
together with the row on the other side. `restore` brings back what went out of sight together."""


class Link(msgspec.Struct, frozen=True, eq=False):
    """A declared link; made by `link()`. `record` is the model of its table, or None where it reads a column."""

    left: type[Record]
    right: type[Record]
    left_column: str
    right_column: str
    name: str | None
    back: str | None
    rows: str | None
    rows_back: str | None
    left_alias: str
    right_alias: str
    many: bool
    back_many: bool
    record: type[Record] | None
    event: str
    on_left_delete: OnDelete
    on_right_delete: OnDelete
    place: str
    """File and line that declare it."""

    def _repository(self, scope: Executor) -> Repository[Any]:
        if self.record is None:
            raise self._is_read_only()
        return Repository(scope, self.record)

    async def add(self, scope: Executor, pairs: Iterable[tuple[str, str]], **extra: Any) -> None:
        """Join each (left key, right key); `extra` fills the link's own columns. One statement, safe to repeat.

        Whoever subscribes to the event `<event>.attached` by its name is told of each, joined anew or not.
        """
        await self.put(scope, [self.row(left, right, **extra) for left, right in dict.fromkeys(pairs)])

    async def put(self, scope: Executor, rows: Sequence[Record]) -> None:
        """`add` for rows that `row` made, whose own columns differ. No two may join the same."""
        joined = await self._repository(scope).upsert(rows)
        if joined and scope.listens(attached := f"{self.event}.attached"):
            await scope.emit(attached, [self._said(row) for row in joined])

    def row(self, left: str, right: str, **extra: Any) -> Record:
        """The row that joins the two, for `create_all`: where one of them is new, nothing joins them yet."""
        if self.record is None:
            raise self._is_read_only()
        return self.record(**{self.left_column: left, self.right_column: right}, **extra)

    def _is_read_only(self) -> Misconfigured:
        return Misconfigured(f"The link {entity_of(self.left).name} -> {entity_of(self.right).name} is read-only: change its column.")

    async def dismiss(self, scope: Executor, *, left: str | list[str] | None = None, right: str | list[str] | None = None) -> None:
        """Part what is joined to `left`, to `right`, or to both when both are given, for good. Safe to repeat.

        Whoever subscribes to the event `<event>.detached` by its name is told of each that was joined.
        """
        rows, filters = self._repository(scope), self._filters(left, right)
        if not filters:
            return
        is_told = scope.listens(detached := f"{self.event}.detached")
        parted = await rows.list(filters) if is_told else []
        await rows.delete(filters)
        if parted:
            await scope.emit(detached, [self._said(row) for row in parted])

    async def dismiss_pairs(self, scope: Executor, pairs: Iterable[tuple[str, str]]) -> None:
        """Part each (left key, right key), for good. Two statements, however many. Safe to repeat; told of as `dismiss` is."""
        wanted = set(pairs)
        if not wanted:
            return
        found = await self.linked(scope, left=sorted({left for left, _ in wanted}), right=sorted({right for _, right in wanted}))
        parted = [row for row in found if (getattr(row, self.left_column), getattr(row, self.right_column)) in wanted]
        if not parted:
            return
        await self._repository(scope).delete({"id": [row.id for row in parted]})
        if scope.listens(detached := f"{self.event}.detached"):
            await scope.emit(detached, [self._said(row) for row in parted])

    async def pairs(self, scope: Executor, *, left: str | list[str] | None = None, right: str | list[str] | None = None) -> list[tuple[str, str]]:
        """The (left key, right key) pairs that are joined, narrowed to `left` and `right` where given."""
        found = await self.linked(scope, left=left, right=right)
        return [(getattr(row, self.left_column), getattr(row, self.right_column)) for row in found]

    async def linked(self, scope: Executor, *, left: str | list[str] | None = None, right: str | list[str] | None = None) -> list[Any]:
        """The link's rows, with its own columns, narrowed to `left` and `right` where given."""
        return await self._repository(scope).list(self._filters(left, right))

    def _filters(self, left: str | list[str] | None, right: str | list[str] | None) -> dict[str, Any]:
        chosen = {self.left_column: left, self.right_column: right}
        return {column: value for column, value in chosen.items() if value is not None}

    def _said(self, row: Any) -> dict[str, str]:
        return {name: getattr(row, name) for name in ("id", self.left_column, self.right_column)}


class Shortcut(msgspec.Struct, frozen=True, eq=False):
    """A declared shortcut; made by `shortcut()`."""

    source: type[Record]
    name: str
    path: str


def shortcut(source: type[Record], name: str, path: str) -> Shortcut:
    """Declare that `source.name` means the rows at the end of `path` ("price_set.prices"): a list if any step of it is one."""
    return Shortcut(source=source, name=name, path=path)


def link(  # noqa: PLR0913 - each argument is one fact of the link
    left: type[Record] | MemberDescriptorType | Any,
    right: type[Record] | MemberDescriptorType | Any,
    *,
    name: str | None = None,
    back: str | None = None,
    rows: str | None = None,
    rows_back: str | None = None,
    many: bool = False,
    back_many: bool = False,
    table: str | None = None,
    id_prefix: str | None = None,
    left_column: str | None = None,
    right_column: str | None = None,
    left_alias: str | None = None,
    right_alias: str | None = None,
    columns: Mapping[str, Any] | None = None,
    read_only: bool = False,
    event: str | None = None,
    on_left_delete: OnDelete = "keep",
    on_right_delete: OnDelete = "keep",
    indexes: Sequence[Index] = (),
) -> Link:
    """Declare a link.

    `name` is the relation from left to right (a list if `many`), `back` the one from right to left (a list if
    `back_many`); `rows` and `rows_back` give the link's own rows from either side, for links with `columns` of their
    own. The link's rows know their sides as `left_alias` and `right_alias`. With `read_only`, `left` (or `right`) is a
    column (`Cart.region_id`) and no table is made. `on_left_delete` says what a delete, soft or for good, on the left does to the link's
    rows and to the right, `on_right_delete` the same the other way. `event` is what its events are called by, else
    `Link<Left><Right>`. `indexes` are further ones of its table, or its own way back told otherwise: `Index(("cart_id",), unique=True)` where a cart has
    one order at most. Raises `Misconfigured` for what cannot be meant.
    """
    left_model, left_field = _side(left)
    right_model, right_field = _side(right)
    left_name, right_name = entity_of(left_model).name, entity_of(right_model).name
    left_alias, right_alias = left_alias or left_name, right_alias or right_name
    if read_only:
        if (on_left_delete, on_right_delete) != ("keep", "keep"):
            raise Misconfigured(f"The link {left_name} -> {right_name} is read-only, so it deletes nothing. Remove on_left_delete and on_right_delete.")
        record = None
        left_column = left_field or entity_of(left_model).key
        right_column = right_field or entity_of(right_model).key
        name = name or right_alias
    else:
        left_column, right_column = left_column or f"{left_name}_id", right_column or f"{right_name}_id"
        if left_column == right_column or left_alias == right_alias:
            raise Misconfigured(
                f"The link {left_name} -> {right_name} joins '{left_name}' to itself: tell its sides apart with "
                "left_column=, right_column=, left_alias= and right_alias=."
            )
        table = table or f"{left_name}_{right_name}"
        record = _link_record(table, id_prefix or table, left_column, right_column, columns or {}, indexes)
    return Link(
        left=left_model,
        right=right_model,
        left_column=left_column,
        right_column=right_column,
        name=name,
        back=back,
        rows=rows,
        rows_back=rows_back,
        left_alias=left_alias,
        right_alias=right_alias,
        many=many,
        back_many=back_many,
        record=record,
        event=event or f"Link{_camel(left_name)}{_camel(right_name)}",
        on_left_delete=on_left_delete,
        on_right_delete=on_right_delete,
        place=caller(),
    )


def _camel(name: str) -> str:
    return name.title().replace("_", "")


def is_link(model: type[Record]) -> bool:
    """Whether this is the record of a link, made by `link()`."""
    return model.__module__ == __name__


def _side(side: object) -> tuple[type[Record], str | None]:
    if isinstance(side, type) and issubclass(side, Record):
        return side, None
    if isinstance(side, MemberDescriptorType) and issubclass(side.__objclass__, Record):
        return side.__objclass__, side.__name__
    raise Misconfigured(f"link() takes models (Product) or their columns (Cart.region_id), not {side!r}")


def _link_record(table: str, id_prefix: str, left: str, right: str, columns: Mapping[str, Any], indexes: Sequence[Index]) -> type[Record]:
    annotations: dict[str, Any] = {left: str, right: str}
    namespace: dict[str, Any] = {"__annotations__": annotations, "__module__": __name__}
    for column, (kind, default) in columns.items():
        annotations[column] = kind
        namespace[column] = default
    annotations |= {"id": str, "created_at": datetime, "updated_at": datetime, "deleted_at": datetime | None}
    namespace |= {
        "id": msgspec.field(default_factory=lambda: new_id(id_prefix)),
        "created_at": msgspec.field(default_factory=utcnow),
        "updated_at": msgspec.field(default_factory=utcnow),
        "deleted_at": None,
    }
    back = () if any(index.columns == (right,) for index in indexes) else (Index((right,)),)
    facts = {"table": table, "entity": table, "primary_key": (left, right), "indexes": (*back, *indexes), "metaclass": RecordMeta}
    return new_class(table, (Record,), facts, lambda body: body.update(namespace))
