"""A folder of this test's own, and the shop that hands its files out."""

from pathlib import Path

import pytest

from merx.commerce.file import FileProvider
from merx.framework.app import App
from merx.framework.config import Config
from merx.providers.file_local import LocalFiles


@pytest.fixture
def merx_settings(tmp_path: Path) -> Config:
    return Config(packages=("merx.commerce.file",), data_dir=tmp_path)


@pytest.fixture
def local(app: App) -> LocalFiles:
    found = app.providers.all(FileProvider)["local"]
    assert isinstance(found, LocalFiles)
    return found
