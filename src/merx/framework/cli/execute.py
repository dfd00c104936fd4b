"""`merx exec`: a script of the shop's own, with a scope."""

from pathlib import Path
from typing import Annotated

import typer


def execute(script: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A Python file with `async def main(scope)`.")]) -> None:
    """Run a script in the shop: `async def main(scope: Scope) -> None`."""
    import asyncio

    asyncio.run(_execute(script))


async def _execute(script: Path) -> None:
    import importlib.util
    import inspect

    from merx.framework.cli.shop import opened_shop
    from merx.framework.errors import Misconfigured
    from merx.framework.project import config_of_project

    config = config_of_project()  # before the script, whose imports may be of the shop
    spec = importlib.util.spec_from_file_location(script.stem, script)
    if spec is None or spec.loader is None:
        raise Misconfigured(f"{script} is no Python file: its name must end in .py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    main = getattr(module, "main", None)
    if not inspect.iscoroutinefunction(main):
        raise Misconfigured(f"{script} has no `async def main(scope)`")
    async with opened_shop(config) as app:
        await main(app.scope())
