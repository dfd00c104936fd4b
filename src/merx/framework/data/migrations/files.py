"""Where migrations live: one folder per module, and one per package whose own `links` make tables."""

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from merx.framework.data.links import Link
from merx.framework.data.model import Record
from merx.framework.errors import Misconfigured
from merx.framework.folders import is_project, place_of
from merx.framework.module import parts

if TYPE_CHECKING:
    from merx.framework.app import App

PROJECT = "project"
"""What the project's own links are called in the history of migrations."""


class Migration(msgspec.Struct, frozen=True, order=True):
    """One file: `version` is its name without `.py`, and what the database remembers of it."""

    module: str
    version: str
    path: Path

    def __str__(self) -> str:
        return f"{self.module}/{self.version}"


class Home(msgspec.Struct, frozen=True):
    """Who owns a history: a module, or a package that declares links outside any module."""

    name: str
    package: str

    @property
    def folder(self) -> Path:
        """`migrations/` beside the code, whether it is there yet or not."""
        place = place_of(self.package)
        if place is None:
            raise Misconfigured(f"{self.package} is a file. Make it a folder, so that its migrations have a place.")
        return place.root / "migrations"

    @property
    def migrations(self) -> list[Migration]:
        """The files on disk, oldest first: their names start with their number."""
        return [Migration(self.name, path.stem, path) for path in sorted(self.folder.glob("[0-9]*.py"))]


def homes(app: "App") -> list[Home]:
    """Every module of the app, then the packages around them. Cheap: no models are imported."""
    # The history of a module that was replaced goes on under the name that databases know.
    first = {module.name: module for module in reversed(app.rooms)}
    found = [Home(room.name if room is first[room.name] else f"{room.name}@{room.package}", room.package) for room in app.rooms]
    taken = {home.package for home in found}
    return found + [Home(_name(package, app), package) for package in app.config.packages if package not in taken]


def _name(package: str, app: "App") -> str:
    # Databases remember it: a checkout of the project in another folder must not change it.
    name = PROJECT if is_project(package) else package.rpartition(".")[2]
    return f"{name}_links" if name in app.modules else name


def home(app: "App", name: str) -> Home:
    """The home called `name`. Raises `Misconfigured` with the names there are."""
    known = {each.name: each for each in homes(app)}
    if name not in known:
        raise Misconfigured(f"There is no module '{name}'. Known: {', '.join(known)}")
    return known[name]


def models(app: "App", owner: Home) -> list[type[Record]]:
    """The models whose tables `owner` makes: its own, and those of the links that it is the first to declare."""
    own = [model for room in app.rooms if room.package == owner.package for model in room.models]
    seen: set[int] = set()
    for each in homes(app):
        links = [value for part in parts(each.package, "links") for value in vars(part).values() if isinstance(value, Link)]
        if each == owner:
            fresh = {id(link): link for link in links if id(link) not in seen}
            return own + [link.record for link in fresh.values() if link.record is not None]
        seen.update(id(link) for link in links)
    return own
