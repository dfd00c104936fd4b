"""Little shops written to disk, because a migration is about a module that changes."""

import importlib
import itertools
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.postgres import create_database, drop_database
from merx.framework.testing.databases import TestDatabases

_numbers = itertools.count()

Evolve = Callable[[str], App]


@pytest.fixture
def empty(merx_databases: TestDatabases) -> Iterator[str]:
    """The address of a database with nothing in it."""
    name = f"merx_test_{os.getpid()}_{secrets.token_hex(4)}"
    yield create_database(merx_databases.url, name)
    drop_database(merx_databases.url, name)


@pytest.fixture
def evolve(tmp_path: Path, empty: str, monkeypatch: pytest.MonkeyPatch) -> Evolve:
    """Gives the app of a shop whose module `tea` has these models now, and the migrations written so far."""
    monkeypatch.syspath_prepend(tmp_path)
    history: list[Path] = []

    def make(models: str) -> App:
        shop = tmp_path / f"shop_{next(_numbers)}"
        room = shop / "tea"
        room.mkdir(parents=True)
        (shop / "__init__.py").write_text("")
        (room / "__init__.py").write_text(
            "from merx.framework.module import Module\nfrom .service import TeaService\ntea = Module('tea', service=TeaService)\n"
        )
        (room / "service.py").write_text("from merx.framework.data import Service\nclass TeaService(Service): ...\n")
        (room / "models.py").write_text(f"from typing import Annotated\nfrom merx.framework.data import *\n{models}")
        if history and (history[-1] / "migrations").exists():
            shutil.copytree(history[-1] / "migrations", room / "migrations")
        history.append(room)
        importlib.invalidate_caches()
        return App(Config(packages=(shop.name,), database_url=empty))

    yield make
    for name in [name for name in sys.modules if name.startswith("shop_")]:
        del sys.modules[name]
