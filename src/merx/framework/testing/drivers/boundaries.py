"""Boundaries: the moments at which a process may die, or a step fail, with another outcome than a moment before.

Every function of a step, workflow or compensation: before and after it, which for an external step is before and after the
call. Every commit, and every statement that is its own transaction: before and after. They are watched from outside:
nothing in the framework knows of them, so outside these tests they cost nothing.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from functools import wraps
from typing import Any, TypeAlias, cast

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.data.database import Connection, Database
from merx.framework.workflows.steps import Unit

Reached: TypeAlias = Callable[[str], None]
"""Told of each boundary by its name, in order. May raise, or never return."""

COMMITTED = "after a commit"


def watched_app(config: Config, reached: Reached) -> App:
    """The shop of `config`, whose commits are boundaries. Not open yet."""
    app = App(config)
    assert config.database_url is not None  # noqa: S101 - App has asked for it
    app.database = _WatchedDatabase(reached, config.database_url, max_size=config.pool_size, statement_seconds=config.statement_seconds)
    return app


class _WatchedDatabase(Database):
    """A database that tells before and after each commit."""

    def __init__(self, reached: Reached, url: str, **settings: Any) -> None:
        super().__init__(url, **settings)
        self._reached = reached

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[Connection]:
        async with super().connection() as connection:
            yield cast("Connection", _Watched(connection, self._reached))


class _Watched:
    """A connection. What it does inside a transaction is nobody's business before the commit."""

    def __init__(self, connection: Connection, reached: Reached) -> None:
        self._connection = connection
        self._reached = reached

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    @asynccontextmanager
    async def transaction(self, **options: Any) -> AsyncGenerator[None]:
        is_outermost = not self._connection.is_in_transaction()
        async with self._connection.transaction(**options):
            yield
            if is_outermost:
                self._reached("before a commit")
        if is_outermost:
            self._reached(COMMITTED)

    async def fetch(self, *args: Any, **options: Any) -> Any:
        return await self._run(self._connection.fetch, args, options)

    async def fetchval(self, *args: Any, **options: Any) -> Any:
        return await self._run(self._connection.fetchval, args, options)

    async def fetchrow(self, *args: Any, **options: Any) -> Any:
        return await self._run(self._connection.fetchrow, args, options)

    async def execute(self, *args: Any, **options: Any) -> Any:
        return await self._run(self._connection.execute, args, options)

    async def executemany(self, *args: Any, **options: Any) -> Any:
        return await self._run(self._connection.executemany, args, options)

    async def _run(self, call: Callable[..., Awaitable[Any]], args: Any, options: Any) -> Any:
        if self._connection.is_in_transaction():
            return await call(*args, **options)
        self._reached("before a statement of its own")
        result = await call(*args, **options)
        self._reached("after a statement of its own")
        return result


@contextmanager
def watched_steps(app: App, reached: Reached) -> Generator[None]:
    """While this is open, the functions of `app`'s steps and workflows and their compensations are boundaries."""
    units: list[Unit[..., Any]] = app.found("workflows", Unit)
    kept = [(unit, unit.function, unit.compensation) for unit in units]
    for unit, function, compensation in kept:
        unit.function = _between(unit.name, function, reached)
        if compensation is not None:
            unit.compensation = _between(f"the compensation of {unit.name}", compensation, reached)
    try:
        yield
    finally:
        for unit, function, compensation in kept:
            unit.function, unit.compensation = function, compensation


def _between(name: str, function: Callable[..., Awaitable[Any]], reached: Reached) -> Callable[..., Awaitable[Any]]:
    @wraps(function)
    async def call(*args: Any, **kwargs: Any) -> Any:
        reached(f"before {name}")
        result = await function(*args, **kwargs)
        reached(f"after {name}")
        return result

    return call
