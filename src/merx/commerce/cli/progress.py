"""A bar that grows with what a run has in its journal."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

R = TypeVar("R")


async def with_progress(run: Coroutine[Any, Any, R], done: Callable[[], Awaitable[int]], *, total: int, of: str) -> R:
    """Wait for the run; `done` says how many of the `total` it has behind it. Gives its result or raises its error."""
    import asyncio

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TextColumn(of), TimeElapsedColumn())
    task = asyncio.create_task(run)
    try:
        with Progress(*columns, console=Console(stderr=True)) as progress:
            bar = progress.add_task("Importing", total=total)
            # What the journal says, not what this process did: the run may have begun in another, or go on there.
            while not task.done():
                await asyncio.wait([task], timeout=0.2)
                progress.update(bar, completed=min(await done(), total))
    finally:
        # Interrupted: the run is given back, for whoever comes next to go on with it.
        task.cancel()
        await asyncio.wait([task])
    return await task
