"""`@job`: work at an hour.

@job("check-restock", schedule="0 0 * * *", time_zone="Europe/Berlin")
async def check_restock(scope: Scope) -> None: ...
"""

import inspect
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import update_wrapper
from typing import Any, Literal

import msgspec

from merx.framework.data.fields import utcnow
from merx.framework.errors import Misconfigured
from merx.framework.jobs.schedule import Schedule, schedule_of
from merx.framework.origin import place_of_function
from merx.framework.scope import Scope

JobFunction = Callable[[Scope], Awaitable[Any]] | Callable[[Scope, datetime], Awaitable[Any]]
WITH_TIME = 2


class Terms(msgspec.Struct, frozen=True):
    """What `@job` was told beside name and hours."""

    missed: Literal["skip", "catch_up"] = "skip"
    concurrency: Literal["forbid", "allow"] = "forbid"
    number_of_executions: int | None = None


class Job:
    """Made by `@job`; call it like its function to run it now."""

    def __init__(self, name: str, schedule: Schedule, function: JobFunction, terms: Terms = Terms()) -> None:  # noqa: B008 - frozen
        self.name = name
        self.schedule = schedule
        self.function = function
        self.terms = terms
        self._call: Any = function
        self._wants_time = len(inspect.signature(function).parameters) >= WITH_TIME
        update_wrapper(self, self._call)

    async def __call__(self, scope: Scope, scheduled_for: datetime | None = None) -> Any:
        if self._wants_time:
            return await self._call(scope, scheduled_for or utcnow())
        return await self._call(scope)

    def __repr__(self) -> str:
        return f"Job({self.name!r}, {self.schedule!r})"


def job(
    name: str,
    *,
    schedule: str | timedelta,
    time_zone: str = "UTC",
    missed: Literal["skip", "catch_up"] = "skip",
    concurrency: Literal["forbid", "allow"] = "forbid",
    number_of_executions: int | None = None,
) -> Callable[[JobFunction], Job]:
    """A job called `name` that runs when `schedule` says: a cron line by the clock of `time_zone`, or an interval.

    A cron line is minute hour day month weekday, and seconds as a sixth; an interval counts from 1970, not from the start
    of a process. The function gets a scope and, if it takes a second parameter, the time that it was scheduled for.

    However many processes there are, each time is one run. `concurrency="forbid"`: never two at once; a time that comes
    while the one before still runs waits for it, and further ones are left out. `"allow"`: each at its time. A run whose
    process died is begun again, with the same `scope.step_key`; workflows that it had done by then are not done twice.

    `missed` is about times at which no process was there, more than a minute ago: `"skip"` leaves them out,
    `"catch_up"` runs the last of them, once. A job that fails waits for its next time; one whose database went away is begun again. After `number_of_executions`
    (counted in the database, so a restart does not begin anew) it runs no more.

    Raises `Misconfigured` for what is no schedule, with the job's name and the file.
    """
    found = schedule_of(name, schedule, time_zone)
    if number_of_executions is not None and number_of_executions < 1:
        raise Misconfigured(f"Job '{name}' is to run {number_of_executions} times. Leave number_of_executions out for no limit, or remove the job.")

    def declare(function: JobFunction) -> Job:
        if not inspect.iscoroutinefunction(function):
            raise Misconfigured(
                f"{place_of_function(function)}: job '{name}' wraps {function.__name__}, which cannot be awaited. Write `async def f(scope: Scope)`."
            )
        return Job(name, found, function, Terms(missed, concurrency, number_of_executions))

    return declare
