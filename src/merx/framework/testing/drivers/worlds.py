"""One world for each boundary: copies of the database that the test has prepared."""

import asyncio
import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import msgspec

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.errors import Misconfigured
from merx.framework.testing.databases import copy_database, drop_copy
from merx.framework.workflows import Workflow


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """How the workflow stands in one world. `place` is where it was stopped, as `"7: after sale.reserve"`."""

    place: str
    is_done: bool
    """Done once; else undone, or never begun: then nothing of it may be left."""


Check: TypeAlias = Callable[[App, Ended], Awaitable[None]]
"""Looks at a world, in which an `App` is open, and raises where it is not as it must be."""

Before: TypeAlias = Callable[[], Awaitable[None] | None]
"""Called before each boundary: empties what the test keeps outside of the database."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A call of a workflow, as another process can be told of it."""

    config: Config
    workflow: str
    input: bytes
    key: str


def call_of(app: App, workflow: Workflow[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Call:
    """Raises `Misconfigured` for a workflow that is not in `app`'s folders, `TypeError` for arguments that it does not take."""
    if app.workflows.get(workflow.name) is not workflow:
        known = ", ".join(sorted(app.workflows)) or "none"
        raise Misconfigured(
            f"'{workflow.name}' is not among the workflows of {', '.join(app.config.packages)}, so no other process would find it. "
            f"Put it into their `workflows` folder. There are: {known}."
        )
    key = workflow.key(*args, **kwargs) if workflow.key is not None else "driver"
    return Call(config=app.config, workflow=workflow.name, input=workflow.payload.input(args, kwargs), key=key)


@asynccontextmanager
async def copies_of(app: App) -> AsyncGenerator[Callable[[], Awaitable[Config]]]:
    """What makes copies of `app`'s database, each 15-60 ms. `app` is closed meanwhile: a database in use cannot be copied."""
    made: list[str] = []

    async def copy() -> Config:
        made.append(await asyncio.to_thread(copy_database, app.database.url))
        return msgspec.structs.replace(app.config, database_url=made[-1])

    async def drop() -> None:
        while made:
            await asyncio.to_thread(drop_copy, made.pop())

    async def next_one() -> Config:
        await drop()
        return await copy()

    await app.stop()
    try:
        yield next_one
    finally:
        await drop()
        await app.start()


async def begin(before: Before | None) -> None:
    waiting = before() if before is not None else None
    if inspect.isawaitable(waiting):
        await waiting


async def look(config: Config, check: Check, ended: Ended) -> None:
    """Raises what the check raises, with the place in a note."""
    async with App(config) as world:
        try:
            await check(world, ended)
        except BaseException as error:
            error.add_note(f"at {ended.place}, when the workflow was {'done' if ended.is_done else 'undone'}")
            raise
