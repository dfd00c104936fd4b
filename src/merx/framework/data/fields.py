"""The words of a model's annotations: what a column is beyond its Python type.

product_id: Annotated[str, BelongsTo("product", back="variants")]
title: Annotated[str, Searchable]
metadata: Metadata = None
"""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import msgspec
from sqlalchemy.types import TypeEngine


class BelongsTo(msgspec.Struct, frozen=True):
    """This column holds the key of one row of `target` (an entity name of the same module).

    Names both directions: the column `product_id` gives the relation `product` here and `back` there (a list, or
    one row if `one`). `name` overrides the first where the column does not end in `_id`.

    `on_delete` is what becomes of this row when that one goes, whether for good or out of sight: with CASCADE it goes
    too. `searched` lets `q` look into that row as well, `back_searched` lets a `q` over `target` look into ours.
    """

    target: str
    back: str | None = None
    name: str | None = None
    one: bool = False
    on_delete: Literal["CASCADE", "SET NULL", "RESTRICT"] = "CASCADE"
    searched: bool = False
    back_searched: bool = False
    matching: tuple[str, ...] = ()
    """Columns of both rows that must be equal too for the `back` relation to show this row: a version."""


class Column(msgspec.Struct, frozen=True):
    """Column facts that the Python type cannot tell: another SQL type, a server default, an index."""

    type: TypeEngine[Any] | None = None
    server_default: str | None = None
    index: bool = False


Indexed = Column(index=True)
"""Rows are looked up by this column."""


class Marker(msgspec.Struct, frozen=True):
    """A flag on a column; see the instances below."""

    name: str


Searchable = Marker("searchable")
"""Takes part in `q`: every token must be found in some searchable column."""

Translatable = Marker("translatable")
"""Words that readers of other languages may get in theirs: the room `translation` keeps them, this column keeps the original.

On models whose key is one column; `docs/guides/languages.md` shows how.
"""

AutoIncrement = Marker("autoincrement")
"""Numbered by the database (1, 2, 3...; gaps after rollbacks). Leave it at its default when creating."""

Merged = Marker("merged")
"""An update merges this JSON object key by key: "" removes a key, null clears the whole."""

Metadata = Annotated[dict[str, Any] | None, Merged]
"""Free data of the shop's own. Updates merge it, see `Merged`."""


def utcnow() -> datetime:
    """The current time, aware, in UTC."""
    return datetime.now(UTC)
