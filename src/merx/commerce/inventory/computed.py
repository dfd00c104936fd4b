"""What is free at a level, and how much there is of an item everywhere together."""

from typing import Any

import sqlalchemy as sa

from merx.commerce.inventory.models import InventoryLevel
from merx.framework.data.model import entity_of
from merx.framework.data.statements import table_of
from merx.framework.query import ComputedContext, computed


@computed("inventory_level", "available_quantity")
def available_quantity(row: sa.FromClause, _: ComputedContext) -> sa.ColumnElement[Any]:
    return row.c.stocked_quantity - row.c.reserved_quantity


@computed("inventory_item", "stocked_quantity")
def stocked_quantity(row: sa.FromClause, _: ComputedContext) -> sa.ColumnElement[Any]:
    return _together(row, "stocked_quantity")


@computed("inventory_item", "reserved_quantity")
def reserved_quantity(row: sa.FromClause, _: ComputedContext) -> sa.ColumnElement[Any]:
    return _together(row, "reserved_quantity")


def _together(row: sa.FromClause, column: str) -> sa.ColumnElement[Any]:
    level = table_of(entity_of(InventoryLevel)).alias("level")
    total = sa.select(sa.func.coalesce(sa.func.sum(level.c[column]), sa.literal_column("0")))
    return total.where(level.c.inventory_item_id == row.c.id, level.c.deleted_at.is_(None)).correlate(row).scalar_subquery()
