"""`merx import csv` that is stopped: at its question it leaves nothing behind, later it goes on with `--resume`, under the id that it told."""

import asyncio
import os
import pty
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from merx.commerce.product import ProductService
from merx.commerce.sheet import SheetService
from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.workflows import WorkflowService

PRODUCTS = 600
"""In six parts."""


@pytest.fixture(autouse=True)
def _shop(merx_config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shop that the commands find: a database of this test's own, where a silent process soon counts as dead."""
    monkeypatch.setenv("MERX_DATABASE_URL", str(merx_config.database_url))
    monkeypatch.setenv("MERX_JWT_SECRET", merx_config.jwt_secret)
    monkeypatch.setenv("MERX_COOKIE_SECRET", merx_config.cookie_secret)
    monkeypatch.setenv("MERX_ENGINE", "postgres:?lease=1")


async def importing(*arguments: str) -> Process:
    merx = Path(sys.executable).with_name("merx")
    return await asyncio.create_subprocess_exec(merx, "import", "csv", *arguments, stdout=PIPE, stderr=PIPE, env=os.environ)


async def parts_done(app: App) -> int:
    return await app.scope()[WorkflowService].steps.count(name="product.import.apply", status="done")


async def test_an_import_that_is_killed_is_resumed_and_finished_once(app: App, tmp_path: Path) -> None:
    # given
    rows = [f"cup-{number},Cup {number},Cup,CUP-{number},3" for number in range(PRODUCTS)]
    file = tmp_path / "products.csv"
    file.write_text("\n".join(["Product Handle,Product Title,Variant Title,Variant SKU,Variant Price EUR", *rows, ""]), encoding="utf-8")
    # when: the process dies between two parts
    killed = await importing(str(file), "--yes")
    while not await parts_done(app):
        assert killed.returncode is None
        await asyncio.sleep(0.005)
    killed.send_signal(signal.SIGKILL)
    _, said = await killed.communicate()
    (import_id,) = re.findall(r"--resume (\S+?)`", said.decode())
    before = await parts_done(app)
    # then: nothing shows yet
    assert 0 < before < PRODUCTS / 100
    assert await app.scope()[ProductService].products.count(status="published") == 0
    # when
    resumed = await importing("--resume", import_id)
    told, _ = await resumed.communicate()
    again = await importing("--resume", import_id)
    told_again, _ = await again.communicate()
    # then
    lines = [f"products.csv: {PRODUCTS} rows, {PRODUCTS} products to create, 0 to update.", f"{PRODUCTS} products created, 0 updated, 0 unchanged."]
    assert (resumed.returncode, told.decode().splitlines()) == (0, lines)
    assert (again.returncode, told_again.decode().splitlines()) == (0, lines)
    assert await app.scope()[ProductService].products.count() == PRODUCTS
    assert await app.scope()[ProductService].variants.count() == PRODUCTS
    assert await parts_done(app) == PRODUCTS / 100


async def test_ctrl_c_at_the_question_leaves_nothing_behind(app: App, tmp_path: Path) -> None:
    # given
    file = tmp_path / "products.csv"
    file.write_text("Product Handle,Product Title,Variant Title,Variant SKU,Variant Price EUR\ncup,Cup,Cup,CUP,3\n", encoding="utf-8")
    ours, theirs = pty.openpty()
    merx = Path(sys.executable).with_name("merx")
    asked = await asyncio.create_subprocess_exec(merx, "import", "csv", str(file), stdin=theirs, stdout=theirs, stderr=theirs, env=os.environ)
    os.close(theirs)
    said = ""
    while "Import them?" not in said:
        said += (await asyncio.to_thread(os.read, ours, 1024)).decode()
    assert await app.scope()[SheetService].parts.count() > 0
    # when
    asked.send_signal(signal.SIGINT)
    # then
    assert await asyncio.wait_for(asked.wait(), 15) == 1
    os.close(ours)
    assert await app.scope()[SheetService].parts.count() == 0
    assert await app.scope()[ProductService].products.count() == 0
