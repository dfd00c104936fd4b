"""Where a shop's parts lie: in packages, by their dotted names, and in the folders of a project.

A project's folder stands on `sys.path`: its `modules/restock` is imported as `modules.restock`. A project whose folder has
an `__init__.py` is a package like any other, and so is a plugin; all have the same folders.
"""

import importlib
import sys
import traceback
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import msgspec

from merx.framework.errors import Misconfigured, Misuse


class Place(msgspec.Struct, frozen=True):
    """A package, or a project's folder. Everything in it is imported under `prefix`."""

    prefix: str
    root: Path

    def files(self, name: str) -> Iterator[tuple[str, Path]]:
        """`name.py`, or the files of the folder `name` and of those in it: dotted name and path, tests left out."""
        single = self.root / f"{name}.py"
        if single.is_file():
            yield f"{self.prefix}{name}", single
            return
        for path in sorted((self.root / name).rglob("*.py"), key=lambda path: (path.parent, path.name != "__init__.py", path)):
            words = path.relative_to(self.root).with_suffix("").parts
            if "tests" not in words:
                yield self.prefix + ".".join(words[:-1] if words[-1] == "__init__" else words), path

    def folders(self, name: str = "") -> Iterator[tuple[str, Path]]:
        """The folders with Python files in the folder `name`, as if they were packages: dotted name and path."""
        for path in sorted((self.root / name).glob("*/")):
            if path.name[0] not in "._" and any(path.glob("*.py")):
                yield self.prefix + (f"{name}." if name else "") + path.name, path


def place_of(package: str) -> Place | None:
    """The place of an entry of `Config.packages`, or of any package; None for a module without a folder of its own.

    A project's folder is put on `sys.path`. Raises `Misconfigured` when there is nothing of that name.
    """
    if is_project(package):
        root = Path(package)
        if not root.is_dir():
            raise Misconfigured(f"There is no folder {package}, which the configuration names among its packages. Correct `packages`.")
        put_on_path(root)
        return Place("", root)
    try:
        found = import_module(package)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{package}.".startswith(f"{error.name}."):
            raise explained(error, package) from error
        raise Misconfigured(
            f"There is no package '{package}', which the configuration names (`packages` in merx_config.py, or a plugin). Install it, or correct its name."
        ) from error
    except Exception as error:
        raise explained(error, package) from error
    path = getattr(found, "__path__", ())
    return Place(f"{package}.", Path(next(iter(path)))) if path else None


def is_project(package: str) -> bool:
    """Whether this entry of `Config.packages` is a project's folder and not a package's name."""
    return "/" in package or "\\" in package


def entry_for(folder: Path) -> str:
    """What stands for the project in `folder` in `Config.packages`; puts what makes it importable on `sys.path`."""
    if not (folder / "__init__.py").exists():
        put_on_path(folder)
        return str(folder)
    words = [folder.name]
    while (folder.parent / "__init__.py").exists():
        folder = folder.parent
        words.insert(0, folder.name)
    put_on_path(folder.parent)
    return ".".join(words)


def put_on_path(folder: Path) -> None:
    """First on `sys.path`, if it is not on it. Safe to repeat."""
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))


def load(name: str, path: Path) -> ModuleType:
    """Import `name`, which lies at `path`. Raises `Misconfigured` with file and line, whatever goes wrong in it."""
    try:
        found = import_module(name)
    except Exception as error:
        raise explained(error, str(path)) from error
    if found.__file__ is not None and not path.samefile(found.__file__):
        raise Misconfigured(
            f"{path} cannot be imported: the name '{name}' is taken by {found.__file__}. Rename one of them; or give the project's folder "
            "(or this one, if a library took its name) an `__init__.py`, which makes it a package that comes first."
        )
    return found


_NOT_THEIRS = (str(Path(__file__).parent), "<frozen", *(str(Path(each).resolve()) for each in (importlib.__path__)))
"""Where frames of a traceback are of no use to a builder: the framework, and Python's imports."""


def explained(error: Exception, where: str) -> Misconfigured:
    """`error`, which an import raised, as a builder reads it: the file and line of theirs, what is wrong, what to do."""
    if isinstance(error, SyntaxError):
        return Misconfigured(f"{error.filename}, line {error.lineno}: {type(error).__name__}: {error.msg}: {(error.text or '').strip()}. Correct the line.")
    if isinstance(error, ImportError) and "partially initialized module" in str(error):
        circle = " -> ".join(dict.fromkeys(frame.filename for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.startswith(_NOT_THEIRS)))
        return Misconfigured(
            f"Files import each other in a circle: {circle}: {error}. Move what both need (models, for links) into a file of its own, and import that."
        )
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.startswith(_NOT_THEIRS)]
    at = f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else where
    if isinstance(error, Misconfigured | Misuse):  # it says what to do itself, and some say where
        says_where = bool(frames) and str(error).startswith(f"{frames[-1].filename}:")
        return Misconfigured(str(error) if says_where else f"{at}: {error}")
    said = str(error).rstrip(".")
    return Misconfigured(f"{at}: {type(error).__name__}: {said}. Correct what the line asks for, or install what it imports.")
