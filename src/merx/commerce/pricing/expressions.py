"""What the statements about prices are put together from."""

from typing import Any

import sqlalchemy as sa
from msgspec import Struct

Expression = sa.ColumnElement[Any]

ZERO, ONE = sa.literal_column("0", sa.Integer()), sa.literal_column("1", sa.Integer())


class Terms(Struct, frozen=True):
    """The context of a price, as SQL expressions that depend on no row. Groups are a text array, attributes a JSON object by dotted path."""

    currency_code: Expression
    region_id: Expression
    customer_group_ids: Expression
    attributes: Expression


def word(text: str) -> Expression:
    """`text`, written into the statement, where the planner sees it. For words of ours, never for a caller's."""
    return sa.literal_column(f"'{text}'", sa.Text())


def number(value: int) -> Expression:
    return sa.literal_column(str(value), sa.Integer())


def moment(text: str) -> Expression:
    return sa.literal_column(f"'{text}'::timestamptz", sa.DateTime(timezone=True))


def rules_of(row: sa.FromClause) -> Expression:
    """How many rules a price or a list has."""
    return sa.func.coalesce(row.c.rules_count, ZERO)


def scarcely(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """`condition`, said so that the planner expects it of hardly any row."""
    return sa.case((condition, ONE), else_=ZERO) == ONE
