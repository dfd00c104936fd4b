"""`merx develop` and `merx start`: the shop, open."""

from enum import StrEnum
from typing import Annotated

import typer

Host = Annotated[str | None, typer.Option(help="Where to listen; 127.0.0.1, unless configured.")]
Port = Annotated[int | None, typer.Option(help="9000, unless configured.")]


class Mode(StrEnum):
    """What the processes do."""

    SHARED = "shared"
    SERVER = "server"
    WORKER = "worker"


Reload = Annotated[bool, typer.Option("--reload/--no-reload", help="Begin anew when a Python file of the project is saved.")]


def develop(host: Host = None, port: Port = None, reload: Reload = True) -> None:
    """Open the shop for building it: migrations applied, requests and background work in one process, reloaded when a file is saved."""
    from pathlib import Path

    from merx.framework.project import FILE

    # A folder without the file is no project: who knows what is in it.
    if reload and (Path.cwd() / FILE).exists():
        from merx.framework.cli.reload import develop as reloading

        reloading(host=host, port=port)
        return
    from merx.framework.cli.serving import run

    run(mode="shared", host=host, port=port, migrate=True)


def start(
    mode: Annotated[Mode | None, typer.Option(help="Answer requests, do background work, or both (shared).")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
    host: Host = None,
    port: Port = None,
) -> None:
    """Open the shop for customers. The database must be current: see `merx db migrate`."""
    from merx.framework.cli.serving import run

    run(mode=mode.value if mode else None, host=host, port=port, processes=workers, migrate=False)
