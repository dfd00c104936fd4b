"""`merx import csv` and `merx export products`: a file in, and the same file out."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from merx.commerce.cli.importing import app
from merx.commerce.cli.sheets import export
from merx.commerce.product import ProductService
from merx.commerce.sheet import ImportNotFound, SheetService
from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.errors import InvalidData

HEADING = "Product Handle,Product Title,Variant Title,Variant SKU,Variant Price EUR"
CUP = "cup,Cup,Cup,CUP,3"


@pytest.fixture(autouse=True)
def _shop(merx_config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shop that the commands find: a database of this test's own."""
    monkeypatch.setenv("MERX_DATABASE_URL", str(merx_config.database_url))
    monkeypatch.setenv("MERX_JWT_SECRET", merx_config.jwt_secret)
    monkeypatch.setenv("MERX_COOKIE_SECRET", merx_config.cookie_secret)


def run(*arguments: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(app, ["csv", *arguments], input=answer, catch_exceptions=False)


def written(path: Path, *rows: str) -> str:
    path.write_text("\n".join([HEADING, *rows, ""]), encoding="utf-8")
    return str(path)


def test_a_file_is_imported_once_it_is_meant_and_its_export_is_no_change(tmp_path: Path) -> None:
    # given
    file = written(tmp_path / "products.csv", CUP, "mug,Mug,Mug,MUG,4")
    # when
    declined, done = run(file, answer="n\n"), run(file, answer="y\n")
    out = CliRunner().invoke(export, ["products", str(tmp_path / "out.csv")], catch_exceptions=False)
    again = run(str(tmp_path / "out.csv"), "--yes")
    # then
    assert (declined.exit_code, declined.stdout) == (1, "products.csv: 2 rows, 2 products to create, 0 to update.\nImport them? [y/N]: n\n")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "2 products created, 0 updated, 0 unchanged.")
    assert (out.exit_code, out.stdout) == (0, f"Wrote {tmp_path / 'out.csv'}: 0.0 MB.\n")
    assert again.stdout == "out.csv: 2 rows, 0 products to create, 2 to update.\n0 products created, 0 updated, 2 unchanged.\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "products.csv"]


async def test_where_nobody_answers_nothing_is_kept(app: App, tmp_path: Path) -> None:
    # when
    unanswered = await asyncio.to_thread(run, written(tmp_path / "products.csv", CUP), answer="")
    # then
    assert unanswered.exit_code == 1
    assert (await app.scope()[SheetService].parts.count(), await app.scope()[ProductService].products.count()) == (0, 0)


def test_what_is_wrong_is_told_by_line(tmp_path: Path) -> None:
    file = written(tmp_path / "products.csv", CUP, "mug,Mug,Mug,CUP,cheap")
    with pytest.raises(InvalidData) as refused:  # which `merx` prints, see `merx.framework.cli.mistakes`
        run(file, "--yes")
    assert refused.value.message.splitlines() == [
        "Nothing was imported: the file has 2 problems.",
        "line 3: Variant Price EUR is 'cheap'; expected an amount such as 12.50",
        "line 3: Variant SKU 'CUP' stands at line 2 too",
    ]
    with pytest.raises(InvalidData, match=r"nowhere\.csv cannot be read: No such file or directory"):
        run(str(tmp_path / "nowhere.csv"))
    with pytest.raises(ImportNotFound, match="Product import with id: imp_x was not found"):
        run("--resume", "imp_x")
    with pytest.raises(InvalidData, match="Say which file to import, or which import to --resume"):
        run()
