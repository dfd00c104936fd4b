"""Rules of the house that no linter knows: hot code is measured, decisions are short and listed."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOT = re.compile(r"# HOT\(([^)]+)\)")
DECISIONS = sorted(p for p in (ROOT / "decisions").glob("*.md") if p.name != "index.md")

HOT_PLACES = [
    (path.relative_to(ROOT), benchmark)
    for path in sorted((ROOT / "src").rglob("*.py"))
    for benchmark in HOT.findall(path.read_text())
]  # fmt: skip


@pytest.mark.parametrize(("source", "benchmark"), HOT_PLACES, ids=str)
def test_hot_code_has_the_benchmark_it_names(source: Path, benchmark: str) -> None:
    assert benchmark.startswith("benchmarks/"), source
    assert (ROOT / benchmark).is_file(), source


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_under_sixty_lines(decision: Path) -> None:
    assert len(decision.read_text().splitlines()) < 60


def test_every_decision_has_its_own_number_and_its_line_in_the_index() -> None:
    # given
    index = (ROOT / "decisions" / "index.md").read_text()
    # then
    assert re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", index) == [path.name for path in DECISIONS]
    assert len({path.name[:4] for path in DECISIONS}) == len(DECISIONS)


def test_the_examples_are_checked_as_strictly_as_the_rest() -> None:
    """`make lint` runs pyright with this configuration."""
    # given
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pyright"]
    # then
    assert settings["typeCheckingMode"] == "strict"
    assert {"examples", "src/merx"} <= set(settings["include"])
    assert settings["exclude"] == ["**/tests/**", "**/migrations/0*"]
    assert "\t@$(BIN)/pyright\n" in (ROOT / "Makefile").read_text()
