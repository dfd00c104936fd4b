"""Stage 4: `Query`, what `scope.query` is: finds or builds the statement, runs it, hands on PostgreSQL's bytes."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack

import asyncpg
import msgspec

from merx.framework.data.filters import Filters, kind_of, parse, patterns
from merx.framework.data.graph import Graph
from merx.framework.data.sources import Search, Source
from merx.framework.errors import InvalidData, NotFound
from merx.framework.query.computed import CONTEXT, Calculations
from merx.framework.query.counts import LargeCounts
from merx.framework.query.elsewhere import Reach, narrowed, searched
from merx.framework.query.fields import normalized
from merx.framework.query.plan import Plan, Planner
from merx.framework.query.refusals import refused
from merx.framework.query.resolve import Row, decode, encode, prune, resolve, with_decimals
from merx.framework.query.statement import KNOWN_COUNT, Request, Statement, build
from merx.framework.query.view import View, decoder, paths_of, row_decoder, viewed

if TYPE_CHECKING:
    from merx.framework.scope import Scope

V = TypeVar("V", bound=View)

KEPT = 1024
"""Statements kept per process: clients choose shapes, so the number must have an end."""

USUAL_LIMITS = frozenset({1, 5, 10, 12, 15, 20, 24, 25, 30, 48, 50, 100})

_NOTHING: Mapping[str, Any] = {}
_ROWS = "rows"


class Prepared(msgspec.Struct, frozen=True):
    """All that a request of one shape needs, ready but for the values."""

    plan: Plan
    statement: Statement
    context: tuple[str, ...]
    """The context's names among the statement's parameters."""


class Compiler:
    """Statements by shape, kept for as long as the app lives. Safe to share between tasks."""

    def __init__(self, graph: Graph, calculations: Calculations) -> None:
        self.graph = graph
        self._planner = Planner(graph, calculations)
        self._calculations = calculations
        self.large_counts = LargeCounts()
        self.plan = lru_cache(maxsize=KEPT)(self._plan)
        self.prepare = lru_cache(maxsize=KEPT)(self._prepare)

    def _plan(self, entity: str, fields: tuple[str, ...]) -> Plan:
        return self._planner.plan(self.graph.entity(entity), normalized(fields))

    def _prepare(self, entity: str, fields: tuple[str, ...], request: Request) -> Prepared:
        plan = self.plan(entity, fields)
        statement = build(self.graph, plan.tree, request, self._calculations.sights, self._calculations.overlays)
        named = dict.fromkeys(name for name in statement.text.names if name.startswith(CONTEXT))
        return Prepared(plan=plan, statement=statement, context=tuple(named))


class Asked(TypedDict, total=False):
    """What the methods of `Query` take by name, beside the entity."""

    fields: Sequence[str]
    """Paths from the entity: `"*"` (the default), `"items.*"` or `"*items"`, `"items.product.title"`, `"-metadata"`. Unknown ones are ignored."""
    filters: Filters | None
    """As `Repository` takes them, and through any relation: `{"items": {"product": {"title": ...}}}`."""
    order: str | Sequence[str]
    """A path or several; `-` descends. Rows that tie stand by key."""
    limit: int | None
    offset: int
    q: str | None
    """Each word must be found in some searchable column, here or in relations declared as searched."""
    with_deleted: bool
    """Also rows, here and in relations, that are soft-deleted."""
    context: Mapping[str, Any] | None
    """Values for computed fields."""


class Query:
    """Reads over the whole graph, one statement a call whatever the number of rows and relations.

    `entity` is an entity's name; see `Asked` for the rest. Raises `InvalidData` for filters and orders by fields that do
    not exist, naming them, and for values that do not fit.
    """

    __slots__ = ("_compiler", "_scope")

    def __init__(self, scope: "Scope") -> None:
        self._scope = scope
        self._compiler = scope.app.compiler

    @property
    def scope(self) -> "Scope":
        return self._scope

    @property
    def graph_of_app(self) -> Graph:
        return self._compiler.graph

    async def graph(self, entity: str, **asked: Unpack[Asked]) -> list[Row]:
        """The rows as plain data: numbers as int and Decimal, times as text."""
        if self._source(entity) is not None:
            return (await self._searched(entity, **asked))[0]
        prepared, answer = await self._run(entity, None, **asked)
        return await self._resolved(prepared, decode(answer), asked)

    async def graph_and_count(self, entity: str, **asked: Unpack[Asked]) -> tuple[list[Row], int]:
        """As `graph`, with how many rows fit on all pages together. One statement."""
        if self._source(entity) is not None:
            return await self._searched(entity, **asked)
        prepared, answer = await self._run(entity, _ROWS, **asked)
        page = decode(answer)
        return await self._resolved(prepared, page[_ROWS], asked), page["count"]

    async def json(self, entity: str, **asked: Unpack[Asked]) -> bytes:
        """The rows as a JSON array: PostgreSQL's own bytes, unless a resolver was selected."""
        if self._source(entity) is not None:
            return encode((await self._searched(entity, **asked))[0])
        prepared, answer = await self._run(entity, None, **asked)
        if prepared.plan.asked is None:
            return answer
        return encode(await self._resolved(prepared, decode(answer), asked))

    async def page(self, entity: str, key: str, **asked: Unpack[Asked]) -> bytes:
        """A list as the API answers it, `{key: rows, "count", "offset", "limit"}`. One statement.

        A count of 10,000 or more may be some seconds old, see `merx.framework.query.counts`.
        """
        if self._source(entity) is not None:
            rows, count = await self._searched(entity, **asked)
            return encode({key: rows, "count": count, "offset": asked.get("offset", 0), "limit": asked.get("limit")})
        prepared, answer = await self._run(entity, key, **asked)
        if prepared.plan.asked is None:
            return answer
        page = decode(answer)
        page[key] = await self._resolved(prepared, page[key], asked)
        return encode(page)

    async def one_json(self, entity: str, **asked: Unpack[Asked]) -> bytes | None:
        """The first row as a JSON object, or None."""
        asked["limit"] = 1
        return (await self.json(entity, **asked))[1:-1] or None

    async def all(
        self,
        view: type[V],
        filters: Filters | None = None,
        /,
        *,
        order: str | Sequence[str] = (),
        limit: int | None = None,
        offset: int = 0,
        context: Mapping[str, Any] | None = None,
        with_deleted: bool = False,
        **equals: Any,
    ) -> list[V]:
        """The rows as `view` describes them."""
        answer = await self.json(
            viewed(view).name,
            fields=paths_of(view),
            filters={**(filters or _NOTHING), **equals},
            order=order,
            limit=limit,
            offset=offset,
            context=context,
            with_deleted=with_deleted,
        )
        return decoder(view).decode(answer)

    async def one(self, view: type[V], key: str | Filters | None = None, /, *, context: Mapping[str, Any] | None = None, **equals: Any) -> V:
        """The first row that fits, or the row with this key. Raises `NotFound`."""
        entity = viewed(view)
        filters = {entity.key: key} if isinstance(key, str) else key or _NOTHING
        found = await self.all(view, {**filters, **equals}, limit=1, context=context)
        if not found:
            wanted = ", ".join(f"{name}: {value}" for name, value in {**filters, **equals}.items())
            raise NotFound(f"{entity.name} with {wanted} was not found")
        return found[0]

    async def stream(
        self, view: type[V], filters: Filters | None = None, /, *, q: str | None = None, order: str | Sequence[str] = (), size: int = 100, **equals: Any
    ) -> AsyncGenerator[list[V]]:
        """The rows as `view` describes them, `size` at a time, of one statement: as they were when it began, however long it takes.

        Memory is that of `size` rows. Holds a connection, and a transaction of its own unless one is open, until it is through: close
        it where it is left early (`contextlib.aclosing`). Rows that live elsewhere, or hang on such rows, cannot be streamed: `InvalidData`.
        """
        entity = viewed(view).name
        if self._source(entity) is not None:
            raise InvalidData(f"'{entity}' lives elsewhere and cannot be streamed")
        prepared, arguments, _ = await self._prepared(
            entity, None, fields=paths_of(view), filters={**(filters or _NOTHING), **equals}, order=order, q=q, is_streamed=True
        )
        if prepared.plan.asked is not None:
            raise InvalidData(f"{view.__name__} asks for what lives elsewhere, and cannot be streamed")
        read = row_decoder(view).decode
        async with self._scope.transaction(), self._scope.connection() as connection:
            self._scope.app.database.statements += 1
            rows = await connection.cursor(prepared.statement.text.sql, *arguments)
            while found := await rows.fetch(size):
                yield [read(row[0]) for row in found]

    # HOT(benchmarks/query.py): runs for each request; a known shape costs look-ups and the conversion of values.
    async def _run(self, entity: str, key: str | None, **asked: Any) -> tuple[Prepared, bytes]:
        prepared, arguments, counted = await self._prepared(entity, key, **asked)
        try:
            answer = await self._scope.value(prepared.statement.text.sql, *arguments)
        except asyncpg.DataError as error:
            refusal = refused(error, prepared.statement)
            if refusal is not None:
                raise refusal from error
            raise
        if counted is not None:
            self._compiler.large_counts.note(prepared.statement.text.sql, counted, answer)
        return prepared, answer

    async def _prepared(  # noqa: PLR0913 - the names of `Asked`
        self,
        entity: str,
        key: str | None,
        *,
        fields: Sequence[str] = ("*",),
        filters: Filters | None = None,
        order: str | Sequence[str] = (),
        limit: int | None = None,
        offset: int = 0,
        q: str | None = None,
        with_deleted: bool = False,
        context: Mapping[str, Any] | None = None,
        is_below: bool = False,
        is_streamed: bool = False,
    ) -> tuple[Prepared, list[Any], Any]:
        """The statement, its arguments, and what the count of a page will depend on; None where it is none, or known."""
        if offset < 0 or (limit is not None and limit < 0):
            raise InvalidData(f"'{'offset' if offset < 0 else 'limit'}' must not be negative")
        if filters and self._compiler.graph.sources:
            filters = await narrowed(self, self._compiler.graph.entity(entity), filters, Reach(context, with_deleted))
        shape, values = parse(filters or _NOTHING)
        words = patterns(q) if q else ()
        context = context or _NOTHING
        ordering = (order,) if isinstance(order, str) else tuple(order)
        given = frozenset([name for name, value in context.items() if value is not None])
        usual = limit if limit in USUAL_LIMITS else None
        kinds = tuple([kind_of(word) for word in words])
        request = Request(shape, ordering, kinds, usual, limit is not None, offset > 0, with_deleted, given, is_below, key, is_streamed)
        prepared = self._compiler.prepare(entity, tuple(fields), request)
        decides = (values, words) if key is not None and key is not _ROWS else None
        counts = self._compiler.large_counts
        known = counts.recall(prepared.statement.text.sql, decides) if counts and decides is not None else None
        if known is not None:
            prepared = self._compiler.prepare(entity, tuple(fields), msgspec.structs.replace(request, is_counted=False))
        arguments = _arguments(prepared, values, words, context, {"limit": limit, "offset": offset, KNOWN_COUNT: known})
        return prepared, arguments, decides if known is None else None

    async def _resolved(self, prepared: Prepared, rows: list[Row], given: Asked) -> list[Row]:
        tree, asked = prepared.plan.tree, prepared.plan.asked
        with_decimals(tree, rows)
        if asked is not None:
            await resolve(self, tree, rows, _reach_of(given))
            prune(tree, asked, rows)
        return rows

    async def below(self, entity: str, fields: Sequence[str], column: str, values: Sequence[Any], reach: Reach) -> list[Row]:
        """Rows of ours that stand below rows from elsewhere: those whose `column` is one of `values`, as `graph` gives them."""
        columns = self._compiler.graph.entity(entity).columns
        asked: Asked = {
            "fields": fields,
            "filters": {column: list(values)},
            "order": [name for name in ("rank", f"{entity.rpartition('_')[2]}_rank") if name in columns],
            "with_deleted": reach.with_deleted,
            "context": reach.context,
        }
        prepared, answer = await self._run(entity, None, **asked, is_below=True)
        return await self._resolved(prepared, decode(answer), asked)

    def _source(self, entity: str) -> Source | None:
        graph = self._compiler.graph
        return graph.sources.get(graph.entity(entity).name) if graph.sources else None

    async def _searched(self, entity: str, **asked: Unpack[Asked]) -> tuple[list[Row], int]:
        """As `graph_and_count`, of rows that live elsewhere: their source answers."""
        graph, order = self._compiler.graph, asked.get("order", ())
        found = graph.entity(entity)
        search = Search(
            filters=asked.get("filters") or _NOTHING,
            order=(order,) if isinstance(order, str) else tuple(order),
            limit=asked.get("limit"),
            offset=asked.get("offset", 0),
            q=asked.get("q"),
        )
        paths = normalized(asked.get("fields", ("*",)))
        return await searched(self, graph.sources[found.name], found, search, paths, _reach_of(asked))


def _reach_of(asked: Asked) -> Reach:
    return Reach(asked.get("context"), asked.get("with_deleted", False))


def _arguments(prepared: Prepared, values: Sequence[Any], words: Sequence[str], context: Mapping[str, Any], named: dict[str, Any]) -> list[Any]:
    for i, convert in enumerate(prepared.statement.converters):
        named[f"w{i}"] = convert(values[i])
    for i, word in enumerate(words):
        named[f"q{i}"] = word
    for name in prepared.context:
        named[name] = context.get(name[len(CONTEXT) :])
    return prepared.statement.text.arguments(named)
