"""`@job`: work at an hour.

@job("check-restock", schedule="0 0 * * *")
async def check_restock(scope: Scope) -> None: ...
"""

from collections.abc import Awaitable, Callable
from functools import update_wrapper
from typing import Any

from merx.framework.errors import Misconfigured
from merx.framework.scope import Scope

JobFunction = Callable[[Scope], Awaitable[Any]]


class Job:
    """Made by `@job`; call it like its function to run it now."""

    def __init__(self, name: str, schedule: str, function: JobFunction) -> None:
        self.name = name
        self.schedule = schedule
        self.function = function
        update_wrapper(self, function)

    async def __call__(self, scope: Scope) -> Any:
        return await self.function(scope)

    def __repr__(self) -> str:
        return f"Job({self.name!r}, {self.schedule!r})"


def job(name: str, *, schedule: str) -> Callable[[JobFunction], Job]:
    """A job called `name` that runs when `schedule` (cron, UTC) says: minute hour day month weekday, and seconds as a sixth.

    Once in the whole cluster each time, and never twice at once. A time that passed more than ten minutes ago, because
    nothing was running, is left out.
    """
    if len(schedule.split()) not in (5, 6):
        raise Misconfigured(f"The schedule {schedule!r} of job '{name}' is no cron line. Write five fields, as in '0 0 * * *'.")
    return lambda function: Job(name, schedule, function)
