"""What a reader may see."""

from typing import Any

import sqlalchemy as sa

from merx.framework.query import ComputedContext, sight


@sight("tea", "reader_of")
def of_this_kind(row: sa.FromClause, context: ComputedContext) -> sa.ColumnElement[Any]:
    return row.c.kind == context.param("reader_of", sa.Text())
