"""`merx db`: the shop's tables."""

from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="The shop's tables: migrate, generate, rollback, reset, sync-links.", no_args_is_help=True)

Yes = Annotated[bool, typer.Option("--yes", help="Don't ask.")]


@app.command()
def migrate() -> None:
    """Apply the migrations that the database lacks. Safe to repeat."""
    _run(_migrate())


@app.command()
def generate(
    modules: Annotated[list[str] | None, typer.Argument(help="Modules to look at; all of the project in the working directory, if none is named.")] = None,
    message: Annotated[str | None, typer.Option("--message", "-m", help="What changes; made up from the changes if missing.")] = None,
    allow_drops: Annotated[bool, typer.Option("--allow-drops", help="Also write drops of tables and columns, with the data in them.")] = False,
) -> None:
    """Write migrations for what the models say and no migration has done yet. Never asks."""
    _run(_generate(modules or [], message, allow_drops=allow_drops))


@app.command()
def rollback(module: str, yes: Yes = False) -> None:
    """Undo the last migration of a module, and lose the data in what it made."""
    _sure(f"Undo the last migration of '{module}', with the data in what it made?", yes=yes)
    _run(_rollback(module))


@app.command()
def reset(yes: Yes = False) -> None:
    """Remove everything in the database and make its tables anew."""
    _run(_reset(yes=yes))


@app.command("sync-links")
def sync_links(
    drop: Annotated[bool, typer.Option("--drop", help="Also remove the tables of links that are gone, with the pairs in them.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
) -> None:
    """Make the tables that links lack, without a migration: while a shop is being built. Safe to repeat."""
    _run(_sync_links(drop=drop, dry_run=dry_run))


def _run(work: Coroutine[object, object, None]) -> None:
    import asyncio

    asyncio.run(work)


def _sure(question: str, *, yes: bool) -> None:
    import sys

    from merx.framework.errors import Misconfigured

    if yes:
        return
    if not sys.stdin.isatty():
        raise Misconfigured("This loses data, and there is no terminal to ask: say --yes if it is meant.")
    typer.confirm(question, abort=True)


async def _migrate() -> None:
    from merx.framework.app import App
    from merx.framework.cli.shop import make_current, say, with_database
    from merx.framework.data import migrations
    from merx.framework.project import config_of_project

    async with with_database(config_of_project()) as config:
        shop = App(config)
        if await migrations.pending(shop):
            await make_current(shop)
        else:
            say("Nothing to do.")


async def _generate(names: list[str], message: str | None, *, allow_drops: bool) -> None:
    from merx.framework.app import App
    from merx.framework.cli.shop import say, with_database
    from merx.framework.data import migrations
    from merx.framework.project import config_of_project

    async with with_database(config_of_project()) as config:
        shop = App(config)
        written = 0
        for name in names or [home.name for home in migrations.homes(shop) if _is_ours(home.folder)]:
            made = await migrations.generate(shop, name, message, allow_drops=allow_drops)
            if made is not None:
                written += 1
                say(f"{made.path}")
                for warning in made.warnings:
                    say(f"  Careful: {warning}")
        say("Apply with `merx db migrate`." if written else "Models and migrations agree.")


def _is_ours(folder: Path) -> bool:
    """Whether it is of the project in the working directory; what is installed has migrations of its own."""
    return folder.resolve().is_relative_to(Path.cwd().resolve()) and "site-packages" not in folder.resolve().parts


async def _rollback(module: str) -> None:
    from merx.framework.app import App
    from merx.framework.cli.shop import say, with_database
    from merx.framework.data import migrations
    from merx.framework.project import config_of_project

    async with with_database(config_of_project()) as config:
        undone = await migrations.rollback(App(config), module)
        say(f"Undid {undone}." if undone else "Nothing to undo.")


async def _sync_links(*, drop: bool, dry_run: bool) -> None:
    import asyncio

    from merx.framework.app import App
    from merx.framework.cli.shop import say, with_database
    from merx.framework.data.migrations import link_tables
    from merx.framework.project import config_of_project

    async with with_database(config_of_project()) as config:
        shop = App(config)
        found = await asyncio.to_thread(link_tables.plan, shop) if dry_run else await asyncio.to_thread(link_tables.sync, shop, drop=drop)
    for name in found.missing:
        say(f"{'Would make' if dry_run else 'Made'} {name}.")
    for name, rows in found.gone:
        removed = "Would remove" if dry_run else "Removed"
        say(f"{removed} {name} ({rows} rows)." if drop else f"{name} ({rows} rows) has no link any more: remove it with --drop.")
    if not found.missing and not found.gone:
        say("Links and tables agree.")


async def _reset(*, yes: bool) -> None:
    import asyncpg

    from merx.framework.app import App
    from merx.framework.cli.shop import make_current, with_database
    from merx.framework.project import config_of_project

    async with with_database(config_of_project()) as config:
        connection = await asyncpg.connect(config.database_url)
        try:
            name = await connection.fetchval("SELECT current_database()")
            _sure(f"Remove everything in the database '{name}'?", yes=yes)
            # The schema and not the database: whoever may not create databases may still do this.
            await connection.execute("SET lock_timeout = '10s'; DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        finally:
            await connection.close()
        await make_current(App(config))
