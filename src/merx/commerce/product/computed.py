"""What a variant costs, how many of it can be sold and what shoppers see, as parts of whatever statement asks."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from merx.commerce.customer import CustomerGroupCustomer
from merx.commerce.inventory import InventoryLevel
from merx.commerce.pricing import MissingPriceContext, PriceRule, Terms, best_price
from merx.commerce.product.links import product_sales_channels, variant_inventory_items, variant_price_set
from merx.commerce.sales_channel.links import sales_channel_locations
from merx.commerce.stock_location import StockLocation
from merx.framework.data.links import Link
from merx.framework.data.model import Record, entity_of
from merx.framework.data.statements import table_of
from merx.framework.query import ComputedContext, computed, sight

SHOPPER = "shopper_channels"
"""Whose context gives these channels is a shopper: see the sights."""

ONLY_CHANNEL = "shopper_of_only_channel"
"""Given beside `SHOPPER` where the shop has no other channel: whatever is published is sold there."""


# HOT(benchmarks/shop.py): once for each variant of a page, in the most asked statement there is.
@computed("product_variant", "calculated_price")
def calculated_price(row: sa.FromClause, context: ComputedContext) -> sa.ColumnElement[Any]:
    """The price in the context's `currency_code`, `region_id`, `price_attributes` (JSON) and `quantity`, for its `customer_id`.

    Instead of the customer, `customer_group_ids` may say the groups.
    Null without a price that fits. Raises `MissingPriceContext` without a currency.
    """
    if "currency_code" not in context.given:
        raise MissingPriceContext
    attributes = sa.cast(context.param("price_attributes", sa.Text()) if "price_attributes" in context.given else sa.null(), JSONB)
    terms = Terms(
        currency_code=context.param("currency_code", sa.Text()),
        region_id=context.param("region_id", sa.Text()),
        customer_group_ids=_groups(context),
        attributes=attributes,
    )
    quantity = context.param("quantity", sa.Numeric()) if "quantity" in context.given else None
    joined = _rows(variant_price_set, "priced")
    price = best_price(joined.c.price_set_id, quantity, terms, joined)
    found = sa.select(price).where(joined.c.variant_id == row.c.id, joined.c.deleted_at.is_(None))
    return found.limit(sa.literal_column("1")).correlate(row).scalar_subquery()


@computed("price", "variant_id")
def variant_id(row: sa.FromClause, _: ComputedContext) -> sa.ColumnElement[Any]:
    """The variant that the price is for; null where it is the price of something else."""
    joined = _rows(variant_price_set, "priced_by")
    found = sa.select(joined.c.variant_id).where(joined.c.price_set_id == row.c.price_set_id, joined.c.deleted_at.is_(None))
    return found.limit(sa.literal_column("1")).correlate(row).scalar_subquery()


def _groups(context: ComputedContext) -> sa.ColumnElement[Any]:
    if "customer_id" not in context.given:
        return context.param("customer_group_ids", ARRAY(sa.Text()))
    # Depends on no row, so PostgreSQL looks them up once a statement.
    member = table_of(entity_of(CustomerGroupCustomer)).alias("member")
    found = sa.select(member.c.customer_group_id).where(member.c.customer_id == context.param("customer_id", sa.Text()), member.c.deleted_at.is_(None))
    return sa.func.array(found.scalar_subquery(), type_=ARRAY(sa.Text()))


@computed("product_variant", "inventory_quantity")
def inventory_quantity(row: sa.FromClause, context: ComputedContext) -> sa.ColumnElement[Any]:
    """How many can be sold: of a kit, as many as its scarcest part allows. Null where nobody counts.

    Counts the locations of the context's `sales_channel_ids`, or all that there are without. Below zero so many are owed.
    """
    level, part = table_of(entity_of(InventoryLevel)).alias("level"), _rows(variant_inventory_items, "part")
    free = sa.select(sa.func.coalesce(sa.func.sum(level.c.stocked_quantity - level.c.reserved_quantity), sa.literal_column("0")))
    free = free.where(level.c.inventory_item_id == part.c.inventory_item_id, level.c.deleted_at.is_(None))
    free = free.where(level.c.location_id == sa.any_(_locations(context)))
    enough_for = sa.func.floor(free.correlate(part).scalar_subquery() / sa.func.nullif(part.c.required_quantity, sa.literal_column("0")))
    scarcest = sa.select(sa.func.coalesce(sa.func.min(enough_for), sa.literal_column("0"))).select_from(part)
    scarcest = scarcest.where(part.c.variant_id == row.c.id, part.c.deleted_at.is_(None)).correlate(row)
    return sa.case((row.c.manage_inventory, scarcest.scalar_subquery()), else_=sa.null())


@sight("product", SHOPPER)
def on_sale(row: sa.FromClause, context: ComputedContext) -> sa.ColumnElement[bool]:
    """Below a tag or a collection, shoppers see what is published in one of their channels."""
    is_published = row.c.status == sa.literal_column("'published'", sa.Text())
    if ONLY_CHANNEL in context.given:
        return is_published
    sold = _rows(product_sales_channels, "sold")
    one: sa.ColumnElement[int] = sa.literal_column("1")
    here = sa.select(one).where(sold.c.product_id == row.c.id, sold.c.deleted_at.is_(None))
    here = here.where(sold.c.sales_channel_id == sa.any_(context.param(SHOPPER, ARRAY(sa.Text()))))
    return sa.and_(is_published, here.correlate(row).exists())


@sight("price", SHOPPER)
def for_everybody(row: sa.FromClause, _: ComputedContext) -> sa.ColumnElement[bool]:
    """Below a variant, shoppers see the prices that are nobody's own: on no list, and for a region at most."""
    rule = table_of(entity_of(PriceRule)).alias("asks_for")
    one: sa.ColumnElement[int] = sa.literal_column("1")
    others = sa.select(one).where(rule.c.price_id == row.c.id, rule.c.attribute != sa.literal_column("'region_id'", sa.Text()), rule.c.deleted_at.is_(None))
    return sa.and_(row.c.price_list_id.is_(None), sa.not_(others.correlate(row).exists()))


@sight("product_category", SHOPPER)
def on_the_sign(row: sa.FromClause, context: ComputedContext) -> sa.ColumnElement[bool]:  # noqa: ARG001 - depends on the row alone
    """Beside a product or another category, shoppers see the categories that are meant for them."""
    return sa.and_(row.c.is_active, sa.not_(row.c.is_internal))


def _locations(context: ComputedContext) -> sa.ColumnElement[Any]:
    # Depends on no row, so PostgreSQL looks them up once a statement.
    if "sales_channel_ids" not in context.given:
        place = table_of(entity_of(StockLocation)).alias("place")
        return sa.func.array(sa.select(place.c.id).where(place.c.deleted_at.is_(None)).scalar_subquery(), type_=ARRAY(sa.Text()))
    joined = _rows(sales_channel_locations, "channel_location")
    channels = context.param("sales_channel_ids", ARRAY(sa.Text()))
    found = sa.select(joined.c.stock_location_id).where(joined.c.sales_channel_id == sa.any_(channels), joined.c.deleted_at.is_(None))
    return sa.func.array(found.scalar_subquery(), type_=ARRAY(sa.Text()))


def _rows(link: Link, alias: str) -> sa.FromClause:
    record: type[Record] | None = link.record
    if record is None:
        msg = "these links have tables"
        raise TypeError(msg)
    return table_of(entity_of(record)).alias(alias)
