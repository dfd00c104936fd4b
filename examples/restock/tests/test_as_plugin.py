"""Installed as a plugin, the same folders are part of another shop."""

import tomllib
from pathlib import Path

import pytest

from merx.framework.app import App
from merx.framework.project import base_config

HERE = Path(__file__).parents[1]


def test_a_shop_that_installs_it_has_its_module_route_and_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given what an installer leaves: the package on the path, and its entry points beside it
    points = tomllib.loads((HERE / "pyproject.toml").read_text())["project"]["entry-points"]["merx.plugins"]
    site, shop = tmp_path / "site", tmp_path / "shop"
    for name, text in {
        "METADATA": "Metadata-Version: 2.1\nName: restock-shop\nVersion: 1.0.0\n",
        "entry_points.txt": "[merx.plugins]\n" + "".join(f"{name} = {package}\n" for name, package in points.items()),
    }.items():
        file = site / "restock_shop-1.0.0.dist-info" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    monkeypatch.syspath_prepend(site)
    shop.mkdir()
    (shop / "merx_config.py").write_text("from merx.framework.config import Config\n\nconfig = Config(database_url='postgresql://nowhere')\n")
    # when
    app = App(base_config(shop))
    # then
    assert app.config.packages == ("merx.commerce", "restock", str(shop))
    assert app.modules["restock"].package == "restock.modules.restock"
    assert {"restock.subscribe", "restock.notify"} <= app.workflows.keys()
    assert "check-restock" in app.jobs
