"""Fields that SQL or Python computes: part of the answer when named, once for all rows."""

import json
from decimal import Decimal

import pytest
import sqlalchemy as sa

from merx.framework.app import App
from merx.framework.errors import Misconfigured
from merx.framework.query import Calculations, computed, resolver
from merx.framework.scope import Scope

from .shop.computed import calls


@pytest.fixture(autouse=True)
def _fresh_calls() -> None:
    calls.clear()


@pytest.mark.parametrize(
    ("context", "quantity"), [({"place": "here"}, 3), ({"place": "there"}, Decimal("0.5")), (None, Decimal("3.5")), ({"place": None}, Decimal("3.5"))]
)
async def test_sql_computes_with_what_the_context_gives(stocked: Scope, app: App, context: dict[str, str] | None, quantity: Decimal) -> None:
    # given
    before = app.database.statements
    # when
    answer = await stocked.query.json("tin", fields=("quantity",), filters={"id": "tin_1"}, context=context)
    # then
    assert json.loads(answer, parse_float=Decimal) == [{"id": "tin_1", "quantity": quantity}]
    assert app.database.statements == before + 1


async def test_a_computed_field_deep_in_the_answer_is_selected_by_star_or_by_a_path_into_it(stocked: Scope) -> None:
    for path in ("tins.quantity", "tins.quantity.*", "tins.quantity.amount"):
        (tea,) = await stocked.query.graph("tea", fields=(path,), filters={"id": "tea_1"})
        assert tea == {"id": "tea_1", "tins": [{"id": "tin_2", "quantity": 0}, {"id": "tin_1", "quantity": Decimal("3.5")}]}


async def test_computed_times_look_like_all_times(stocked: Scope) -> None:
    (tea,) = await stocked.query.graph("tea", fields=("picked_again_at",), filters={"id": "tea_1"})
    assert tea == {"id": "tea_1", "picked_again_at": "2027-11-21T10:49:00.123Z"}


async def test_a_star_computes_nothing(stocked: Scope) -> None:
    (sale,) = await stocked.query.graph("sale", fields=("*", "lines.*"))
    assert "total" not in sale
    assert "total" not in sale["lines"][0]
    assert calls == []


async def test_python_computes_once_for_all_rows_and_what_only_it_needed_is_removed(stocked: Scope, app: App) -> None:
    # given
    before = app.database.statements
    # when
    answer = await stocked.query.page("sale", "sales", fields=("total", "lines.half"))
    # then
    page = json.loads(answer, parse_float=Decimal)
    lines = [{"id": "line_1", "half": Decimal("9.50")}, {"id": "line_2", "half": Decimal("2.5")}]
    assert page["count"] == 1
    assert page["sales"] == [{"id": "sale_1", "total": 24, "lines": lines}]
    assert calls == [("sale_line", 2, frozenset({"half", "total"})), ("sale", 1, frozenset({"total"}))]
    assert app.database.statements == before + 1


async def test_a_resolver_runs_after_those_it_requires_and_may_ask_the_database(stocked: Scope) -> None:
    (sale,) = await stocked.query.graph("sale", fields=("total_with_gift",))
    assert sale == {"id": "sale_1", "total_with_gift": Decimal("29.00")}


async def test_an_empty_page_calls_no_resolver(stocked: Scope) -> None:
    assert await stocked.query.page("sale", "sales", fields=("total",), limit=0) == b'{"sales":[],"count":1,"offset":0,"limit":0}'
    assert await stocked.query.one_json("sale", fields=("total",), filters={"id": "x"}) is None
    assert calls == []


async def test_amounts_are_decimals_even_when_they_are_whole(stocked: Scope) -> None:
    (tin,) = await stocked.query.graph("tin", fields=("price", "tin_rank"), filters={"id": "tin_2"})
    assert (repr(tin["price"]), repr(tin["tin_rank"])) == ("Decimal('5')", "1")


def test_a_field_computed_twice_is_a_builders_mistake() -> None:
    sql = computed("tea", "size")(lambda row, context: sa.null())  # noqa: ARG005 - never called
    python = resolver("tea", fields=("size",))(lambda rows, asked: None)  # noqa: ARG005 - never called
    with pytest.raises(Misconfigured, match=r"'tea\.size' is declared twice"):
        Calculations([sql], [python])


@pytest.mark.parametrize("path", ["lines.*", "*lines", "lines"])
async def test_a_starred_field_comes_with_the_columns(stocked: Scope, path: str) -> None:
    (sale,) = await stocked.query.graph("sale", fields=(path,))
    assert [line["label"] for line in sale["lines"]] == ["line_1", "line_2"]
