"""What a connection keeps."""

import pytest

from merx.framework.app import App
from merx.framework.data import database
from merx.framework.scope import Scope

_KEPT = "SELECT statement FROM pg_prepared_statements WHERE statement LIKE 'SELECT %::int AS padded -- x%'"


async def ask(scope: Scope, number: int) -> int:
    return await scope.value(f"SELECT {number}::int AS padded -- {'x' * 1000}")


async def test_statements_are_kept_up_to_so_many_letters_and_the_oldest_go(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    monkeypatch.setattr(database, "KEPT_TEXT", 20_000)
    async with app.scope().transaction() as scope:
        # when
        for number in range(100):
            assert await ask(scope, number) == number
            await ask(scope, 0)  # used all the time
        # then
        left = [row[0].split("::")[0] for row in await scope.rows(_KEPT)]
        assert {"SELECT 0", "SELECT 99"} <= set(left)
        assert 15 < len(left) <= 20  # of a thousand letters each
        assert "SELECT 1" not in left


async def test_a_statement_that_is_longer_than_that_runs(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "KEPT_TEXT", 100)
    async with app.scope().transaction() as scope:
        assert [await ask(scope, number) for number in (1, 2, 1)] == [1, 2, 1]
