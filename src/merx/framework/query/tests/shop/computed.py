"""One field of each kind: SQL, SQL with context, Python over rows, Python over other Python, Python with the scope."""

from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from merx.framework.data.model import entity_of
from merx.framework.data.statements import table_of
from merx.framework.query import ComputedContext, computed, resolver
from merx.framework.scope import Scope

from .links import tin_stock
from .stock.models import Level

calls: list[tuple[str, int, frozenset[str]]] = []


@computed("tin", "quantity")
def tin_quantity(row: sa.FromClause, context: ComputedContext) -> sa.ColumnElement[Any]:
    level, pair = table_of(entity_of(Level)).alias("ql"), table_of(entity_of(tin_stock.record)).alias("qp")
    there = sa.select(sa.func.coalesce(sa.func.sum(level.c.quantity), sa.literal_column("0"))).where(
        level.c.stock_item_id == pair.c.stock_item_id, pair.c.tin_id == row.c.id
    )
    if "place" in context.given:
        there = there.where(level.c.place == context.param("place", sa.Text()))
    return there.correlate(row).scalar_subquery()


@computed("tea", "picked_again_at")
def picked_again_at(row: sa.FromClause, _context: ComputedContext) -> sa.ColumnElement[Any]:
    return row.c.picked_at + sa.text("interval '1 year'")


@resolver("sale_line", fields=("total", "half"), requires=("quantity", "unit_price"))
def line_totals(rows: list[dict[str, Any]], asked: frozenset[str]) -> None:
    calls.append(("sale_line", len(rows), asked))
    for row in rows:
        row["total"] = row["quantity"] * row["unit_price"]
        if "half" in asked:
            row["half"] = row["total"] / 2


@resolver("sale", fields=("total",), requires=("lines.total",))
def sale_total(rows: list[dict[str, Any]], asked: frozenset[str]) -> None:
    calls.append(("sale", len(rows), asked))
    for row in rows:
        row["total"] = sum((line["total"] for line in row["lines"]), Decimal(0))


@resolver("sale", fields=("total_with_gift",), requires=("total",))
async def with_gift(scope: Scope, rows: list[dict[str, Any]], _asked: frozenset[str]) -> None:
    gift = await scope.value("SELECT 5")
    for row in rows:
        row["total_with_gift"] = row["total"] + gift


@resolver("sale_line", fields=("label",), requires=("id",), starred=True)
def label(rows: list[dict[str, Any]], _asked: frozenset[str]) -> None:
    for row in rows:
        row["label"] = row["id"]
