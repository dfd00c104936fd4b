"""From a SQLAlchemy Core statement to text that asyncpg runs, once per shape."""

from typing import Any, cast

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import asyncpg as _asyncpg
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

# asyncpg's own placeholders ($1...); literal offsets and limits stay parameters, so that one text serves every page.
_dialect = _asyncpg.dialect()


class Text(msgspec.Struct, frozen=True):
    """A compiled statement: its SQL and, in order, the names of the parameters that fill `$1`, `$2`..."""

    sql: str
    names: tuple[str, ...]
    constants: dict[str, Any]

    def arguments(self, values: dict[str, Any]) -> list[Any]:
        """The values in placeholder order; a name that `values` lacks keeps the value it was built with."""
        constants = self.constants
        return [values[name] if name in values else constants[name] for name in self.names]


def compile_text(statement: ClauseElement) -> Text:
    """Compile `statement` for asyncpg. Costs milliseconds: keep the result."""
    compiled = cast("SQLCompiler", statement.compile(dialect=_dialect))
    return Text(sql=str(compiled), names=tuple(compiled.positiontup or ()), constants=dict(compiled.params))


def literal(sql: str) -> sa.ColumnElement[Any]:
    """A piece of SQL where a column stands; `literal_column` says "unknown" where we mean any type."""
    return sa.literal_column(sql)
