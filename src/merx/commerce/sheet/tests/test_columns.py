"""The page about the file names every column there is, and only such."""

import re
from pathlib import Path

from merx.commerce.currency import world_currencies
from merx.commerce.sheet.columns import LISTS, PRODUCT, VARIANT, heading_of

PAGE = next(folder for folder in Path(__file__).parents if (folder / "docs").exists()) / "docs" / "guides" / "sheets.md"


def test_the_page_names_every_column_and_each_of_them_is_read() -> None:
    # given
    table = [line.partition(" | ")[0] for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    named = [title for line in table for title in re.findall(r"`([^`]+)`", line)]
    # then
    known = {column.title for column in (*PRODUCT, *VARIANT)} | {title.format(1) for title in LISTS.values()}
    known |= {"Variant Option 1 Name", "Variant Option 1 Value", "Variant Price EUR", "Variant Price Europe [EUR]"}
    assert set(named) - {"Product Tag 2"} == known
    assert heading_of(named, frozenset(currency.code for currency in world_currencies())).titles == named
