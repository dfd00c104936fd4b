"""Transactions and locks: all or nothing, one after the other, without waiting in circles."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import asyncpg
import pytest

from merx.framework.app import App
from merx.framework.data import create_all
from merx.framework.scope import Scope

from .shop.kitchen.models import Recipe
from .shop.links import jar_recipe
from .shop.pantry.models import Jar, Shelf
from .shop.pantry.service import PantryService


async def codes(app: App) -> list[str]:
    """What others see."""
    return [jar.code for jar in await app.scope()[PantryService].jars.list()]


async def test_what_is_written_inside_is_seen_by_others_after_the_end(app: App, scope: Scope, pantry: PantryService) -> None:
    async with scope.transaction():
        await pantry.jars.create(Jar(code="A"))
        assert await pantry.jars.count() == 1
        assert await codes(app) == []
    assert await codes(app) == ["A"]
    assert not scope.in_transaction


async def test_an_exception_leaves_no_trace_and_the_scope_usable(app: App, scope: Scope, pantry: PantryService) -> None:
    async def write() -> None:
        async with scope.transaction():
            await pantry.jars.create(Jar(code="A"))
            raise LookupError

    # when
    with pytest.raises(LookupError):
        await write()
    # then
    assert not scope.in_transaction
    await pantry.jars.create(Jar(code="B"))
    assert await codes(app) == ["B"]


async def test_a_transaction_inside_another_joins_it_and_only_the_outer_one_commits(app: App, scope: Scope, pantry: PantryService) -> None:
    async def write() -> None:
        async with scope.transaction() as joined:
            assert joined is scope
            await pantry.jars.create(Jar(code="A"))
        assert scope.in_transaction
        assert await codes(app) == []
        raise LookupError

    # when the outer one fails after the inner one has ended
    with pytest.raises(LookupError):
        async with scope.transaction():
            await write()
    # then
    assert await codes(app) == []


async def test_each_call_outside_a_transaction_stands_on_its_own(app: App, pantry: PantryService) -> None:
    # when
    await pantry.jars.create(Jar(code="A"))
    with pytest.raises(asyncpg.UniqueViolationError):
        await pantry.jars.create([Jar(code="B"), Jar(code="A")])
    # then
    assert await codes(app) == ["A"]


CALLS: dict[str, Callable[[Scope], Awaitable[object]]] = {
    "list": lambda scope: scope[PantryService].jars.list({"code": {"$in": ["A", "B"]}}, order="-grams", limit=5, for_update=True),
    "count": lambda scope: scope[PantryService].jars.count(code="A"),
    "first": lambda scope: scope[PantryService].jars.first(code="A"),
    "retrieve": lambda scope: scope[PantryService].jars.retrieve("jar_1"),
    "create": lambda scope: scope[PantryService].jars.create(Jar(code=str(i)) for i in range(100)),
    "create_all": lambda scope: create_all(scope, [Shelf(label="Top"), Jar(code="C"), *(Recipe(title=str(i)) for i in range(100))]),
    "upsert": lambda scope: scope[PantryService].jars.upsert([Jar(code=str(i)) for i in range(100)], on=("code",)),
    "update one": lambda scope: scope[PantryService].jars.update("jar_1", grams=1, metadata={"a": 1}),
    "update many": lambda scope: scope[PantryService].jars.update([{"id": "jar_1", "grams": 1}, {"id": "jar_2", "grams": 2}]),
    "update_where": lambda scope: scope[PantryService].jars.update_where({}, grams=1),
    "delete": lambda scope: scope[PantryService].jars.delete(["jar_1", "jar_2"]),
    "soft_delete": lambda scope: scope[PantryService].shelves.soft_delete("shelf_1"),
    "restore": lambda scope: scope[PantryService].shelves.restore("shelf_1"),
    "link.add": lambda scope: jar_recipe.add(scope, [("jar_1", "recipe_1"), ("jar_2", "recipe_1")]),
    "link.pairs": lambda scope: jar_recipe.pairs(scope, left=["jar_1", "jar_2"]),
    "link.dismiss": lambda scope: jar_recipe.dismiss(scope, right="recipe_1"),
}


@pytest.mark.parametrize("call", CALLS)
async def test_a_call_is_one_statement_however_many_rows(app: App, scope: Scope, call: str) -> None:
    # given
    shelf = Shelf(id="shelf_1", label="Top")
    jars = [Jar(id=f"jar_{i}", code="AB"[i - 1], shelf_id=shelf.id) for i in (1, 2)]
    await create_all(scope, [shelf, *jars, Recipe(id="recipe_1", title="Jam")])
    before = app.database.statements
    # when
    await CALLS[call](scope)
    # then
    assert app.database.statements == before + 1


async def test_a_lock_needs_a_transaction(scope: Scope) -> None:
    with pytest.raises(RuntimeError, match=r"^a lock lasts as long as its transaction: open one first"):
        await scope.lock("jar:A")


@pytest.mark.parametrize(("locked", "patience", "left"), [(True, 0.1, 8), (False, 5, 9)], ids=["with the lock", "the twin without loses a jar"])
async def test_who_asks_for_a_held_name_waits_until_its_transaction_ends(app: App, scope: Scope, locked: bool, patience: float, left: int) -> None:
    # given ten grams, and two who read, wait until the other has read too (or is held up), and write one less
    await scope[PantryService].jars.create(Jar(id="jar_1", code="A", grams=10))
    both_have_read = asyncio.Barrier(2)

    async def take_one() -> None:
        mine = app.scope()
        async with mine.transaction():
            if locked:
                await mine.lock("jar:A")
            grams = (await mine[PantryService].jars.retrieve("jar_1")).grams or 0
            with suppress(TimeoutError, asyncio.BrokenBarrierError):
                await asyncio.wait_for(both_have_read.wait(), patience)
            await mine[PantryService].jars.update("jar_1", grams=grams - 1)

    # when
    await asyncio.gather(take_one(), take_one())
    # then
    assert (await scope[PantryService].jars.retrieve("jar_1")).grams == left


WAITERS = """
SELECT pid, (SELECT count(*) FROM pg_locks held WHERE held.locktype = 'advisory' AND held.granted AND held.pid = waiting.pid) AS held
FROM pg_locks waiting
WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


async def held_while_waiting(app: App, blocked: str, asked: tuple[str, str]) -> int:
    """How many of the names `asked` somebody holds already, who waits for `blocked`."""
    blocker, waiter, outside = app.scope(), app.scope(), app.scope()

    async def wait() -> None:
        async with waiter.transaction():
            await waiter.lock(*asked)

    async with blocker.transaction():
        await blocker.lock(blocked)
        waiting = asyncio.create_task(wait())
        while not (found := await outside.rows(WAITERS)):  # noqa: ASYNC110 - what we wait for happens in PostgreSQL
            await asyncio.sleep(0.01)
    await waiting
    return found[0]["held"]


async def test_names_are_taken_in_one_order_whatever_the_order_of_asking(app: App) -> None:
    # when
    held = {asked: [await held_while_waiting(app, blocked, asked) for blocked in ("a", "b")] for asked in (("a", "b"), ("b", "a"))}
    # then one of the two names is always the first, so nobody holds the second while waiting for it
    assert held["a", "b"] == held["b", "a"]
    assert sorted(held["a", "b"]) == [0, 1]


async def test_the_twin_that_takes_them_one_by_one_waits_in_a_circle(app: App) -> None:
    # given
    both_hold_one = asyncio.Barrier(2)

    async def take(first: str, second: str) -> None:
        mine = app.scope()
        async with mine.transaction():
            await mine.lock(first)
            await both_hold_one.wait()
            await mine.lock(second)

    # when
    ends = await asyncio.gather(take("a", "b"), take("b", "a"), return_exceptions=True)
    # then
    assert [type(end) for end in ends if end is not None] == [asyncpg.DeadlockDetectedError]


@pytest.mark.parametrize("fails", [False, True])
async def test_who_asks_is_told_when_the_outermost_transaction_is_over_and_how(scope: Scope, caplog: pytest.LogCaptureFixture, *, fails: bool) -> None:
    # given
    told: list[tuple[str, bool, bool]] = []

    async def first(is_committed: bool) -> None:
        told.append(("first", is_committed, scope.in_transaction))
        raise ConnectionError("the one who was to be told is away")

    async def second(is_committed: bool) -> None:
        told.append(("second", is_committed, scope.in_transaction))

    # when
    with suppress(ZeroDivisionError):
        async with scope.transaction():
            async with scope.transaction():
                scope.when_over(first)
                scope.when_over(second)
            assert told == []
            _ = 1 // (not fails)
    # then
    assert told == [("first", not fails, False), ("second", not fails, False)]
    assert "the one who was to be told is away" in caplog.text
    # and a next transaction has forgotten them
    async with scope.transaction():
        pass
    assert len(told) == 2
    with pytest.raises(RuntimeError, match="no transaction is open, so none will be over: do it now"):
        scope.when_over(second)
