"""`Scope`: the one thing passed around. Who is asking, in which transaction, and the way to every service.

It makes the transaction explicit, so that no function wonders which one it is in.
"""

import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, Self, TypeVar, overload

import msgspec

from merx.framework.data.database import Connection
from merx.framework.data.graph import Graph
from merx.framework.data.ids import new_id
from merx.framework.data.service import Service
from merx.framework.errors import Misconfigured

if TYPE_CHECKING:
    from merx.framework.app import App
    from merx.framework.query import Query

logger = logging.getLogger(__name__)

S = TypeVar("S", bound=Service)
W = TypeVar("W")


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who is asking: a `user`, a `customer`, an `api-key`, the `system` itself, or nobody (`anonymous`)."""

    type: str = "anonymous"
    id: str | None = None
    auth_identity_id: str | None = None
    claims: Mapping[str, Any] = {}


ANONYMOUS = Actor()
SYSTEM = Actor(type="system")


class Run(Protocol):
    """The workflow run that a scope works for, as far as a scope needs to know it."""

    @property
    def name(self) -> str:
        """The workflow's, or the step's."""
        ...

    @property
    def id(self) -> str: ...

    @property
    def step_key(self) -> str: ...

    @property
    def holds(self) -> bool:
        """Whether events and background starts wait until the run has succeeded."""
        ...


class Scope:
    """One request, one run, one job. Not shared between tasks: a transaction is a conversation on one connection."""

    def __init__(self, app: "App", *, actor: Actor = ANONYMOUS, trace: str | None = None) -> None:
        self.app = app
        self.actor = actor
        self.trace = trace or new_id("trace")
        self.locale: str | None = None
        """The language that whoever asks wants to read, a BCP 47 tag; None means the originals. Queries take it as their context's `locale`."""
        self.run: Run | None = None
        """The workflow run, or step of one, that this scope works for, if any: `merx.framework.workflows` sets it."""
        self._connection: Connection | None = None
        self._services: dict[type[Service], Service] = {}
        self._when_over: list[Callable[[bool], Awaitable[Any]]] = []

    def __getitem__(self, service: type[S]) -> S:
        """The service of this type, bound to this scope; the same one each time.

        Where a shop's module took the place of the one that the service is of, it is that module's. Raises `Misconfigured`
        for a service that no module of this app names.
        """
        found = self._services.get(service)
        if found is None:
            found = self._services[service] = self._serve(service)
        return found  # type: ignore[return-value]  # keyed by its own type, or one that it stands for

    def _serve(self, service: type[Service]) -> Service:
        standing = self.app.services.get(service)
        if standing is None:
            raise Misconfigured(
                f"{service.__module__}.{service.__qualname__} is the service of no module of this shop. "
                f"Say `Module(..., service={service.__name__})` in its package, and have that in Config(packages=...): {', '.join(self.app.config.packages)}."
            )
        return service(self) if standing is service else self[standing]

    @property
    def graph(self) -> Graph:
        return self.app.graph

    @property
    def query(self) -> "Query":
        """Reads over all modules: `scope.query.graph(...)`, `.all(View)`, `.one(View)`."""
        from merx.framework.query import Query  # noqa: PLC0415 - queries know scopes, not the other way round

        return Query(self)

    @property
    def step_key(self) -> str:
        """The idempotency key of the step in progress: the same when the step runs again, another for every other step.

        In a durable run it is run id, attempt and step number; in a delivery, event and subscriber. Hand it to whoever is
        called over the network. Raises `RuntimeError` outside steps, workflows and deliveries.
        """
        if self.run is None:
            msg = "scope.step_key is the key of a step: call this from a @step, a @workflow or a @subscriber"
            raise RuntimeError(msg)
        return self.run.step_key

    @property
    def in_transaction(self) -> bool:
        return self._connection is not None

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Self]:
        """All or nothing: what runs inside commits at the end, or leaves no trace when an exception passes.

        Inside an open one it joins it: only the outermost commits.
        """
        if self._connection is not None:
            yield self
            return
        is_committed = False
        try:
            async with self.app.database.connection() as connection, connection.transaction():
                self._connection = connection
                try:
                    yield self
                finally:
                    self._connection = None
            is_committed = True
        finally:
            if self._when_over:
                await self._tell(is_committed=is_committed)

    def when_over(self, then: Callable[[bool], Awaitable[Any]]) -> None:
        """Have `then` called when the open transaction has ended, with whether it committed: for what lives outside the database.

        In their order; what one of them raises is logged, for the transaction is over. Work that must not be lost is an event's, or a
        background start's: a process may die before it comes to this. Raises `RuntimeError` without a transaction.
        """
        if self._connection is None:
            raise RuntimeError("no transaction is open, so none will be over: do it now")
        self._when_over.append(then)

    async def _tell(self, *, is_committed: bool) -> None:
        told, self._when_over = self._when_over, []
        for then in told:
            try:
                await then(is_committed)
            except Exception:
                logger.exception("the transaction is over, and what was to follow failed")

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[Connection]:
        """The transaction's connection, or one for now."""
        if self._connection is not None:
            yield self._connection
        else:
            async with self.app.database.connection() as connection:
                yield connection

    async def value(self, sql: str, /, *arguments: Any) -> Any:
        """The first column of the first row, or None. JSON columns come as bytes."""
        # HOT(benchmarks/run.py): tens of times a checkout; `self.connection()` would cost a generator each.
        self.app.database.statements += 1
        if self._connection is not None:
            return await self._connection.fetchval(sql, *arguments)
        async with self.app.database.connection() as connection:
            return await connection.fetchval(sql, *arguments)

    async def rows(self, sql: str, /, *arguments: Any) -> Sequence[Any]:
        """All rows, as asyncpg records."""
        self.app.database.statements += 1
        if self._connection is not None:
            return await self._connection.fetch(sql, *arguments)
        async with self.app.database.connection() as connection:
            return await connection.fetch(sql, *arguments)

    async def lock(self, *keys: str) -> None:
        """Hold these names until the transaction ends; whoever asks for one of them waits.

        Taken in one fixed order, so that two callers with the same names never wait for each other.
        """
        if self._connection is None:
            msg = "a lock lasts as long as its transaction: open one first with `async with scope.transaction():`"
            raise RuntimeError(msg)
        await self.rows(
            "SELECT pg_advisory_xact_lock(k) FROM (SELECT DISTINCT hashtextextended(name, 0) AS k FROM unnest($1::text[]) AS name ORDER BY k) AS keys",
            sorted(keys),
        )

    def listens(self, event: str) -> bool:
        """Whether anybody subscribes to the event by its name: what is told to nobody need not be said."""
        return event in self.app.events.named

    async def emit(self, name: str, data: Any) -> None:
        """Say that something happened. Delivered after, and only if, what happened is committed.

        `data` is ids and plain values; a list of them is one event each.
        """
        await self.app.events.publish(self, name, data)

    async def sleep(self, seconds: float) -> None:
        """Let a durable workflow rest, for days if need be: no process holds the run meanwhile, and a crash does not wake it.

        Only in the body of a durable workflow, raises `Misuse` elsewhere. What follows may begin some seconds later.
        """
        self._refuse_to_wait(f"sleep({seconds!r})")

    @overload
    async def wait_for(self, name: str, *, timeout: float | None = None) -> Any: ...  # noqa: ASYNC109 - seconds
    @overload
    async def wait_for(self, name: str, *, timeout: float | None = None, type: type[W]) -> W: ...  # noqa: ASYNC109 - seconds
    async def wait_for(self, name: str, *, timeout: float | None = None, type: Any = Any) -> Any:  # noqa: A002, ARG002, ASYNC109 - seconds; the builder's word; a journal's scope waits
        """Let a durable workflow rest until somebody says `name` to its run: `app.engine.signal(run_id, name, payload)`.

        Gives the payload as a `type`; what was said before is kept until the run asks. Raises `WaitTimedOut` after `timeout`
        seconds, `SignalFailed` for `engine.fail_signal`, `InvalidData` for a payload that is no `type`. Once answered, a name
        is used up: the next wait of the run needs another. Only in the body of a durable workflow, raises `Misuse` elsewhere.
        """
        self._refuse_to_wait(f"wait_for({name!r})")

    async def patched(self, change: str) -> bool:  # noqa: ARG002 - a plain scope has no past
        """Whether the body may do what was changed under this name; false for a durable run that is past this place already.

        `if await scope.patched("ask-the-warehouse"): ...new... else: ...old...` lets a workflow change while runs of it are under
        way. Outside durable workflows always true.
        """
        return True

    def _refuse_to_wait(self, what: str) -> NoReturn:
        from merx.framework.workflows.errors import Misuse  # noqa: PLC0415 - workflows know scopes, not the other way round

        if self.run is None:
            where, why = "outside any workflow", "Nothing here could be laid down and taken up again"
        elif self.run.holds:
            where, why = f"inside '{self.run.name}', a step of a durable workflow", "A step is done at once or fails"
        else:
            where, why = f"in the atomic workflow '{self.run.name}'", "Its transaction, and its locks, would stay open meanwhile"
        raise Misuse(f"scope.{what} is called {where}. {why}. Wait in the body of a workflow that is declared with durable=True.")
