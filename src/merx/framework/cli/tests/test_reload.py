"""`merx develop` begins anew when a file is saved."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from merx.framework.config import Config
from merx.framework.testing.databases import TestDatabases

from .conftest import PACKAGE, Merx, Shop

ROUTE = """
from merx.framework.http import get

@get("/word", audience="public")
async def word() -> str:
    return "{word}"
"""
WITHIN = 60.0


@pytest.fixture
def route(folder: Path) -> Path:
    """The file of the shop's only route, which says "one"."""
    path = folder / "api" / "word.py"
    path.parent.mkdir()
    path.write_text(ROUTE.format(word="one"))
    return path


@pytest.fixture
def shop(opened: Callable[..., Shop], route: Path, database: str) -> Iterator[tuple[Shop, str]]:
    assert route.exists()
    shop = opened("develop", url=database)
    yield shop, shop.address
    assert shop.stop() == 0


def answer(address: str, path: str = "/word") -> str:
    """What the shop says; nothing while one process takes over from the other."""
    try:
        return httpx.get(f"{address}{path}", timeout=10).text
    except httpx.TransportError:
        return ""


def eventually(address: str, word: str, path: str = "/word") -> None:
    """Wait until the shop says so."""
    start = time.monotonic()
    while answer(address, path) != word:
        assert time.monotonic() < start + WITHIN, word
        time.sleep(0.02)


def until(shop: Shop, text: str) -> str:
    """The line of the output that holds `text`."""
    assert shop.process.stdout is not None
    return next(line for line in shop.process.stdout if text in line)


def test_a_saved_file_counts(shop: tuple[Shop, str], route: Path) -> None:
    # given
    process, address = shop
    assert answer(address) == '"one"'
    # when two changes of one size follow each other
    for word in ("two", "six"):
        route.write_text(ROUTE.format(word=word))
        assert until(process, "changed.") == "api/word.py changed.\n"
        # then
        eventually(address, f'"{word}"')


@pytest.fixture
def whole_shop(opened: Callable[..., Shop], folder: Path, route: Path, merx_databases: TestDatabases) -> Iterator[str]:
    """The address of a project with everything that Merx brings."""
    assert route.exists()
    (folder / "merx_config.py").write_text("from merx.framework.config import Config\nconfig = Config()\n")
    url = merx_databases.make(Config())
    shop = opened("develop", url=url)
    yield shop.address
    assert shop.stop() == 0
    merx_databases.drop(url)


def test_a_saved_file_is_served_within_a_second(whole_shop: str, route: Path) -> None:
    """By this machine's clock if it has a processor to spare; by as much more as others hold it up if not. The best of some saves counts."""
    took: list[float] = []
    for number in range(6):
        # when
        busy = _times_longer()
        route.write_text(ROUTE.format(word=f"word {number}"))
        saved = time.monotonic()
        eventually(whole_shop, f'"word {number}"')
        took.append((time.monotonic() - saved) / max(busy, _times_longer()))
        # then
        if took[-1] < 1:
            return
    pytest.fail(f"served after {took} seconds")


def _times_longer() -> float:
    """How many times longer than it must a piece of work takes, because others use the processors."""
    wall, own = time.monotonic(), time.process_time()
    while time.process_time() - own < 0.1:
        pass
    return max((time.monotonic() - wall) / 0.1, 1)


def test_a_mistake_is_shown_while_the_shop_of_before_goes_on_and_the_next_save_mends_it(shop: tuple[Shop, str], route: Path) -> None:
    # given
    process, address = shop
    # when
    route.write_text("def (\n")
    # then
    assert until(process, "did not start") == "The shop did not start; see above. It is tried again when a file is saved.\n"
    assert answer(address) == '"one"'
    # when
    route.write_text(ROUTE.format(word="two"))
    # then
    eventually(address, '"two"')


def test_a_changed_configuration_and_a_new_folder_count(shop: tuple[Shop, str], folder: Path) -> None:
    # given
    _, address = shop
    paths = httpx.get(f"{address}/docs/openapi.json").json()["paths"].keys()
    assert ("/word" in paths, "/other" in paths) == (True, False)
    # when
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / "__init__.py").write_text("")
    (folder / "elsewhere" / "api.py").write_text(ROUTE.replace("/word", "/other").format(word="other"))
    (folder / "merx_config.py").write_text(f"from merx.framework.config import Config\nconfig = Config(packages=({PACKAGE!r}, 'elsewhere'))\n")
    # then
    eventually(address, '"other"', "/other")


def test_a_model_that_no_migration_knows_does_not_start(merx: Merx, folder: Path, database: str) -> None:
    # given
    package = folder / "modules" / "scones"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(
        "from merx.framework.module import Module\nfrom modules.scones.service import SconeService\nscones = Module('scones', service=SconeService)\n"
    )
    (package / "service.py").write_text("from merx.framework.data import Service\nclass SconeService(Service): ...\n")
    (package / "models.py").write_text("from merx.framework.data import Model\nclass Scone(Model):\n    jam: str\n    cream: bool = True\n")
    # when
    told = merx("start", "--port", "0", url=database)
    # then
    assert told.returncode == 1
    assert told.stderr == (
        "merx: Models say more than the tables hold:\n  scones: the table 'scone' of Scone (modules.scones.models) is not there\n"
        "Write the migration with `merx db generate scones`, then apply it with `merx db migrate`.\n"
    )
    # when
    assert [merx("db", *command, url=database).returncode for command in (("generate", "scones"), ("migrate",))] == [0, 0]
    with psycopg.connect(database) as connection:
        connection.execute("ALTER TABLE scone DROP COLUMN cream")
    # then
    assert "scones: the table 'scone' lacks cream of Scone (modules.scones.models)\n" in merx("start", "--port", "0", url=database).stderr
