"""`Module`: a room with a door. Its models, its service, its name; everything else is found in its folder."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from merx.framework.data.model import Record
from merx.framework.data.service import Service
from merx.framework.data.sources import External
from merx.framework.errors import Misconfigured
from merx.framework.folders import load, place_of
from merx.framework.providers import Providers


class Module:
    """A domain of the shop.

        restock = Module("restock", service=RestockService)

    stands in `modules/restock/__init__.py`. `models.py` beside it holds its tables, `migrations/` their history;
    `links`, `workflows`, `subscribers`, `jobs`, `providers`, `loaders`, `sources` and `api` are found by these names. `options` is the Struct that a
    shop sets in `Config(modules={"restock": ...})`; `providers` the interface that others implement for it.
    """

    def __init__(self, name: str, *, service: type[Service], options: type[Any] | None = None, providers: Providers | None = None) -> None:
        if not (isinstance(service, type) and issubclass(service, Service)):  # pyright: ignore[reportUnnecessaryIsInstance] - builders' files may be unchecked
            raise Misconfigured(
                f"The module '{name}' has service={service!r}, which is no subclass of Service. Give the class: `class X(Service)`, `service=X`."
            )
        self.name = name
        self.service = service
        self.options = options
        self.providers = providers
        self.package = service.__module__.rpartition(".")[0]

    @property
    def models(self) -> tuple[type[Record], ...]:
        """The models declared in the room's `models` (a file, or the files of a folder)."""
        return tuple(
            value
            for part in parts(self.package, "models")
            for value in vars(part).values()
            if isinstance(value, type) and issubclass(value, Record) and not issubclass(value, External) and value.__module__ == part.__name__
        )

    def __repr__(self) -> str:
        return f"Module({self.name!r})"


def parts(package: str, name: str) -> Iterator[ModuleType]:
    """The Python module `name` in the package or project, and if that is a folder, every file below it. None when it is not there."""
    place = place_of(package)
    for dotted, path in () if place is None else place.files(name):
        yield load(dotted, path)


def rooms(packages: Iterable[str]) -> Iterator[Module]:
    """Every module in `packages`: the package itself, the packages directly below it, and those in its folder `modules`."""
    for package in packages:
        place = place_of(package)
        if place is None:
            yield from _modules_in(import_module(package))
            continue
        if place.prefix:
            yield from _modules_in(import_module(package))
            for name, path in place.folders():
                if (path / "__init__.py").exists():
                    yield from _modules_in(load(name, path / "__init__.py"))
        for name, path in place.folders("modules"):
            yield from _one_in(name, path)


def _modules_in(package: ModuleType) -> list[Module]:
    declared = [value for value in vars(package).values() if isinstance(value, Module)]
    for each in declared:
        if each.service.__module__ == package.__name__:
            raise Misconfigured(
                f"{package.__file__} holds the class {each.service.__name__} of its module '{each.name}'. Move it into service.py beside it, "
                "and tables into models.py, where they are looked for; import the service here."
            )
    found = [each for each in declared if each.package == package.__name__]
    if len(found) > 1:
        raise Misconfigured(f"{package.__name__} holds {len(found)} modules: {found}. Give each its own folder.")
    return found


def _one_in(name: str, path: Path) -> list[Module]:
    door = path / "__init__.py"
    found = _modules_in(load(name, door)) if door.exists() else []
    if not found:
        service = f"{path.name.title().replace('_', '')}Service"
        raise Misconfigured(
            f'{door} declares no module, so nothing would use what is in its folder. Write `{path.name} = Module("{path.name}", service={service})` in it.'
        )
    return found


def replaced(modules: Iterable[Module]) -> dict[str, Module]:
    """Modules by name; a later one takes the place of an earlier one of the same name. Raises `Misconfigured` where it does not fit."""
    found: dict[str, Module] = {}
    for module in modules:
        before = found.get(module.name)
        if before is not None:
            _check_fit(before, module)
        found[module.name] = module
    return found


def _check_fit(before: Module, module: Module) -> None:
    what = f"The module '{module.name}' of {module.package} takes the place of that of {before.package}, but its"
    or_else = "or give the module another name"
    if not issubclass(module.service, before.service):
        raise Misconfigured(f"{what} {module.service.__name__} is no {before.service.__name__}. Subclass {before.service.__name__}, {or_else}.")
    if module.options is not None and before.options is not None and not issubclass(module.options, before.options):
        raise Misconfigured(f"{what} {module.options.__name__} are no {before.options.__name__}. Subclass {before.options.__name__}, {or_else}.")
