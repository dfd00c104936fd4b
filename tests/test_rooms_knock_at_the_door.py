"""The import contracts in pyproject.toml, tried on a house of two rooms: what they let through and what they stop."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINT = Path(sys.executable).with_name("lint-imports")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for room in ("cart", "stock"):
        for file in (
            "__init__",
            "models",
            "service",
            "errors",
            "links",
            "workflows/__init__",
            "workflows/use",
            "api/__init__",
            "api/store",
            "tests/__init__",
            "tests/test_use",
        ):
            path = tmp_path / "merx" / "commerce" / room / f"{file}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    for package in ("", "commerce", "framework"):
        (tmp_path / "merx" / package / "__init__.py").parent.mkdir(exist_ok=True)
        (tmp_path / "merx" / package / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    return tmp_path


def lint(house: Path, file: str, line: str) -> bool:
    (house / "merx" / f"{file}.py").write_text(f"{line}\n")
    command = [LINT, "--no-cache", "--config", "pyproject.toml"]
    return subprocess.run(command, cwd=house, env={"PYTHONPATH": str(house)}, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("file", ["workflows/use", "links", "api/store", "tests/test_use"])
@pytest.mark.parametrize("door", ["merx.commerce.stock", "merx.commerce.stock.workflows", "merx.commerce.stock.links"])
def test_a_file_that_looks_across_may_knock_at_the_door(house: Path, file: str, door: str) -> None:
    assert lint(house, f"commerce/cart/{file}", f"from {door} import reserve")


@pytest.mark.parametrize("door", ["merx.commerce.stock", "merx.commerce.stock.workflows"])
def test_a_function_that_a_door_offers_may_bear_the_name_of_the_file_it_lives_in(house: Path, door: str) -> None:
    # given
    behind = house / door.replace(".", "/")
    (behind / "reserve.py").touch()
    line = f"from {door} import (\n    reserve,\n)"
    assert not lint(house, "commerce/cart/workflows/use", line)
    # when
    (behind / "__init__.py").write_text('__all__ = ["reserve"]\n')
    # then
    assert lint(house, "commerce/cart/workflows/use", line)


@pytest.mark.parametrize("file", ["workflows/use", "links", "api/store", "tests/test_use"])
@pytest.mark.parametrize("behind", ["models", "service", "workflows.use"])
def test_nobody_walks_past_the_door(house: Path, file: str, behind: str) -> None:
    assert not lint(house, f"commerce/cart/{file}", f"from merx.commerce.stock.{behind} import Level")


@pytest.mark.parametrize("file", ["models", "service", "errors"])
def test_a_room_s_own_rows_know_no_other_room(house: Path, file: str) -> None:
    assert not lint(house, f"commerce/cart/{file}", "from merx.commerce.stock import StockService")


def test_a_room_s_service_does_not_climb_to_its_workflows(house: Path) -> None:
    assert not lint(house, "commerce/cart/service", "from merx.commerce.cart.workflows.use import use")


def test_the_framework_knows_nothing_of_any_shop(house: Path) -> None:
    assert not lint(house, "framework/app", "import merx.commerce.cart")
