"""The shop of the working directory, ready for a command: configuration, database, migrations."""

import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import msgspec

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.data import migrations
from merx.framework.errors import Misconfigured
from merx.framework.project import base_config, config_of_project

MENTIONED = 5


def say(line: str = "") -> None:
    """To people, at once: output may be a pipe."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@asynccontextmanager
async def with_database(config: Config) -> AsyncGenerator[Config, None]:
    """`config` with an address of its database, which exists. Holds the embedded server for as long as it is open."""
    if config.database_url is not None:
        yield config
        return
    from merx.framework.postgres import ensure_database  # not for those who have a server of their own

    if not (config.data_dir / "cluster").exists():
        say(f"Making a PostgreSQL in {config.data_dir} (once; it takes some seconds) ...")
    async with await ensure_database(None, config.data_dir, name=config.database_name) as held:
        yield msgspec.structs.replace(config, database_url=held.url)


async def make_current(app: App) -> None:
    """Apply the migrations that the database lacks, and say so."""
    applied = await migrations.migrate(app)
    if applied:
        say(f"Applied {_named(applied)}.")


async def check_current(app: App) -> None:
    """Raise `Misconfigured` if the database lacks migrations: in production nobody but a person applies them."""
    missing = await migrations.pending(app)
    if missing:
        raise Misconfigured(f"The database lacks {_named(missing)}. Run `merx db migrate` first.")


async def check_tables(app: App) -> None:
    """Raise `Misconfigured` if models have what no migration has made, or links and columns lead nowhere."""
    _ = app.graph
    missing = await migrations.behind(app)
    if missing:
        names = " ".join(dict.fromkeys(sentence.partition(":")[0] for sentence in missing))
        raise Misconfigured(
            f"Models say more than the tables hold:\n  {(chr(10) + '  ').join(missing)}\n"
            f"Write the migration with `merx db generate {names}`, then apply it with `merx db migrate`."
        )


def _named(found: list[migrations.Migration]) -> str:
    names = [str(each) for each in found]
    more = [f"and {len(names) - MENTIONED} more"] if len(names) > MENTIONED else []
    return f"{len(names)} migration{'s' if len(names) > 1 else ''} ({', '.join([*names[:MENTIONED], *more])})"


async def set_up(app: App) -> None:
    """Run the workflow called `bootstrap`, where a package has one: what every shop has from its first start on.

    At every start of the open `app`, by however many processes, so it is safe to repeat and to race.
    """
    bootstrap = app.workflows.get("bootstrap")
    if bootstrap is not None:
        await bootstrap(app.scope())


def unopened_shop() -> App:
    """The shop as its files say it: what a command that only looks at them needs. Its database may be anywhere, or nowhere."""
    config = base_config()
    return App(msgspec.structs.replace(config, database_url=config.database_url or "postgresql://"))


@asynccontextmanager
async def opened_shop(config: Config | None = None) -> AsyncGenerator[App, None]:
    """The shop, open, with all its tables: what a command that works in it needs.

        async with opened_shop() as app:
            await seed(app.scope())

    Starts the embedded server if need be, applies migrations and sets up what every shop has. Raises `Misconfigured`.
    """
    async with with_database(config or config_of_project()) as found:
        app = App(found)
        await make_current(app)
        await check_tables(app)
        async with app:
            await set_up(app)
            yield app
