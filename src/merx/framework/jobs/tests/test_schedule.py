"""When jobs are due: by the clock on the wall of a time zone, or every so often; and what a mistake in it says."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from merx.framework.errors import Misconfigured
from merx.framework.jobs import job
from merx.framework.jobs.schedule import Cron, Every, Schedule

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def next_three(schedule: Schedule, start: str) -> list[str]:
    moments = [schedule.after(at(start))]
    while len(moments) < 3:
        moments.append(schedule.after(moments[-1]))
    assert [schedule.before(moment) for moment in moments] == moments
    assert schedule.before(moments[1] - timedelta(seconds=1)) == moments[0]
    return [f"{moment:%m-%d %H:%M:%S}" for moment in moments]


@pytest.mark.parametrize(
    ("line", "zone", "start", "expected"),
    [
        ("0 9 * * *", ZoneInfo("UTC"), "2026-01-01 09:00", ["01-02 09:00:00", "01-03 09:00:00", "01-04 09:00:00"]),
        ("0 9 * * *", BERLIN, "2026-03-27 12:00", ["03-28 08:00:00", "03-29 07:00:00", "03-30 07:00:00"]),  # summer time begins on the 29th
        ("30 2 * * *", BERLIN, "2026-03-27 12:00", ["03-28 01:30:00", "03-29 01:00:00", "03-30 00:30:00"]),  # there is no 2:30 on the 29th
        ("30 2 * * *", BERLIN, "2026-10-24 12:00", ["10-25 00:30:00", "10-26 01:30:00", "10-27 01:30:00"]),  # there are two on the 25th of October
        ("0 * * * *", BERLIN, "2026-10-24 23:30", ["10-25 00:00:00", "10-25 01:00:00", "10-25 02:00:00"]),  # each hour is each hour
        ("* * * * * */20", BERLIN, "2026-01-01 00:00", ["01-01 00:00:20", "01-01 00:00:40", "01-01 00:01:00"]),
    ],
)
def test_a_cron_line_goes_by_the_clock_on_the_wall(line: str, zone: ZoneInfo, start: str, expected: list[str]) -> None:
    assert next_three(Cron(line, zone), start) == expected


def test_an_interval_has_the_same_moments_in_every_process() -> None:
    assert next_three(Every(timedelta(minutes=15)), "2026-01-01 10:07") == ["01-01 10:15:00", "01-01 10:30:00", "01-01 10:45:00"]


@pytest.mark.parametrize("line", ["daily", "* * * *", "61 * * * *", "0 0 30 2 *", "*/0 * * * *", ""])
def test_what_is_no_cron_line_is_refused_with_the_job_the_file_and_what_to_do(line: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        job("report", schedule=line)
    # then
    message = str(refused.value)
    assert message.startswith(f"{Path(__file__)}:")
    assert f": the schedule {line!r} of job 'report' is no cron line: " in message
    assert message.endswith("Write five fields, minute hour day month weekday, as in '0 0 * * *'; a sixth is for seconds. Or give a timedelta.")


def test_a_time_zone_that_nobody_knows_is_refused() -> None:
    with pytest.raises(
        Misconfigured, match=r"test_schedule.py:\d+: job 'report' has the time zone 'Berlin', which nobody knows. Write one like 'Europe/Berlin'."
    ):
        job("report", schedule="0 0 * * *", time_zone="Berlin")


@pytest.mark.parametrize("interval", [timedelta(0), timedelta(milliseconds=10), timedelta(days=-1)])
def test_an_interval_under_a_second_is_refused(interval: timedelta) -> None:
    with pytest.raises(Misconfigured, match=r"job 'report' is to run every .* s\. The shortest interval is a second\."):
        job("report", schedule=interval)


def test_a_job_that_is_to_run_never_is_refused() -> None:
    with pytest.raises(Misconfigured, match=r"Job 'report' is to run 0 times\. Leave number_of_executions out for no limit, or remove the job\."):
        job("report", schedule="0 0 * * *", number_of_executions=0)
