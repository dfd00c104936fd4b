"""Fields that no column holds: said in SQL (`@computed`), or filled in by Python for a whole page (`@resolver`).

    @computed("product_variant", "inventory_quantity")
    def inventory_quantity(row: sa.FromClause, context: ComputedContext) -> sa.ColumnElement[Any]: ...

    @resolver("cart", fields=("total", "subtotal"), requires=("items.*", "items.tax_lines.*"))
    def cart_totals(rows: list[dict[str, Any]], asked: frozenset[str]) -> None: ...

    @sight("product", "shopper_channels")
    def on_sale(row: sa.FromClause, context: ComputedContext) -> sa.ColumnElement[bool]: ...

    @overlay("locale")
    def in_their_language(entity: Entity, names: Sequence[str], row: sa.FromClause, context: ComputedContext) -> sa.Lateral: ...

They stand in a room's `computed.py` (or `computed/`) and are found there.
"""

import inspect
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Concatenate, ParamSpec, TypeAlias

import msgspec
import sqlalchemy as sa

from merx.framework.data.entity import Entity
from merx.framework.errors import Misconfigured

P = ParamSpec("P")


class ComputedContext:
    """What a computed field may know besides its row: values that the query's `context` gives at run time."""

    def __init__(self, given: frozenset[str], *, with_deleted: bool = False) -> None:
        self.given = given
        """The names whose value is not None. A field may build other SQL without them; each set is a text of its own."""
        self.with_deleted = with_deleted

    def param(self, name: str, type_: sa.types.TypeEngine[Any]) -> sa.BindParameter[Any]:
        """The context's value `name` as a parameter; NULL when the query gives none."""
        return sa.bindparam(f"{CONTEXT}{name}", type_=type_)


CONTEXT = "context_"
"""Parameters with this prefix are filled from the query's context."""

Builder: TypeAlias = Callable[[sa.FromClause, ComputedContext], sa.ColumnElement[Any]]


class Computed(msgspec.Struct, frozen=True, eq=False):
    """A field of `entity` that SQL computes; `build` gives its expression for a row."""

    entity: str
    name: str
    build: Builder


class Resolver(msgspec.Struct, frozen=True, eq=False):
    """Fields of `entity` that `fill` computes once for all rows of a page, from what `requires` selects."""

    entity: str
    fields: tuple[str, ...]
    requires: tuple[str, ...]
    fill: Callable[..., Awaitable[None] | None]
    takes_scope: bool
    starred: bool


class Sight(msgspec.Struct, frozen=True, eq=False):
    """Which rows of `entity` stand below others, in answers whose context gives `given`."""

    entity: str
    given: str
    build: Builder


def sight(entity: str, given: str) -> Callable[[Builder], Sight]:
    """Declare that a query whose context gives this name shows, below other rows, only those rows of `entity` that fit.

    The rows asked for themselves are the filters' affair. Of several for an entity all must fit.
    """
    return lambda build: Sight(entity=entity, given=given, build=build)


Cover: TypeAlias = Callable[[Entity, Sequence[str], sa.FromClause, ComputedContext], sa.Lateral]


class Overlay(msgspec.Struct, frozen=True, eq=False):
    """Other words for columns that are `Translatable`, in answers whose context gives `given`."""

    given: str
    build: Cover


def overlay(given: str) -> Callable[[Cover], Overlay]:
    """Declare that a query whose context gives this name shows what the function says in place of `Translatable` columns.

    It is called for each place of the answer where some of them (`names`) are read, and gives a lateral subquery of at most
    one row, with LIMIT 1 so that it stays one, whose columns have these names. Where that row or a value is NULL, the
    column's own value is shown. Filters, orders and `q` look at the columns themselves.
    """
    return lambda build: Overlay(given=given, build=build)


def computed(entity: str, name: str) -> Callable[[Builder], Computed]:
    """Declare that `entity.name` is the SQL expression the function gives: part of the statement, selected by name only."""
    return lambda build: Computed(entity=entity, name=name, build=build)


def resolver(
    entity: str, *, fields: Iterable[str], requires: Iterable[str] = (), starred: bool = False
) -> Callable[[Callable[Concatenate[Any, P], Awaitable[None] | None]], Resolver]:
    """Declare that the function fills `fields` in `rows`, in place, given what `requires` selects (paths as in `fields`).

    Called once per place where the entity stands in the answer, with all rows there and the names asked for. It may be
    async, and may take the scope first: `async def f(scope, rows, asked)`. What only `requires` selected is removed again.
    `starred` fields come with the columns when a star asks for all of them, as a column would.
    """

    def declare(fill: Callable[Concatenate[Any, P], Awaitable[None] | None]) -> Resolver:
        names = list(inspect.signature(fill).parameters)
        return Resolver(entity=entity, fields=tuple(fields), requires=tuple(requires), fill=fill, takes_scope=names[:1] == ["scope"], starred=starred)

    return declare


class Calculations:
    """All computed fields of an app, by entity and name, its sights and overlays. Raises `Misconfigured` for a field declared twice."""

    def __init__(
        self, computed: Iterable[Computed] = (), resolvers: Iterable[Resolver] = (), sights: Iterable[Sight] = (), overlays: Iterable[Overlay] = ()
    ) -> None:
        self.sights = tuple(sights)
        self.overlays = tuple(overlays)
        self._found: dict[tuple[str, str], Computed | Resolver] = {}
        for each in computed:
            self._add(each.entity, each.name, each)
        self._starred: defaultdict[str, list[Resolver]] = defaultdict(list)
        for each in resolvers:
            for name in each.fields:
                self._add(each.entity, name, each)
            if each.starred:
                self._starred[each.entity].append(each)

    def starred(self, entity: str) -> Sequence[Resolver]:
        """What a star asks for beside the columns."""
        return self._starred.get(entity, ())

    def _add(self, entity: str, name: str, what: Computed | Resolver) -> None:
        if (entity, name) in self._found:
            raise Misconfigured(f"The computed field '{entity}.{name}' is declared twice. Remove one of the two.")
        self._found[entity, name] = what

    def get(self, entity: str, name: str) -> Computed | Resolver | None:
        return self._found.get((entity, name))
