"""A shop that keeps its files in a folder of this test's own."""

from pathlib import Path

import pytest

from merx.framework.config import COMMERCE, Config


@pytest.fixture
def merx_settings(tmp_path: Path) -> Config:
    return Config(
        packages=(COMMERCE, "merx.commerce.file.tests.shop"), data_dir=tmp_path, modules={"file": {"max_file_mb": 0.5, "max_request_mb": 1, "max_files": 3}}
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the shop keeps files."""
    return tmp_path / "static"


def names_in(folder: Path) -> list[str]:
    """What is kept there; drafts are not."""
    return sorted(path.name for path in folder.iterdir() if path.name != ".drafts") if folder.exists() else []
