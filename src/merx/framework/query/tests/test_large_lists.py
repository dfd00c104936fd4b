"""Lists of very many rows: their counts are remembered for a moment, their deep pages chosen by key."""

import json
from typing import Any

import pytest

from merx.framework.app import App
from merx.framework.query import counts
from merx.framework.scope import Scope

MORE = """INSERT INTO tea (id, title, kind, created_at, updated_at, is_loose)
SELECT 'more_' || lpad(n::text, 6, '0'), 'More', 'black', now(), now(), false FROM generate_series($1::int, $2::int) AS n"""


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "LARGE", 5)


async def page(scope: Scope, **asked: Any) -> dict[str, Any]:
    return json.loads(await scope.query.page("tea", "teas", fields=("title",), limit=2, **asked))


@pytest.mark.usefixtures("small")
async def test_a_large_count_is_told_again_for_a_moment_and_then_counted_anew(stocked: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    await add(stocked, 1, 8)
    assert (await page(stocked))["count"] == 10
    await add(stocked, 9, 9)
    told = await page(stocked)
    assert (told["count"], len(told["teas"])) == (10, 2)
    assert (await stocked.query.graph_and_count("tea", limit=1))[1] == 11  # code is told the truth
    now = counts.time.monotonic()
    monkeypatch.setattr(counts.time, "monotonic", lambda: now + counts.SECONDS + 1)
    assert (await page(stocked))["count"] == 11


@pytest.mark.usefixtures("small")
async def test_other_filters_and_other_words_are_counted_for_themselves(stocked: Scope) -> None:
    await add(stocked, 1, 8)
    assert (await page(stocked, filters={"title": {"$ne": "Nothing"}}))["count"] == 10
    assert (await page(stocked, filters={"title": {"$ne": "More"}}))["count"] == 2
    assert (await page(stocked, q="More"))["count"] == 8
    assert (await page(stocked, q="Ass"))["count"] == 1


async def test_the_count_of_a_list_that_is_not_large_is_exact(stocked: Scope) -> None:
    assert (await page(stocked))["count"] == 2
    await add(stocked, 1, 1)
    assert (await page(stocked))["count"] == 3


async def test_no_more_counts_are_kept_than_said(stocked: Scope, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "LARGE", 1)
    monkeypatch.setattr(counts, "KEPT", 2)
    for title in ("a", "b", "c"):
        await page(stocked, filters={"title": {"$ne": title}})
    assert len(app.compiler.large_counts._known) == 2  # noqa: SLF001 - its size is what is promised


async def test_a_page_whose_count_is_known_is_planned_once(stocked: Scope) -> None:
    # given a list whose counting is what its page costs
    await add(stocked, 1, counts.LARGE)
    await stocked.value("ANALYZE tea")
    async with stocked.transaction(), stocked.connection() as connection:
        # when
        for _ in range(12):
            await stocked.query.page("tea", "teas", fields=("title",), limit=20)
        # then
        plans = await connection.fetch("SELECT custom_plans, generic_plans FROM pg_prepared_statements WHERE statement LIKE '%AS ' || $1 || ',%'", "teas")
    assert sorted(tuple(row) for row in plans) == [(1, 0), (5, 6)]  # counted once; what PostgreSQL tries before it keeps a plan is five


@pytest.mark.parametrize("order", ["id", "-title", "shelf.label", "-tins.price"])
async def test_deep_pages_follow_each_other_in_the_order_asked_for(stocked: Scope, order: str) -> None:
    await add(stocked, 1, 7)
    whole = [row["id"] for row in await stocked.query.graph("tea", fields=("id",), order=order)]
    pages = [[row["id"] for row in await stocked.query.graph("tea", fields=("id",), order=order, limit=2, offset=at)] for at in range(0, 10, 2)]
    assert [each for one in pages for each in one] == whole


async def add(scope: Scope, first: int, last: int) -> None:
    await scope.value(MORE, first, last)


@pytest.mark.parametrize(("q", "ids"), [("as", ["tea_1"]), ("s", ["tea_1"]), ("a-", ["tea_1"]), ("A-0 ssa", ["tea_1"]), ("%", ["tea_2"]), ("zz", [])])
async def test_one_and_two_letters_are_found_like_any_other_word(stocked: Scope, q: str, ids: list[str]) -> None:
    found = {each["id"] for each in (await page(stocked, q=q))["teas"]}
    assert found == set(ids)
    assert {row["id"] for row in await stocked.query.graph("tea", fields=("id",), filters={"$q": q})} == found
