"""A project's folders are found by their names, wherever the project stands, and two projects do not get mixed up."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from merx.framework.app import FOLDERS, App
from merx.framework.config import Config
from merx.framework.data.migrations import homes
from merx.framework.errors import Misconfigured
from merx.framework.project import base_config

NOWHERE = "postgresql://nowhere/none"
CONFIG = "from merx.framework.config import Config\nconfig = Config(packages=())\n"
WORKFLOW = 'from merx.framework.workflows import workflow\n@workflow("{name}")\nasync def go(scope): ...\n'


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """What a test imports is forgotten with its folder."""
    path = sys.path.copy()
    yield
    sys.path[:] = path
    for name in [name for name in sys.modules if name.partition(".")[0] in (*FOLDERS, "modules", "one_shop", "two_shop")]:
        del sys.modules[name]


def write(folder: Path, files: dict[str, str]) -> Path:
    """A project in `folder` with these files."""
    for name, text in {"merx_config.py": CONFIG, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def room(name: str) -> dict[str, str]:
    return {
        f"modules/{name}/service.py": "from merx.framework.data import Service\nclass TheService(Service): ...\n",
        f"modules/{name}/__init__.py": f"from merx.framework.module import Module\nfrom .service import TheService\nit = Module({name!r}, service=TheService)\n",
    }


def app_of(folder: Path) -> App:
    return App(Config(packages=base_config(folder).packages, database_url=NOWHERE))


def test_everything_in_the_folders_is_found(tmp_path: Path) -> None:
    # given a project whose folders have no `__init__.py`
    files = {
        **room("lamps_found"),
        "workflows/light.py": WORKFLOW.format(name="lamps.light"),
        "api/store/deep/bulbs.py": "from merx.framework.http import get\n@get('/store/bulbs')\nasync def bulbs(): ...\n",
        "jobs/dim.py": "from merx.framework.jobs import job\n@job('dim', schedule='0 0 * * *')\nasync def dim(scope): ...\n",
    }
    shop = write(tmp_path / "shop", files)
    # when
    app = app_of(shop)
    # then
    assert "lamps_found" in app.modules
    assert [name for name in app.workflows if name.startswith("lamps")] == ["lamps.light"]
    assert "dim" in app.jobs
    assert [part.__name__ for part in app.parts("api") if part.__name__.startswith("api.")] == ["api.store.deep.bulbs"]
    assert [home.folder for home in homes(app) if home.name in ("project", "lamps_found")] == [shop / "modules/lamps_found/migrations", shop / "migrations"]


def test_two_projects_in_one_process_each_find_their_own(tmp_path: Path) -> None:
    # given
    first = write(tmp_path / "one", {"workflows/first.py": WORKFLOW.format(name="first.go")})
    second = write(tmp_path / "two", {"workflows/second.py": WORKFLOW.format(name="second.go")})
    # when / then
    assert set(app_of(first).workflows) ^ set(app_of(second).workflows) == {"first.go", "second.go"}


def test_two_projects_with_a_file_of_one_name_are_told_what_to_do(tmp_path: Path) -> None:
    # given
    first = write(tmp_path / "one", {"workflows/same_name.py": WORKFLOW.format(name="first.go")})
    second = write(tmp_path / "two", {"workflows/same_name.py": WORKFLOW.format(name="second.go")})
    _ = app_of(first).workflows
    # when
    with pytest.raises(Misconfigured) as refused:
        _ = app_of(second).workflows
    # then
    assert str(refused.value).startswith(f"{second}/workflows/same_name.py cannot be imported: the name 'workflows.same_name' is taken by {first}/workflows")
    assert "give the project's folder" in str(refused.value)


def test_projects_that_are_packages_may_have_the_same_files_and_import_relatively(tmp_path: Path) -> None:
    # given
    for name in ("one_shop", "two_shop"):
        files = {"__init__.py": "", **room("lamps"), "workflows/go.py": WORKFLOW.format(name=f"{name}.go") + "from ..modules.lamps import it\n"}
        write(tmp_path / name, files)
    # when
    one, two = app_of(tmp_path / "one_shop"), app_of(tmp_path / "two_shop")
    # then
    assert (one.config.packages, two.config.packages) == (("one_shop",), ("two_shop",))
    assert set(one.workflows) ^ set(two.workflows) == {"one_shop.go", "two_shop.go"}
    assert one.modules["lamps"] is not two.modules["lamps"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"workflows/broken1.py": "import merx\ndef :\n"}, r"workflows/broken1.py, line 2: SyntaxError: .*: def :. Correct the line."),
        ({"jobs/broken2.py": "\nfrom merx.framework.jobs import jab\n"}, r"jobs/broken2.py, line 2: ImportError: cannot import name 'jab' .* Correct what"),
        (
            {"subscribers/broken3.py": "import nowhere_to_be_found\n"},
            r"subscribers/broken3.py, line 1: ModuleNotFoundError: No module named 'nowhere_to_be_found'",
        ),
        (
            {"api/store/broken4.py": "from merx.framework.http import get\n@get('/lamps')\nasync def f(): ...\n"},
            r"api/store/broken4.py, line 2: api.store.broken4.f: the route /lamps says not who may call it. Put it under /store",
        ),
        (
            {"modules/broken5/service.py": ""},
            r'modules/broken5/__init__.py declares no module, .* Write `broken5 = Module\("broken5", service=Broken5Service\)`',
        ),
        ({"merx_config.py": "config = Confg()\n"}, r"merx_config.py, line 1: NameError: name 'Confg' is not defined"),
        (
            {"merx_config.py": "from merx.framework.config import Config\nconfig = Config(packages=('no_such_package',))\n"},
            r"There is no package 'no_such_package'",
        ),
        (
            {"merx_config.py": "from merx.framework.config import Config\nconfig = Config(skip_plugins=('gone',))\n"},
            r"names 'gone', and no such plugin is installed",
        ),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(tmp_path: Path, files: dict[str, str], message: str) -> None:
    # given
    shop = write(tmp_path, files)
    # when / then
    with pytest.raises(Misconfigured, match=message):
        _ = [app_of(shop).parts(folder) for folder in FOLDERS]
