"""`merx import shopify`: what it says, and to whom, before and after it touches a shop."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from merx.commerce.cli.importing import app
from merx.framework.config import Config
from merx.framework.errors import InvalidData

HEADING = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price"
GOOD = "cup,Cup,Title,Default Title,CUP,3"
BAD = "pot,Pot,Title,Default Title,POT,cheap"


def export(folder: Path, *rows: str, name: str = "export.csv") -> str:
    path = folder / name
    path.write_text("\n".join([HEADING, *rows]) + "\n", encoding="utf-8")
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["shopify", *arguments], catch_exceptions=False)


@pytest.fixture
def _shop(merx_config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shop that the command finds: a database of this test's own."""
    monkeypatch.setenv("MERX_DATABASE_URL", str(merx_config.database_url))
    monkeypatch.setenv("MERX_JWT_SECRET", merx_config.jwt_secret)
    monkeypatch.setenv("MERX_COOKIE_SECRET", merx_config.cookie_secret)


def test_a_wrong_row_is_told_and_nothing_is_imported(tmp_path: Path) -> None:
    # when
    done = run(export(tmp_path, GOOD, BAD))
    # then
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        "line 3: pot: Variant Price is 'cheap'; expected an amount such as 12.50\n"
        "Nothing was imported: 1 problem. Correct the file, or leave these rows out with --skip-bad-rows.\n"
    )


@pytest.mark.usefixtures("_shop")
def test_wrong_rows_can_be_left_out(tmp_path: Path) -> None:
    # when
    done = run(export(tmp_path, GOOD, BAD), "--skip-bad-rows")
    # then
    assert done.exit_code == 0
    assert "1 problem; the rows are left out." in done.stderr
    assert done.stdout == "1 product, 1 variant, 0 images.\n"


@pytest.mark.usefixtures("_shop")
def test_the_same_file_again_is_said_to_change_nothing_unless_it_is_asked_for(tmp_path: Path) -> None:
    # given
    file = export(tmp_path, GOOD, "bowl,Bowl\u2028of glass,Title,Default Title,CUP,4")
    assert run(file).stdout == (
        "2 products, 2 variants, 0 images.\n1 warning:\n  line 3: SKU 'CUP' stands at line 2 already; this variant is taken without one\n"
    )
    # when
    second, third = run(file), run(file, "--again")
    # then
    assert second.stdout.startswith("These products were imported before; nothing was changed. --again imports them once more.\n2 products,")
    assert third.stdout.startswith("0 products, 0 variants, 0 images.\n2 products left as they are in the shop, by handle: cup, bowl\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "{file} cannot be read: No such file or directory"),
        (HEADING.encode() + b"\ncup,\xff", "{file}: line 2 is not UTF-8. Export it again as CSV, or save it with the encoding UTF-8."),
        (b"\x00\x01", "This is no product export of Shopify: line 1 lacks the column(s) Handle, Title, Option1 Name, Option1 Value, Variant Price"),
        (HEADING.encode(), "{file} holds no products"),
    ],
)
def test_what_is_no_export_is_said(tmp_path: Path, content: bytes | None, message: str) -> None:
    # given
    file = tmp_path / "export.csv"
    if content is not None:
        file.write_bytes(content)
    # when
    with pytest.raises(InvalidData) as refused:  # which `merx` prints, see `merx.framework.cli.mistakes`
        run(str(file))
    # then
    assert refused.value.message == message.format(file=file)
