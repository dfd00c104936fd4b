"""`merx import csv` and `merx export products`: the catalogue as a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from merx.commerce.sheet import Imported, Preview
    from merx.framework.app import App

export = typer.Typer(help="What the shop holds, as files.", no_args_is_help=True)


@export.callback()
def group() -> None:
    """What the shop holds, as files."""


@export.command("products")
def export_products(file: Annotated[Path, typer.Argument(help="The CSV to write; one that is there is replaced.")]) -> None:
    """Write all products into a CSV, one row a variant. `merx import csv` reads it as no change."""
    import asyncio

    asyncio.run(_export(file))


async def _export(file: Path) -> None:
    from merx.commerce.sheet.workflows import ProductSheet
    from merx.framework.cli.shop import opened_shop, say
    from merx.framework.errors import InvalidData

    size, unfinished = 0, file.with_name(f"{file.name}.part")
    try:
        with unfinished.open("wb") as written:
            async with opened_shop() as shop:
                async for piece in ProductSheet(shop):
                    size += written.write(piece)
        unfinished.replace(file)
    except OSError as error:
        raise InvalidData(f"{file} cannot be written: {error.strerror}") from error
    say(f"Wrote {file}: {size / 1e6:.1f} MB.")


def import_csv(
    file: Annotated[Path | None, typer.Argument(help="A CSV like the one that `merx export products` writes.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    resume: Annotated[str | None, typer.Option(help="Go on with an import that was stopped, by the id that it told.")] = None,
) -> None:
    """Import products from a CSV: all of it or nothing. Says first what it would do, or all that is wrong, by line."""
    import asyncio

    from merx.framework.errors import InvalidData

    if (file is None) == (resume is None):
        raise InvalidData("Say which file to import, or which import to --resume")
    try:
        asyncio.run(_import(file, resume, yes=yes))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


async def _import(file: Path | None, resume: str | None, *, yes: bool) -> None:
    from merx.framework.cli.shop import opened_shop, say

    async with opened_shop() as shop:
        preview = await _resumed(shop, resume or "") if file is None else await _read(shop, file)
        say(f"{preview.filename}: {preview.rows} rows, {preview.to_create} products to create, {preview.to_update} to update.")
        if file is not None and not await _is_meant(shop, preview, yes=yes):
            raise typer.Exit(1)
        # Before it begins: who is killed says nothing any more.
        typer.echo(f"If this is stopped, `merx import csv --resume {preview.import_id}` goes on where it was.", err=True)
        done = await _write(shop, preview)
    say(f"{done.created} products created, {done.updated} updated, {done.unchanged} unchanged.")


async def _read(shop: "App", file: Path) -> "Preview":
    from merx.commerce.sheet.workflows import stage_products
    from merx.framework.errors import InvalidData

    try:
        with file.open("rb") as opened:
            async with shop.scope().transaction() as scope:
                return await stage_products(scope, opened, file.name)
    except OSError as error:
        raise InvalidData(f"{file} cannot be read: {error.strerror}") from error


async def _resumed(shop: "App", import_id: str) -> "Preview":
    import msgspec

    from merx.commerce.sheet import ImportNotFound, Preview
    from merx.commerce.sheet.workflows import write_import
    from merx.framework.workflows import WorkflowService

    run = await shop.scope()[WorkflowService].runs.first(id=f"{write_import.name}:{import_id}")
    if run is None:
        raise ImportNotFound(import_id)
    return msgspec.convert(run.input, dict[str, Preview])["preview"]


async def _is_meant(shop: "App", preview: "Preview", *, yes: bool) -> bool:
    from merx.commerce.sheet.workflows import forget_import

    is_meant = False
    try:
        is_meant = yes or _is_confirmed()
    finally:
        # Also when nobody is there to answer.
        if not is_meant:
            await forget_import(shop.scope(), preview.import_id)
    return is_meant


def _is_confirmed() -> bool:
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():  # where no signal comes, and none can be handled
        return typer.confirm("Import them?")
    # asyncio's own handler would have Ctrl-C cancel this task once there is an answer, and what is to be tidied up with it.
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return typer.confirm("Import them?")
    finally:
        signal.signal(signal.SIGINT, handler)


async def _write(shop: "App", preview: "Preview") -> "Imported":
    from merx.commerce.cli.progress import with_progress
    from merx.commerce.sheet.workflows import parts_done, write_import

    run_id = f"{write_import.name}:{preview.import_id}"
    return await with_progress(write_import(shop.scope(), preview), lambda: parts_done(shop.scope(), run_id), total=preview.parts, of="parts")
