"""The tables of discounts.md, for the tests."""

from pathlib import Path

Row = dict[str, str]
PAGE = Path(__file__).parents[1] / "discounts.md"


def table(section: str) -> list[Row]:
    """The rows of a section's table, by column name. An empty table would prove nothing: KeyError, IndexError."""
    sections = dict(part.split("\n", 1) for part in PAGE.read_text(encoding="utf-8").split("\n## ")[1:])
    (whole,) = [block for block in sections[section].split("\n\n") if block.startswith("|")]
    header, _, *rows = [_cells(line) for line in whole.strip().splitlines()]
    return [dict(zip(header, row, strict=True)) for row in rows]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
