"""The tables of totals.md, for the tests."""

from decimal import Decimal
from pathlib import Path

Row = dict[str, str]
PAGE = Path(__file__).parents[1] / "totals.md"


def table(section: str, number: int = 0) -> list[Row]:
    """The rows of a section's table, by column name. An empty table would prove nothing: KeyError, IndexError."""
    sections = dict(part.split("\n", 1) for part in PAGE.read_text(encoding="utf-8").split("\n## ")[1:])
    tables = [block for block in sections[section].split("\n\n") if block.startswith("|")]
    header, _, *rows = [_cells(line) for line in tables[number].splitlines()]
    return [dict(zip(header, row, strict=True)) for row in rows]


def decimals(cell: str) -> list[Decimal]:
    """A cell's amounts."""
    return [Decimal(amount) for amount in cell.split(", ")]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
