"""`merx new` and `merx plugin new`: a project, or a plugin, to begin with. Both run and pass their tests as they are."""

from pathlib import Path
from typing import Annotated

import typer

plugin = typer.Typer(help="Installable packages with the folders of a project.", no_args_is_help=True)


@plugin.callback()
def group() -> None:
    """Installable packages with the folders of a project."""


def new(folder: Annotated[Path, typer.Argument(help="The folder to make; its last part is the project's name.")]) -> None:
    """Make a project: folders, an example of each part, a test, a README. Never asks."""
    name = _name_of(folder)
    _make(folder, "project", {"name": name})
    print(f"Made {folder}. Try:\n\n  cd {folder}\n  merx develop     # the shop, open\n  pytest           # its tests; needs merx[testing]")


@plugin.command("new")
def new_plugin(folder: Annotated[Path, typer.Argument(help="The folder to make; its last part is the plugin's name.")]) -> None:
    """Make a plugin: an installable package whose folders are found in every shop it is installed in. Never asks."""
    name = _name_of(folder)
    package = name.replace("-", "_")
    _make(folder, "plugin", {"name": name, "package": package, "title": package.title().replace("_", "")})
    print(f"Made {folder}. Try:\n\n  cd {folder}\n  pip install -e .   # or: uv pip install -e .\n  pytest")


def _name_of(folder: Path) -> str:
    import re

    from merx.framework.errors import Misconfigured

    name = folder.resolve().name
    if not re.fullmatch(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*", name):
        raise Misconfigured(f"'{name}' cannot be the name of a package. Use lower-case letters, digits and dashes, as in my-shop.")
    return name.replace("_", "-")


def _make(folder: Path, kind: str, values: dict[str, str]) -> None:
    """Write the templates of `kind` into `folder`. Raises `Misconfigured` rather than touch a folder that holds something."""
    from string import Template

    from merx.framework.errors import Misconfigured

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Misconfigured(f"{folder} is not empty. Choose another name, or empty it first: nothing in it was changed.")
    templates = Path(__file__).parent / "templates" / kind
    for source in sorted(templates.rglob("*.tmpl")):
        # Plain names here: a build leaves dot files out, and tools would read the Python in them as ours.
        name = str(source.relative_to(templates)).removesuffix(".tmpl").replace("_package_", values.get("package", ""))
        target = folder / name.replace("gitignore", ".gitignore").replace("gitkeep", ".gitkeep")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(Template(source.read_text(encoding="utf-8")).substitute(values), encoding="utf-8")
