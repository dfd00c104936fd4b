"""`merx import`: catalogues from elsewhere."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from merx.commerce.cli.sheets import import_csv

if TYPE_CHECKING:
    from merx.commerce.product.workflows import Export, Imported, Problem, ShopifyImport

SHOWN = 5

app = typer.Typer(help="Catalogues from elsewhere.", no_args_is_help=True)


app.command("csv")(import_csv)


@app.callback()
def group() -> None:
    """Catalogues from elsewhere."""


@app.command("shopify")
def shopify(
    file: Annotated[Path, typer.Argument(help="The CSV that Shopify's admin exports under Products.")],
    currency: Annotated[str | None, typer.Option(help="What the prices are in; the store's default currency, unless given.")] = None,
    location: Annotated[str | None, typer.Option(help='Where the pieces are; the store\'s default location or "Warehouse", unless given.')] = None,
    skip_bad_rows: Annotated[bool, typer.Option("--skip-bad-rows", help="Leave out rows that cannot be read, instead of importing nothing.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Import a file that was imported before: what was deleted since then comes back.")] = False,
) -> None:
    """Import a product export of Shopify: all of it or nothing. Products whose handle exists stay as they are.

    Stopped in the middle, the same command goes on where it was.
    """
    import asyncio

    from merx.commerce.product.workflows import ShopifyImport
    from merx.framework.data import new_id

    export = _read(file)
    if export.errors:
        _tell_errors(export, skip=skip_bad_rows)
    request = ShopifyImport(currency_code=currency, location=location, again=new_id("again") if again else None)
    try:
        asyncio.run(_import(export, request))
    except KeyboardInterrupt:
        typer.echo("Stopped in the middle: the same command goes on where it was.", err=True)
        raise typer.Exit(130) from None


def _read(file: Path) -> "Export":
    from merx.commerce.product.workflows import read_export
    from merx.framework.errors import InvalidData
    from merx.framework.tabular import lines_of

    try:
        with file.open("rb") as opened:
            export = read_export(lines_of(opened, name=str(file)))
    except OSError as error:
        raise InvalidData(f"{file} cannot be read: {error.strerror}") from error
    if not export.products and not export.errors:
        raise InvalidData(f"{file} holds no products")
    return export


def _tell_errors(export: "Export", *, skip: bool) -> None:
    for problem in export.errors:
        typer.echo(_line(problem), err=True)
    problems = _count(len(export.errors), "problem")
    if not export.products or not skip:
        typer.echo(f"Nothing was imported: {problems}. Correct the file, or leave these rows out with --skip-bad-rows.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{problems}; the rows are left out.", err=True)


def _line(problem: "Problem") -> str:
    return f"line {problem.line}: {problem.message}"


async def _import(export: "Export", request: "ShopifyImport") -> None:
    from merx.commerce.cli.progress import with_progress
    from merx.commerce.product.workflows import import_progress, import_shopify, key_of
    from merx.framework.cli.shop import opened_shop, say
    from merx.framework.errors import NotFound

    async with opened_shop() as shop:
        run_id = f"{import_shopify.name}:{key_of(export.products, request)}"
        try:
            is_done = await shop.engine.status(run_id) == "done"
        except NotFound:
            is_done = False
        run = import_shopify(shop.scope(), export.products, request)
        done = await with_progress(run, lambda: import_progress(shop.scope(), run_id), total=len(export.products), of="products")
    if is_done:
        say("These products were imported before; nothing was changed. --again imports them once more.")
    _tell(done, export)


def _tell(done: "Imported", export: "Export") -> None:
    from merx.framework.cli.shop import say

    say(f"{_count(done.products, 'product')}, {_count(done.variants, 'variant')}, {_count(done.images, 'image')}.")
    if done.existing:
        say(f"{_count(len(done.existing), 'product')} left as they are in the shop, by handle: {_some(done.existing, ', ')}")
    notes = [*map(_line, export.warnings), *done.notes]
    if notes:
        say(f"{_count(len(notes), 'warning')}:\n  {_some(notes, chr(10) + '  ')}")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _some(texts: list[str], between: str) -> str:
    more = [f"and {len(texts) - SHOWN} more"] if len(texts) > SHOWN else []
    return between.join([*texts[:SHOWN], *more])
