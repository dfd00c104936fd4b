"""What editors write, in a system of theirs."""

from datetime import datetime
from decimal import Decimal

from merx.framework.data import External


class Author(External):
    id: str
    name: str


class Article(External):
    id: str
    title: str
    tea_id: str | None = None
    author_id: str | None = None
    fee: Decimal = Decimal(0)
    written_at: datetime | None = None
