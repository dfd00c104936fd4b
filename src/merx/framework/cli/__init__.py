"""The `merx` command.

Every file of commands imports Typer and nothing else at its top: what a command needs, it imports when it runs. So
`merx --help` comes at once. Packages add commands with an entry point in the group `merx.commands`, whose object is a
function (one command) or a `typer.Typer` (a group of them); the same rule about imports holds there.
"""

import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Any

import typer

from merx.framework.cli import db, events, execute, look, new, perform, serve

GROUP = "merx.commands"


def cli() -> typer.Typer:
    """All commands: our own, and those of installed packages."""
    app = typer.Typer(name="merx", help="A shop of your own: see `merx demo`, `merx develop`.", no_args_is_help=True, pretty_exceptions_enable=False)
    app.command("develop")(serve.develop)
    app.command("start")(serve.start)
    app.command("exec")(execute.execute)
    app.command("run")(perform.perform)
    app.command("routes")(look.routes)
    app.command("workflows")(look.workflows)
    app.command("new")(new.new)
    app.add_typer(db.app, name="db")
    app.add_typer(events.app, name="events")
    app.add_typer(look.docs, name="docs")
    app.add_typer(new.plugin, name="plugin")
    for found in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        _add(app, found.name, found.load())
    return app


def _add(app: typer.Typer, name: str, command: Any) -> None:
    if isinstance(command, typer.Typer):
        app.add_typer(command, name=name)
    else:
        app.command(name)(command)


def main() -> None:
    """Run the command line."""
    reported(cli())


def reported(work: Callable[[], object]) -> None:
    """Run a process's work. Mistakes of the builder end it with a message and exit code 1, bugs with their traceback."""
    try:
        work()
    except Exception as error:
        from merx.framework.cli.mistakes import message_of  # only where something went wrong

        message = message_of(error)
        if message is None:
            raise
        sys.stderr.write(f"merx: {message}\n")
        sys.exit(1)
