"""Shops of a few lines, written down by each test."""

import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from merx.framework.app import App
from merx.framework.config import Config

_numbers = count(1)


class Shops:
    """Writes packages that can be imported, each under a name of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.names: list[str] = []

    def package(self, files: dict[str, str]) -> str:
        """A package with these files by path, `SHOP` in them standing for its name, which is given back."""
        name = f"shop_of_a_test_{next(_numbers)}"
        self.names.append(name)
        for file, text in files.items():
            path = self._folder / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text).replace("SHOP", name))
        for folder in {self._folder / name, *((self._folder / name / file).parent for file in files)}:
            (folder / "__init__.py").touch()
        return name

    def stall(self, module: str = 'Module("stall", service=StallService)', **more: str) -> str:
        """A package with the module `stall`; `module` is the expression that makes it, `more` are further files of the package."""
        door = f"from merx.framework.module import Module\nfrom SHOP.stall.service import *\nstall = {module}\n"
        return self.package({"stall/__init__.py": door, "stall/service.py": SERVICE, **{f"{name}.py": text for name, text in more.items()}})


SERVICE = """
from abc import abstractmethod
from merx.framework.data import Service
from merx.framework.options import Options, Secret
from merx.framework.providers import Provider, Providers

class StallService(Service):
    pass

class StallOptions(Options):
    open_at: int = 8
    code: Secret | None = None

class Caller(Provider):
    @abstractmethod
    async def call(self) -> str: ...

class CallerOptions(Options):
    words: str
    loud: bool = False
    code: Secret | None = None

class Crier(Caller):
    id = "crier"
    def __init__(self, options: CallerOptions) -> None:
        self.options = options
    async def call(self) -> str:
        return self.options.words

class Mute(Caller):
    id = "mute"
    async def call(self) -> str:
        return ""

mute = Mute()
"""


@pytest.fixture
def shops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shops]:
    monkeypatch.syspath_prepend(str(tmp_path))
    made = Shops(tmp_path)
    yield made
    for each in [module for module in sys.modules if module.partition(".")[0] in made.names]:
        del sys.modules[each]


@pytest.fixture
def app_of() -> Callable[..., App]:
    """An app of these packages that is not open, on no database."""

    def make(*packages: str, **config: Any) -> App:
        return App(Config(packages=packages, database_url="postgresql://nowhere/", **config))

    return make
