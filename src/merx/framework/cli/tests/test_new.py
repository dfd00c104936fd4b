"""What `merx new` and `merx plugin new` make runs as it is."""

import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from merx.framework.config import Config
from merx.framework.testing.databases import TestDatabases

from .conftest import MERX, Merx, environment

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a program below the test's folder."""

    def run(*command: str, within: str = ".", **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own programs
            command, cwd=tmp_path / within, env=environment(None, more), capture_output=True, text=True, check=False, timeout=120, stdin=subprocess.DEVNULL
        )

    return run


@pytest.fixture
def empty(merx_databases: TestDatabases) -> Iterator[str]:
    """A database without tables."""
    url = merx_databases.make(Config(packages=()))
    with psycopg.connect(url) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    yield url
    merx_databases.drop(url)


def test_a_new_project_passes_its_tests_and_makes_its_tables(run: Run, empty: str, tmp_path: Path) -> None:
    # given
    made = run(*MERX, "new", "my-shop")
    # when
    tested = run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", within="my-shop")
    migrated = run(*MERX, "db", "migrate", within="my-shop", MERX_DATABASE_URL=empty)
    compared = run(*MERX, "db", "generate", within="my-shop", MERX_DATABASE_URL=empty)
    counted = run(*MERX, "exec", "scripts/count_reviews.py", within="my-shop", MERX_DATABASE_URL=empty)
    # then
    assert (made.returncode, made.stderr) == (0, "")
    assert {path.name for path in (tmp_path / "my-shop").iterdir()} >= {"pyproject.toml", "merx_config.py", "README.md", ".gitignore", "modules", "links"}
    assert tested.stdout.splitlines()[-1].startswith("2 passed"), tested.stdout + tested.stderr
    assert migrated.stdout.startswith("Applied "), migrated.stderr
    assert compared.stdout == "Models and migrations agree.\n"
    assert counted.stdout == "0 reviews\n", counted.stderr


def test_migrations_of_a_project_are_written_applied_and_undone(run: Run, empty: str, tmp_path: Path) -> None:
    # given a new column
    run(*MERX, "new", "my-shop")
    models = tmp_path / "my-shop/modules/review/models.py"
    models.write_text(models.read_text().replace("    text: str\n", "    text: str\n    language: str | None = None\n"))
    # when
    written = run(*MERX, "db", "generate", "review", within="my-shop", MERX_DATABASE_URL=empty)
    migrated = run(*MERX, "db", "migrate", within="my-shop", MERX_DATABASE_URL=empty)
    with psycopg.connect(empty) as connection:
        has = connection.execute("SELECT count(*) FROM information_schema.columns WHERE table_name = 'review' AND column_name = 'language'").fetchone()
    undone = run(*MERX, "db", "rollback", "review", "--yes", within="my-shop", MERX_DATABASE_URL=empty)
    reset = run(*MERX, "db", "reset", "--yes", within="my-shop", MERX_DATABASE_URL=empty)
    # then
    assert written.stdout.splitlines()[0] == str(tmp_path / "my-shop/modules/review/migrations/0002_add_review_language.py")
    assert (migrated.returncode, has) == (0, (1,))
    assert undone.stdout == "Undid review/0002_add_review_language.\n"
    assert reset.returncode == 0, reset.stderr


def test_only_what_is_the_projects_own_gets_migrations(run: Run, empty: str, tmp_path: Path) -> None:
    # given a plugin beside the project, whose models say more than its migrations
    run(*MERX, "new", "my-shop")
    run(*MERX, "plugin", "new", "gift-note")
    models = tmp_path / "gift-note/gift_note/modules/gift_note/models.py"
    models.write_text(models.read_text().rstrip("\n") + "\n    colour: str | None = None\n")
    config = "from merx.framework.config import Config\nconfig = Config(packages=('merx.commerce', 'gift_note'))\n"
    (tmp_path / "my-shop/merx_config.py").write_text(config)
    paths = {"MERX_DATABASE_URL": empty, "PYTHONPATH": str(tmp_path / "gift-note")}
    # when
    all_of_it = run(*MERX, "db", "generate", within="my-shop", **paths)
    named = run(*MERX, "db", "generate", "gift_note", within="my-shop", **paths)
    # then
    assert all_of_it.stdout == "Models and migrations agree.\n", all_of_it.stderr
    assert named.stdout.splitlines()[0].endswith("/gift_note/migrations/0002_add_gift_note_entry_colour.py"), named.stdout + named.stderr


def test_a_folder_that_holds_something_and_a_name_that_is_none_are_refused(merx: Merx, folder: Path) -> None:
    # given / when
    here, odd, plugin = merx("new", "."), merx("new", "My Shop"), merx("plugin", "new", ".")
    (folder / "full").mkdir()
    (folder / "full" / "notes.txt").write_text("mine")
    full = merx("new", "full")
    # then
    assert [each.returncode for each in (here, odd, plugin, full)] == [1, 1, 1, 1]
    assert full.stderr == "merx: full is not empty. Choose another name, or empty it first: nothing in it was changed.\n"
    assert odd.stderr == "merx: 'My Shop' cannot be the name of a package. Use lower-case letters, digits and dashes, as in my-shop.\n"
    assert [path.name for path in (folder / "full").iterdir()] == ["notes.txt"]


def test_an_installed_plugin_is_part_of_a_shop_that_does_not_name_it(run: Run, empty: str, tmp_path: Path) -> None:
    # given a plugin, installed where Python looks, and a shop without a word about it
    run(*MERX, "plugin", "new", "order-diary")
    tested = run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", within="order-diary")
    installed = _installed(run, "order-diary", tmp_path / "site")
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/merx_config.py").write_text("from merx.framework.config import Config\nconfig = Config()\n")
    ask = "async def main(scope):\n    print('order_diary' in scope.app.modules, ('cart.complete', 'orderCreated') in scope.app.hooks)\n"
    (tmp_path / "shop/ask.py").write_text(ask)
    # when
    told = run(*MERX, "exec", "ask.py", within="shop", MERX_DATABASE_URL=empty, PYTHONPATH=str(installed))
    routes = run(*MERX, "routes", within="shop", MERX_DATABASE_URL=empty, PYTHONPATH=str(installed))
    # then module, hook, route and table are there
    assert tested.stdout.splitlines()[-1].startswith("2 passed"), tested.stdout + tested.stderr
    assert told.stdout.splitlines()[-1] == "True True", told.stderr
    assert "/admin/order-diary" in routes.stdout
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT count(*) FROM order_diary_entry").fetchone() == (0,)
    # and a shop may leave it out
    (tmp_path / "shop/merx_config.py").write_text("from merx.framework.config import Config\nconfig = Config(skip_plugins=('order-diary',))\n")
    assert "/admin/order-diary" not in run(*MERX, "routes", within="shop", MERX_DATABASE_URL=empty, PYTHONPATH=str(installed)).stdout


def _installed(run: Run, project: str, site: Path) -> Path:
    """Build the project's wheel and unpack it, which is all that installing plain Python is."""
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(site.parent / "dist"), within=project)
    assert built.returncode == 0, built.stderr
    (wheel,) = (site.parent / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        file.extractall(site)
    return site


def test_the_templates_are_in_the_wheel(run: Run, tmp_path: Path) -> None:
    # given
    here = Path(__file__).parent.parent
    root = here.parent.parent.parent.parent
    # when
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path), within=str(root))
    # then
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("merx-*.whl")
    templates = sorted(str(path.relative_to(root / "src")) for path in (here / "templates").rglob("*.tmpl"))
    assert templates == sorted(name for name in zipfile.ZipFile(wheel).namelist() if "/templates/" in name and name.endswith(".tmpl"))
