"""What a key shows of its token."""

from typing import Any

import sqlalchemy as sa

from merx.framework.query import ComputedContext, computed


@computed("api_key", "token")
def token(row: sa.FromClause, context: ComputedContext) -> sa.ColumnElement[Any]:  # noqa: ARG001 - depends on the row alone
    """The token of a publishable key. A secret one was shown once; not even its hash is."""
    return sa.case((row.c.type == sa.literal_column("'publishable'", sa.Text()), row.c.token), else_=sa.literal_column("''", sa.Text()))
