"""`merx routes`, `merx workflows`, `merx docs`: what there is in the shop. No database is needed."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from merx.framework.reference import Table

docs = typer.Typer(help="Pages about the shop, written from what it consists of.", no_args_is_help=True)


class Format(StrEnum):
    """How a table is printed."""

    TEXT = "text"
    MARKDOWN = "markdown"


As = Annotated[Format, typer.Option("--format", help="For reading, or for a page.")]


def routes(form: As = Format.TEXT) -> None:
    """List the routes: method, path, who may call it, where it is."""
    from merx.framework import reference
    from merx.framework.cli.shop import unopened_shop

    _show(reference.routes(unopened_shop()), form)


def workflows(form: As = Format.TEXT) -> None:
    """List the workflows: name, kind, hooks (with how many take part), steps, where it is."""
    from merx.framework import reference
    from merx.framework.cli.shop import unopened_shop

    _show(reference.workflows(unopened_shop()), form)


@docs.callback()
def group() -> None:
    """Pages about the shop, written from what it consists of."""


@docs.command("reference")
def write_reference(folder: Annotated[Path, typer.Argument(help="Where the pages go; it is made if missing.")]) -> None:
    """Write routes.md, workflows.md, events.md and models.md. Safe to repeat."""
    from merx.framework import reference
    from merx.framework.cli.shop import unopened_shop

    shop = unopened_shop()
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in reference.TABLES.items():
        page = folder / f"{name}.md"
        page.write_text(table(shop).markdown(), encoding="utf-8")
        print(page)


def _show(table: "Table", form: Format) -> None:
    print(table.markdown() if form is Format.MARKDOWN else table.text())
