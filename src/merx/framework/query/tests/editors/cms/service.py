from datetime import UTC, datetime
from decimal import Decimal

from merx.framework.data import Service

from .models import Article, Author

AT = datetime(2026, 1, 2, 3, 4, 5, 678999, tzinfo=UTC)

ARTICLES = [
    Article(id="art_3", title="Hills", tea_id="tea_1", author_id="aut_1"),
    Article(id="art_1", title="Malt", tea_id="tea_1", author_id="aut_2", fee=Decimal("99.90"), written_at=AT),
    Article(id="art_2", title="Frost", tea_id="tea_2", author_id="aut_1"),
    Article(id="art_4", title="Water", author_id="aut_9"),
]
AUTHORS = [Author(id="aut_1", name="Ada"), Author(id="aut_2", name="Bob")]


class CmsService(Service):
    """The editors' system."""

    asked: list[tuple[str, str, list[str], list[str]]] = []

    def find(self, rows: list, column: str, values: list[str], fields: frozenset[str]) -> list:
        self.asked.append((type(rows[0]).__name__, column, sorted(values), sorted(fields)))
        return [row for row in rows if getattr(row, column) in values]
