"""The README says how many lines this shop has."""

import re
from pathlib import Path

SHOP = Path(__file__).parents[1]
PARTS = {
    "module": ["modules/restock/*.py"],
    "configuration": ["__init__.py", "merx_config.py"],
    "link": ["links/*.py"],
    "subscribing": ["workflows/subscribe_to_restock.py"],
    "its route": ["api/**/*.py"],
    "telling": ["workflows/send_restock_notifications.py"],
    "job": ["jobs/*.py"],
    "all": ["**/*.py"],
}


def lines_of(patterns: list[str]) -> int:
    files = {path for pattern in patterns for path in SHOP.glob(pattern) if not {"tests", "migrations"} & {*path.parts}}
    return sum(len(path.read_text().splitlines()) for path in files)


def test_the_lines_are_counted_right_and_no_more_than_the_guides() -> None:
    # given
    table = re.findall(r"^\| ([\w ]+).*\| (\d+) \| (\d+) \|$", (SHOP / "README.md").read_text(), re.MULTILINE)
    told = {part.strip(): (int(theirs), int(ours)) for part, theirs, ours in table}
    # then
    assert {part: ours for part, (_, ours) in told.items()} == {told_as: lines_of(PARTS[part_of(told_as)]) for told_as in told}
    *parts, everything = told.values()
    assert tuple(map(sum, zip(*parts, strict=True))) == everything
    assert everything[1] <= everything[0]


def part_of(told_as: str) -> str:
    return next(part for part in PARTS if told_as.startswith(part))


def test_nothing_in_it_is_hidden_from_the_type_checker() -> None:
    """`make lint` runs pyright, strict, over the examples; an ignore would keep something from it."""
    assert [path.name for path in SHOP.rglob("*.py") if "tests" not in path.parts and re.search(r"(type|pyright): *ignore", path.read_text())] == []
