"""`scope[LockService].hold(...)`, as builders write it."""

from contextlib import suppress

import pytest

from merx.framework.app import App
from merx.framework.locking import LockProvider, LockService, LockTimeout
from merx.framework.workflows import Misuse, workflow


async def held(app: App, key: str) -> bool:
    """Whether somebody else would have to wait."""
    try:
        async with app.scope()[LockService].hold(key, timeout=0):
            return False
    except LockTimeout:
        return True


async def test_names_are_held_while_the_block_runs_by_its_scope(app: App) -> None:
    locks = app.scope()[LockService]
    async with locks.hold("b", "a", "b"):
        assert (await held(app, "a"), await held(app, "b"), await held(app, "c")) == (True, True, False)
        async with locks.hold("a"):  # the same scope
            pass
        assert await held(app, "a")
    assert not await held(app, "a")


async def test_an_owner_with_a_name_is_the_same_in_another_scope(app: App) -> None:
    async with app.scope()[LockService].hold("a", owner="import 7"), app.scope()[LockService].hold("a", owner="import 7", timeout=0):
        assert await held(app, "a")


@pytest.mark.parametrize("fails", [False, True])
async def test_in_a_transaction_they_are_held_until_that_has_ended(app: App, *, fails: bool) -> None:
    # given
    scope = app.scope()
    seen: list[bool] = []
    # when
    with suppress(ZeroDivisionError):
        async with scope.transaction():
            async with scope[LockService].hold("a"):
                seen.append(await held(app, "a"))
            seen.append(await held(app, "a"))
            seen.append(bool(1 // (not fails)))
    # then
    assert seen == [True, True] + [True] * (not fails)
    assert not await held(app, "a")


async def test_the_body_of_a_durable_workflow_holds_nothing(app: App) -> None:
    @workflow("test.holding", durable=True)
    async def holding(scope: object) -> None:
        async with scope[LockService].hold("a"):  # type: ignore[index]  # a scope; the annotation would have to be importable
            pass

    app.workflows["test.holding"] = holding
    with pytest.raises(Misuse, match=r"^The body of a durable workflow is run again .*: hold the lock inside one of its steps\.$"):
        await holding(app.scope())
    with pytest.raises(Misuse, match=r"^hold\(\) needs a name at least"):
        async with app.scope()[LockService].hold():
            pass


async def test_postgres_is_the_default_and_memory_is_there(app: App) -> None:
    assert (app.providers.default(LockProvider), sorted(app.providers.all(LockProvider))) == ("postgres", ["memory", "postgres"])
