"""The rules of a price and of a price list as one object, as the admin shows them."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSON

from merx.commerce.pricing.models import PriceListRule, PriceRule
from merx.framework.data.model import entity_of
from merx.framework.data.statements import table_of
from merx.framework.query import ComputedContext, computed


@computed("price", "rules")
def rules(row: sa.FromClause, _: ComputedContext) -> sa.ColumnElement[Any]:
    """`{"region_id": "reg_..."}`: attributes and values, without operators."""
    rule = table_of(entity_of(PriceRule)).alias("rule")
    found = sa.select(sa.func.coalesce(sa.func.json_object_agg(rule.c.attribute, rule.c.value), sa.literal_column("'{}'::json", JSON())))
    return found.where(rule.c.price_id == row.c.id, rule.c.deleted_at.is_(None)).correlate(row).scalar_subquery()


@computed("price_list", "rules")
def list_rules(row: sa.FromClause, _: ComputedContext) -> sa.ColumnElement[Any]:
    """`{"customer.groups.id": ["cusgroup_..."]}`: attributes, and the values of which one must be there."""
    rule = table_of(entity_of(PriceListRule)).alias("list_rule")
    found = sa.select(sa.func.coalesce(sa.func.json_object_agg(rule.c.attribute, rule.c.value), sa.literal_column("'{}'::json", JSON())))
    return found.where(rule.c.price_list_id == row.c.id, rule.c.deleted_at.is_(None)).correlate(row).scalar_subquery()
