"""A shop that keeps its files in a folder of this test's own."""

from pathlib import Path

import pytest

from merx.framework.config import Config


@pytest.fixture
def merx_settings(tmp_path: Path) -> Config:
    return Config(data_dir=tmp_path)
