"""`Module`: a room with a door. Its models, its service, its name; everything else is found in its folder."""

import pkgutil
from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

from merx.framework.data.model import Record
from merx.framework.data.service import Service
from merx.framework.errors import Misconfigured
from merx.framework.providers import Providers


class Module:
    """A domain of the shop.

        restock = Module("restock", service=RestockService)

    stands in `modules/restock/__init__.py`. `models.py` beside it holds its tables, `migrations/` their history;
    `links`, `workflows`, `subscribers`, `jobs`, `providers` and `api` are found by these names. `options` is the Struct that a
    shop sets in `Config(modules={"restock": ...})`; `providers` the interface that others implement for it.
    """

    def __init__(self, name: str, *, service: type[Service], options: type[Any] | None = None, providers: Providers | None = None) -> None:
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
            if isinstance(value, type) and issubclass(value, Record) and value.__module__ == part.__name__
        )

    def __repr__(self) -> str:
        return f"Module({self.name!r})"


def parts(package: str, name: str) -> Iterator[ModuleType]:
    """The Python module `package.name`, and if that is a folder, every file below it. None when it is not there."""
    try:
        found = import_module(f"{package}.{name}")
    except ModuleNotFoundError as error:
        if error.name is not None and f"{package}.{name}".startswith(error.name):
            return
        raise
    yield found
    for info in pkgutil.walk_packages(getattr(found, "__path__", ()), f"{found.__name__}."):
        if ".tests" not in info.name:
            yield import_module(info.name)


def rooms(packages: Iterable[str]) -> Iterator[Module]:
    """Every module in `packages`: the package itself, or the packages directly below it."""
    for package in packages:
        top = import_module(package)
        yield from _modules_in(top)
        for info in pkgutil.iter_modules(getattr(top, "__path__", ()), f"{package}."):
            if info.ispkg:
                yield from _modules_in(import_module(info.name))


def _modules_in(package: ModuleType) -> Iterator[Module]:
    found = [value for value in vars(package).values() if isinstance(value, Module) and value.package == package.__name__]
    if len(found) > 1:
        raise Misconfigured(f"{package.__name__} holds {len(found)} modules: {found}. Give each its own folder.")
    yield from found
