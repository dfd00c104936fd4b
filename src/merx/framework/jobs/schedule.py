"""When a job is due: cron in a time zone, or every so often. The only file that knows croniter."""

import inspect
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import msgspec

from merx.framework.errors import Misconfigured

SHORTEST = timedelta(seconds=1)


class Schedule(Protocol):
    """Moments, the same ones in every process."""

    def after(self, moment: datetime) -> datetime:
        """The first moment later than that one."""
        ...

    def before(self, moment: datetime) -> datetime:
        """The last moment up to that one, itself included."""
        ...


class Every(msgspec.Struct, frozen=True):
    """Each multiple of the interval since 1970, so that processes agree without a word."""

    interval: timedelta

    def after(self, moment: datetime) -> datetime:
        return self.before(moment) + self.interval

    def before(self, moment: datetime) -> datetime:
        start = datetime.fromtimestamp(0, UTC)
        return start + (moment - start) // self.interval * self.interval


class Cron:
    """A cron line, by the clock on the wall of `zone`.

    Where that clock is put forward, a time that it jumps over comes as soon as it has jumped. Where it is put back, a line
    with hours of its own comes once, not again in the hour that is repeated.
    """

    def __init__(self, line: str, zone: ZoneInfo) -> None:
        from croniter import croniter  # pyright: ignore[reportMissingTypeStubs] # noqa: PLC0415 - untyped; and only shops with jobs load it

        self._zone = zone
        self._at: Any = partial(croniter, line)
        self._is_of_the_hour = False
        self.after(datetime.now(UTC))  # raises where the line makes no sense, or names a day that never comes
        self._is_of_the_hour = not line.split()[1].startswith("*")

    def after(self, moment: datetime) -> datetime:
        walk = self._at(moment.astimezone(self._zone))
        return self._first(lambda: walk.get_next(datetime))

    def before(self, moment: datetime) -> datetime:
        # Backwards from a second later: `get_prev` leaves its start out.
        walk = self._at((moment + timedelta(seconds=1)).astimezone(self._zone))
        return self._first(lambda: walk.get_prev(datetime), until=moment)

    def _first(self, step: Any, until: datetime | None = None) -> datetime:
        while True:
            found: datetime = step()
            is_repeated = self._is_of_the_hour and found.utcoffset() != found.replace(fold=0).utcoffset()
            if not is_repeated and (until is None or found <= until):
                return found.astimezone(UTC)


def schedule_of(name: str, given: str | timedelta, time_zone: str) -> Schedule:
    """What `@job` was told. Raises `Misconfigured` with the job's name and the file that declares it."""
    try:
        if isinstance(given, timedelta):
            return _every(given)
        return Cron(given, ZoneInfo(time_zone))
    except Misconfigured as error:
        raise Misconfigured(f"{_place()}: job '{name}' {error}") from None
    except KeyError:  # ZoneInfoNotFoundError is one
        raise Misconfigured(f"{_place()}: job '{name}' has the time zone {time_zone!r}, which nobody knows. Write one like 'Europe/Berlin'.") from None
    except ValueError as error:
        raise Misconfigured(
            f"{_place()}: the schedule {given!r} of job '{name}' is no cron line: {str(error).rstrip('.')}. "
            "Write five fields, minute hour day month weekday, as in '0 0 * * *'; a sixth is for seconds. Or give a timedelta."
        ) from None


def _every(interval: timedelta) -> Every:
    if interval < SHORTEST:
        raise Misconfigured(f"is to run every {interval.total_seconds():g} s. The shortest interval is a second.")
    return Every(interval)


def _place() -> str:
    """The file and line that said `@job`: the first frame that is not of this package."""
    here = __package__ or ""
    for inner, outer in pairwise(inspect.stack(context=0)):
        is_ours = str(inner.frame.f_globals.get("__name__", "")).rpartition(".")[0] == here
        if is_ours and str(outer.frame.f_globals.get("__name__", "")).rpartition(".")[0] != here:
            return f"{outer.filename}:{outer.lineno}"
    return "?"
